//! Parts a built program: what is needed at first stays in it, the rest is loaded when somebody needs it
//! (`web/src/part.rs`). Trunk does not do that yet, so it is done to what Trunk has built.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::brief::run_briefly;
use crate::process::command;
use crate::tools::WASM;

/// What the compiler is told, beside what `.cargo/config.toml` says: the parts are cut where functions refer to each other.
pub(crate) const FLAGS: (&str, &str) =
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg=split -Clink-args=--emit-relocs");

/// How the names of files begin that are not loaded at first.
const LATER: [&str; 3] = ["split_", "chunk_", "worker."];

/// Whether a file is loaded at first.
pub(crate) fn at_first(file: &Path) -> bool {
    let name = file.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    !LATER.iter().any(|it| name.starts_with(it))
}

/// Replaces the program in `dist`, which is served at `public`, by itself in parts, in a folder of their own. They name
/// each other, so the hash that tells builds apart is in the name of the folder.
pub(crate) fn split(dist: &Path, program: &str, public: &str, folders: &[PathBuf]) -> Result<()> {
    let built = crate::target_dir().join(WASM).join("wasm-release").join(program);
    let parts = dist.join("parts");
    let tool = |name: &str| folders.iter().map(|it| it.join(name)).find(|it| it.exists());
    let (Some(cut), Some(bind)) = (tool("wasm-split-cli"), tool("wasm-bindgen")) else {
        bail!("the tools that part the program are missing");
    };
    fs::create_dir_all(&parts)?;
    let whole = built.with_extension("wasm");
    run_briefly(command(cut).args(["--out-name", program]).args([&whole, &parts]))?;
    let main = parts.join(program).with_extension("wasm");
    run_briefly(
        command(bind)
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
            .args(["--out-name", program, "--out-dir"])
            .args([&parts, &main]),
    )?;
    fs::remove_file(main)?;
    keep_quiet(&parts.join(LOADER))?;
    let mut hasher = DefaultHasher::new();
    let mut files: Vec<_> =
        fs::read_dir(&parts)?.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    files.sort();
    for file in &files {
        let mut bytes = fs::read(file)?;
        if file.extension().is_some_and(|it| it == "wasm") {
            bytes = without_notes(&bytes)
                .with_context(|| format!("{} is no WebAssembly", file.display()))?;
            fs::write(file, &bytes)?;
        }
        bytes.hash(&mut hasher);
    }
    let folder = format!("parts-{:016x}", hasher.finish());
    fs::rename(&parts, dist.join(&folder))?;
    let page = dist.join("index.html");
    let text = fs::read_to_string(&page)?;
    let old = trunks(&text, program, public).context("Trunk's page names no program")?;
    for end in [".js", "_bg.wasm"] {
        fs::remove_file(dist.join(format!("{old}{end}")))?;
    }
    let later = files.iter().filter(|it| !at_first(it)).filter_map(|it| it.file_name()?.to_str());
    Ok(fs::write(&page, named(&text, &old, public, &format!("{folder}/{program}"), later))?)
}

/// What loads the parts, and what it says in the console when one can't be loaded.
const LOADER: &str = "__wasm_split.js";
const COMPLAINT: &str = "console.error(e);";

/// The app itself tells whoever waits for a part that it can't be loaded. Who leaves the page meanwhile, which breaks
/// off what is being loaded, is not told anything.
fn keep_quiet(loader: &Path) -> Result<()> {
    let text = fs::read_to_string(loader)?;
    if !text.contains(COMPLAINT) {
        bail!("{} is not what is known of it: it no longer complains", loader.display());
    }
    Ok(fs::write(loader, text.replace(COMPLAINT, ""))?)
}

/// The name that Trunk gave the program: `web-1a538f268529fa61`.
fn trunks(page: &str, program: &str, public: &str) -> Option<String> {
    let begin = format!("{public}{program}-");
    let at = page.find(&begin)? + public.len();
    let rest = page.get(at..)?;
    Some(rest.get(..rest.find(".js")?)?.to_owned())
}

/// The page with the new names. Its hints are for files that are no more; what comes
/// later the app fetches itself, once the list is there (`web/src/part.rs`).
fn named<'a>(
    page: &str,
    old: &str,
    public: &str,
    new: &str,
    later: impl Iterator<Item = &'a str>,
) -> String {
    let mut text = String::new();
    for (at, part) in page.split("<link ").enumerate() {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        if at == 0 {
            text += part;
        } else if tag.contains(old) {
            text += after;
        } else {
            text = text + "<link " + part;
        }
    }
    let folder = new.rsplit_once('/').map_or("", |it| it.0);
    let mut hints = format!(
        "<link rel=\"modulepreload\" href=\"{public}{new}.js\" crossorigin>\
         <link rel=\"preload\" href=\"{public}{new}_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>"
    );
    for name in later {
        hints = hints
            + "<link rel=\"later\" href=\""
            + &[public, folder, "/", name].concat()
            + "\" as=\"fetch\" crossorigin>";
    }
    text.replace(old, new).replacen("</head>", &(hints + "</head>"), 1)
}

/// A module without its custom sections: names and other notes that only tools read.
/// <https://webassembly.github.io/spec/core/binary/modules.html#sections>
fn without_notes(module: &[u8]) -> Option<Vec<u8>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    let mut kept = module.get(..HEADER)?.to_vec();
    let mut at = HEADER;
    while at < module.len() {
        let kind = *module.get(at)?;
        let (size, begin) = number(module, at + 1)?;
        let end = begin.checked_add(size)?;
        let section = module.get(at..end)?;
        if kind != CUSTOM {
            kept.extend_from_slice(section);
        }
        at = end;
    }
    Some(kept)
}

/// An unsigned number in LEB128, and where it ends.
fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(at)?;
        number |= usize::from(byte & 0x7f).checked_shl(shift)?;
        at += 1;
        if byte & 0x80 == 0 {
            return Some((number, at));
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::{named, trunks, without_notes};

    #[test]
    fn a_module_loses_its_notes_and_nothing_else() {
        let header = b"\0asm\x01\0\0\0";
        let module = [header, &b"\x01\x02ab"[..], b"\x00\x03\x01nx", b"\x0a\x81\x00c"].concat();
        let kept = [header, &b"\x01\x02ab"[..], b"\x0a\x81\x00c"].concat();
        assert_eq!(without_notes(&module), Some(kept));
        assert_eq!(without_notes(b"\0asm\x01\0\0\0\x01\x05a"), None);
    }

    #[test]
    fn the_page_names_the_parts_and_hints_at_nothing_that_is_gone() {
        let page = "<head><script>import a from '/d/web-1f.js'; a('/d/web-1f_bg.wasm')</script>\
                    <link rel=\"icon\" href=\"/d/i.svg\"/><link rel=\"preload\" integrity=\"x\" href=\"/d/web-1f_bg.wasm\">\
                    </head>";
        let old = trunks(page, "web", "/d/").unwrap();
        assert_eq!(old, "web-1f");
        let page = named(page, &old, "/d/", "parts-2e/web", ["split_a.wasm"].into_iter());
        assert!(page.contains("import a from '/d/parts-2e/web.js'; a('/d/parts-2e/web_bg.wasm')"));
        assert!(page.contains("href=\"/d/i.svg\"") && !page.contains("integrity"));
        assert!(page.contains("rel=\"later\" href=\"/d/parts-2e/split_a.wasm\""));
        assert!(page.ends_with("</head>"));
    }
}
