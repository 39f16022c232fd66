//! The web app: built with Trunk for release, and only when something it is made of has changed.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::args::Args;
use crate::brief::run_briefly;
use crate::pack::pack;
use crate::process::{self, cargo, command};
use crate::progress::{Steps, note};
use crate::split::{self, split};
use crate::tools;

const HELP: &str = "\
cargo xtask build

Builds the web app and then `onevoice` for release, with the web app inside: target/release/onevoice";

/// What the web app is made of.
const SOURCES: [&str; 7] = [
    "xtask/src/split.rs",
    "web",
    "shared",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
];

/// The page that shows all components is a program of its own, so that it weighs on nobody who answers customers.
const DESIGN: [&str; 7] = [
    "--html-output",
    "index.html",
    "--dist",
    "web/dist/design",
    "--public-url",
    "/design/",
    "web/design.html",
];

/// How many steps `build` takes.
pub(crate) const STEPS: usize = 6;

/// The release: one binary.
pub(crate) fn release(words: &[String]) -> Result<()> {
    let Some(args) = Args::new(words, HELP) else { return Ok(()) };
    args.end()?;
    let mut steps = Steps::new(STEPS + 1);
    build(&mut steps)?;
    steps.step("Server", "compiling `onevoice` for release, the web app inside", || {
        process::run(&mut cargo(&["build", "--locked", "--release", "--package", "server"]))
    })?;
    println!("\n{}", crate::target_dir().join("release/onevoice").display());
    Ok(())
}

/// Builds the web app if anything changed, without saying much if nothing did.
pub(crate) fn ensure() -> Result<()> {
    if is_fresh()? {
        note("nothing changed since the web app was built");
        return Ok(());
    }
    build(&mut Steps::new(STEPS))
}

/// Builds the web app, installing what that needs.
pub(crate) fn build(steps: &mut Steps) -> Result<()> {
    let mut folders = tools(steps)?;
    let parting = "parts the web app, so that not all of it is loaded at first";
    folders.push(steps.step("wasm-split", parting, tools::wasm_split)?);
    steps.step("Web app", "compiling it for the browser (small, and so slow to compile)", || {
        let inputs = inputs()?;
        run_briefly(&mut trunk_build(&folders)?)?;
        split(&dist(), "web", "/", &folders)?;
        let first_load = pack(&dist(), "/")?;
        run_briefly(trunk_build(&folders)?.args(DESIGN))?;
        let design = dist().join("design");
        split(&design, "design", "/design/", &folders)?;
        pack(&design, "/design/")?;
        let built = fs::metadata(dist().join("index.html"))?;
        fs::create_dir_all(state_dir())?;
        fs::write(stamp_file(), stamp(inputs, &built))?;
        note(&format!("{} KB to load at first, compressed", first_load / 1000));
        Ok(())
    })
}

/// Installs what building the web app needs. Gives the folders of the tools.
pub(crate) fn tools(steps: &mut Steps) -> Result<Vec<PathBuf>> {
    steps.step(
        "WebAssembly",
        "the web app is Rust, compiled for the browser",
        tools::wasm_target,
    )?;
    let bindgen = steps.step(
        "wasm-bindgen",
        "lets WebAssembly call the browser; its version is pinned by Cargo.lock",
        tools::wasm_bindgen,
    )?;
    let trunk = steps.step("Trunk", "puts WebAssembly, styles and page together", tools::trunk)?;
    steps.step("Crates", "downloading what Cargo.lock names", || {
        process::run(&mut cargo(&["fetch", "--locked"]))
    })?;
    Ok(vec![bindgen, trunk])
}

/// Trunk with our tools, and with a colour setting that it understands.
pub(crate) fn trunk(arguments: &[&str], folders: &[PathBuf]) -> Result<Command> {
    let mut trunk = command("trunk");
    tools::with_path(&mut trunk, folders)?;
    trunk.args(arguments).arg("--offline").env("RUST_BACKTRACE", "0");
    // Trunk takes the variable for a flag of its own, and refuses the usual `1`.
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    Ok(trunk)
}

/// Where the built web app lies.
pub(crate) fn dist() -> PathBuf {
    crate::root().join("web/dist")
}

/// Whether the built web app is what its sources say.
pub(crate) fn is_fresh() -> Result<bool> {
    let Ok(built) = fs::metadata(dist().join("index.html")) else { return Ok(false) };
    match fs::read_to_string(stamp_file()) {
        Ok(kept) => Ok(kept == stamp(inputs()?, &built)),
        Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(false),
        Err(problem) => Err(problem.into()),
    }
}

/// Not for Trunk's release, which insists on wasm-opt: that saves one percent of what is loaded.
fn trunk_build(folders: &[PathBuf]) -> Result<Command> {
    let mut build = trunk(&["build", "--minify", "--cargo-profile", "wasm-release"], folders)?;
    build.env(split::FLAGS.0, split::FLAGS.1);
    Ok(build)
}

/// Notes of xtask about what it built, gone with `cargo clean`.
pub(crate) fn state_dir() -> PathBuf {
    crate::target_dir().join("xtask")
}

fn stamp_file() -> PathBuf {
    state_dir().join("web.stamp")
}

/// Sources and result: another build into the same folder is not ours, even from the same sources.
fn stamp(inputs: u64, built: &Metadata) -> String {
    let modified = built.modified().map_or_else(|_| String::new(), |time| format!("{time:?}"));
    format!("{inputs:016x} {modified}")
}

fn inputs() -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        hash_into(&mut hasher, &crate::root(), Path::new(source))?;
    }
    Ok(hasher.finish())
}

/// Adds the names and contents under `path`, in an order that is always the same. What does not exist adds nothing.
fn hash_into(hasher: &mut DefaultHasher, root: &Path, path: &Path) -> Result<()> {
    let full = root.join(path);
    if path.ends_with("dist") || !full.exists() {
        return Ok(());
    }
    if full.is_dir() {
        let entries = fs::read_dir(&full)?.collect::<Result<Vec<_>, _>>()?;
        let mut names: Vec<_> = entries.into_iter().map(|entry| entry.file_name()).collect();
        names.sort();
        return names.iter().try_for_each(|name| hash_into(hasher, root, &path.join(name)));
    }
    let contents = fs::read(&full).with_context(|| format!("could not read {}", full.display()))?;
    (path, contents).hash(hasher);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::hash_map::DefaultHasher;
    use std::env::temp_dir;
    use std::fs::{create_dir_all, remove_dir_all, write};
    use std::hash::Hasher;
    use std::path::Path;
    use std::process::id;

    use super::hash_into;

    #[test]
    fn a_change_under_the_sources_is_seen_and_one_in_the_result_is_not() {
        let top = temp_dir().join(format!("onevoice-stamp-{}", id()));
        create_dir_all(top.join("web/src")).unwrap();
        create_dir_all(top.join("web/dist")).unwrap();
        let hash = || {
            let mut hasher = DefaultHasher::new();
            hash_into(&mut hasher, &top, Path::new("web")).unwrap();
            hasher.finish()
        };
        write(top.join("web/src/main.rs"), "fn main() {}").unwrap();
        let first = hash();
        write(top.join("web/dist/index.html"), "built").unwrap();
        assert_eq!(hash(), first);
        write(top.join("web/src/main.rs"), "fn main() { run() }").unwrap();
        let second = hash();
        assert_ne!(second, first);
        write(top.join("web/src/run.rs"), "").unwrap();
        assert_ne!(hash(), second);
        remove_dir_all(&top).unwrap();
    }
}
