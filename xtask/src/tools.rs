//! Tools written in Rust that a build needs: one on the PATH if its version fits, else our own, built once for all clones.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::brief::run_briefly;
use crate::process::{self, cargo, command, find};
use crate::progress::note;
use crate::versions::{Version, announced, locked};

/// The newest Trunk that the pinned Rust builds.
const TRUNK: &str = "0.21.14";

/// The newest cargo-deny when it was last looked at.
const DENY: &str = "0.20.2";

/// The tool that parts programs, from those who make Leptos' own.
const SPLIT: &str = "0.2.4";

/// What the browser runs.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// A tool, and which version of it.
struct Tool {
    package: &'static str,
    version: String,
    /// What must lie side by side; the first is asked for its version.
    programs: &'static [&'static str],
    /// It says its version when asked. Of one that does not, only our own folder tells.
    speaks: bool,
    /// Newer versions serve as well.
    newer: bool,
    /// Further words for `cargo install`.
    options: &'static [&'static str],
    /// How much the compiler optimises it: none for what hardly computes.
    optimised: &'static str,
    /// How long building it took on two cores, for a person who waits.
    minutes: u32,
}

/// The folder of `wasm-bindgen` and its test runner, of exactly the version in `Cargo.lock`: their format has no other
/// promise of compatibility.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    let lock = fs::read_to_string(crate::root().join("Cargo.lock"))?;
    ensure(&Tool {
        package: "wasm-bindgen-cli",
        version: locked(&lock, "wasm-bindgen")?,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        speaks: true,
        newer: false,
        // Without TLS: its test runner talks to a browser on this machine.
        options: &["--no-default-features"],
        optimised: "1",
        minutes: 2,
    })
}

/// The folder of `trunk`.
pub(crate) fn trunk() -> Result<PathBuf> {
    ensure(&Tool {
        package: "trunk",
        version: TRUNK.to_owned(),
        programs: &["trunk"],
        speaks: true,
        newer: true,
        // Without TLS and the check for updates: nothing here lets it download.
        options: &["--no-default-features"],
        optimised: "0",
        minutes: 2,
    })
}

/// The folder of `wasm-split-cli`.
pub(crate) fn wasm_split() -> Result<PathBuf> {
    ensure(&Tool {
        package: "wasm_split_cli_support",
        version: SPLIT.to_owned(),
        programs: &["wasm-split-cli"],
        speaks: false,
        newer: false,
        options: &["--features", "build-binary"],
        optimised: "1",
        minutes: 1,
    })
}

/// The folder of `cargo-deny`.
pub(crate) fn deny() -> Result<PathBuf> {
    ensure(&Tool {
        package: "cargo-deny",
        version: DENY.to_owned(),
        programs: &["cargo-deny"],
        speaks: true,
        newer: true,
        options: &[],
        optimised: "1",
        minutes: 2,
    })
}

/// Makes sure that Rust can compile for the browser, whether rustup manages it or not.
pub(crate) fn wasm_target() -> Result<()> {
    let there = || -> Result<bool> {
        let sysroot = process::read(command("rustc").args(["--print", "sysroot"]))?;
        Ok(Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib").is_dir())
    };
    if there()? {
        note(&format!("{WASM} is installed"));
        return Ok(());
    }
    if find("rustup").is_some() {
        process::run(command("rustup").args(["target", "add", WASM]))?;
    }
    if !there()? {
        bail!(
            "Rust cannot compile for {WASM} yet. Install its standard library: with `rustup target add {WASM}`, or \
             where the system brings Rust, `apt-get install libstd-rust-dev-wasm32` or `dnf install rust-std-static-{WASM}`"
        );
    }
    Ok(())
}

/// The PATH with these folders in front.
pub(crate) fn with_path(command: &mut Command, folders: &[PathBuf]) -> Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    command.env("PATH", env::join_paths(all).context("a folder of the PATH has a colon")?);
    Ok(())
}

/// Where the tool's programs lie, built if need be.
fn ensure(tool: &Tool) -> Result<PathBuf> {
    if let Some(folder) = on_path(tool) {
        note(&format!("{} is on the PATH", tool.package));
        return Ok(folder);
    }
    let cache = cache()?;
    let home = cache.join(format!("{}-{}", tool.package, tool.version));
    let folder = home.join("bin");
    if fits(tool, &folder) {
        note(&format!("{} {} is built already", tool.package, tool.version));
        return Ok(folder);
    }
    fs::create_dir_all(&home).with_context(|| format!("could not create {}", home.display()))?;
    if !downloaded(tool, &home)? {
        build(tool, &home, &cache.join("building"))?;
    }
    if !fits(tool, &folder) {
        bail!("{} {} was installed, but does not work", tool.package, tool.version);
    }
    Ok(folder)
}

/// The folder on the PATH whose programs fit.
fn on_path(tool: &Tool) -> Option<PathBuf> {
    let folder = find(tool.programs.first().filter(|_| tool.speaks)?)?.parent()?.to_owned();
    fits(tool, &folder).then_some(folder)
}

fn fits(tool: &Tool, folder: &Path) -> bool {
    let Some(first) = tool.programs.first() else { return false };
    if !tool.programs.iter().all(|name| process::is_executable(&folder.join(name))) {
        return false;
    }
    if !tool.speaks {
        return true;
    }
    let Ok(output) = process::read(command(folder.join(first)).arg("--version")) else {
        return false;
    };
    match (announced(&output), Version::parse(&tool.version)) {
        (Some(found), Some(wanted)) => found == wanted || (tool.newer && found > wanted),
        _ => false,
    }
}

/// A folder for all clones of this user.
fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => env::home_dir().context("there is no home folder for a cache")?.join(".cache"),
    };
    Ok(base.join("onevoice-tools"))
}

/// Whether cargo-binstall could fetch the program ready-made. Its own building would take the slow way.
fn downloaded(tool: &Tool, home: &Path) -> Result<bool> {
    if find("cargo-binstall").is_none() {
        return Ok(false);
    }
    let mut binstall = command("cargo-binstall");
    binstall.args(["--no-confirm", "--disable-strategies", "compile", "--root"]).arg(home);
    binstall.arg(format!("{}@{}", tool.package, tool.version));
    let fetched = process::run(&mut binstall).is_ok();
    process::go_on()?;
    Ok(fetched)
}

fn build(tool: &Tool, home: &Path, building: &Path) -> Result<()> {
    note(&format!(
        "building {} {}, once for all clones, kept in {} (about {} min on two cores)",
        tool.package,
        tool.version,
        home.display(),
        tool.minutes,
    ));
    // A release's own lock file may name what was never published, so that only the newest versions are left.
    let built = install(tool, home, building, &["--locked"]).or_else(|problem| {
        process::go_on()?;
        note("it does not build with the versions that its authors tested:");
        let said = format!("{problem:#}");
        said.lines().filter(|line| line.starts_with("error")).for_each(note);
        note("so once more, with the newest ones");
        install(tool, home, building, &[])
    });
    if built.is_ok() {
        // Only what an interrupted build needs to go on. If it stays, it costs nothing but room.
        let _ = fs::remove_dir_all(building);
    }
    built
}

/// `cargo install` with a light profile: the published ones optimise for minutes what runs here for seconds.
fn install(tool: &Tool, home: &Path, building: &Path, lock: &[&str]) -> Result<()> {
    let mut install = cargo(&["install", tool.package, "--version"]);
    install.arg(format!("={}", tool.version)).args(tool.options).args(lock);
    install.arg("--root").arg(home).env("CARGO_TARGET_DIR", building);
    for (name, value) in [
        ("LTO", "off"),
        ("OPT_LEVEL", tool.optimised),
        ("CODEGEN_UNITS", "16"),
        ("DEBUG", "0"),
        ("STRIP", "true"),
    ] {
        install.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    run_briefly(&mut install)
}
