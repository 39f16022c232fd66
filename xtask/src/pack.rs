//! Makes a built web app small on the wire: one style sheet instead of many, and every file also compressed, which takes
//! too long to do while somebody waits for it.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::split::at_first;

/// What compresses well. Pictures and fonts are compressed already.
const TEXTS: [&str; 5] = ["wasm", "js", "css", "svg", "json"];

/// Packs what Trunk put into `folder`. Gives the bytes of the first load, compressed as the server sends them.
pub(crate) fn pack(folder: &Path, public: &str) -> Result<u64> {
    join_styles(folder, public)?;
    let mut first_load = 0;
    for file in files(folder)? {
        let plain = fs::read(&file)?;
        let text = file.extension().is_some_and(|it| TEXTS.iter().any(|text| it == *text));
        let kept = if text { compress(&file, &plain)? } else { plain.len() };
        if at_first(&file) {
            first_load += u64::try_from(kept)?;
        }
    }
    Ok(first_load)
}

/// Writes the variants beside the file. Gives the size of the smaller one.
fn compress(file: &Path, plain: &[u8]) -> Result<usize> {
    let options = BrotliEncoderParams { quality: 11, lgwin: 24, ..BrotliEncoderParams::default() };
    let mut brotli = vec![];
    brotli::BrotliCompress(&mut &*plain, &mut brotli, &options)?;
    let mut gzip = GzEncoder::new(vec![], Compression::best());
    gzip.write_all(plain)?;
    let gzip = gzip.finish()?;
    let smallest = brotli.len().min(plain.len());
    for (bytes, suffix) in [(brotli, "br"), (gzip, "gz")] {
        if bytes.len() < plain.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(".");
            name.push(suffix);
            File::create(PathBuf::from(name))?.write_all(&bytes)?;
        }
    }
    Ok(smallest)
}

/// The styles are many small files to read, and one to load.
fn join_styles(folder: &Path, public: &str) -> Result<()> {
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).context("Trunk made no index.html")?;
    let (page, names) = without_styles(&page, public);
    let mut all = String::new();
    for name in &names {
        let file = folder.join(name);
        all += &fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        fs::remove_file(&file)?;
    }
    if all.is_empty() {
        bail!("{} names no style sheet", index.display());
    }
    let mut hasher = DefaultHasher::new();
    all.hash(&mut hasher);
    let name = format!("style-{:016x}.css", hasher.finish());
    fs::write(folder.join(&name), all)?;
    let link = format!("<link rel=\"stylesheet\" href=\"{public}{name}\"></head>");
    Ok(fs::write(index, page.replacen("</head>", &link, 1))?)
}

/// The page without its links to style sheets, and the files that they named, in order. Trunk leaves out quotes and
/// changes the order of attributes as it likes.
fn without_styles<'a>(page: &'a str, public: &str) -> (String, Vec<&'a str>) {
    let (mut rest, mut names) = (String::new(), vec![]);
    for (at, part) in page.split("<link ").enumerate() {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        let value = |name: &str| {
            let all = tag.split_whitespace().filter_map(|it| it.split_once('='));
            all.into_iter()
                .find(|it| it.0 == name)
                .map(|it| it.1.trim_end_matches('/').trim_matches('"'))
        };
        let href = value("href").and_then(|it| it.strip_prefix(public));
        match href.filter(|_| at > 0 && value("rel") == Some("stylesheet")) {
            Some(name) => {
                names.push(name);
                rest += after;
            }
            None if at > 0 => rest = rest + "<link " + part,
            None => rest += part,
        }
    }
    (rest, names)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|it| it != "design") {
            files.extend(self::files(&path)?);
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::without_styles;

    #[test]
    fn style_sheets_are_found_however_they_are_written() {
        let page = r#"<title>x</title><link rel="icon" href="/i.svg"/><link rel="stylesheet" href="/d/a.css" nonce="{{__TRUNK NONCE__}}"/>
            <link href=/d/b.css integrity=sha384-x= rel=stylesheet><link href=/w.js rel=modulepreload></head>"#;
        let (rest, names) = without_styles(page, "/d/");
        assert_eq!(names, ["a.css", "b.css"]);
        assert!(rest.contains("/i.svg") && rest.contains("/w.js") && !rest.contains("stylesheet"));
    }
}
