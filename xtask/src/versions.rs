//! Versions: what `Cargo.lock` pins, what a tool says of itself, and which is newer.

use anyhow::{Context, Result};

/// A released version. Pre-releases are not versions here: no tool of ours may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u64; 3]);

impl Version {
    /// Reads `1.2.3`, with a `v` or build metadata or without.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let mut parts = text.split('.').map(str::parse);
        let version = [parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?];
        parts.next().is_none().then_some(Self(version))
    }

    pub(crate) fn major(self) -> u64 {
        let Self([major, _, _]) = self;
        major
    }
}

/// The version in what a tool prints for `--version`: `trunk 0.21.14`, `v20.20.2`, `cargo-deny 0.20.2`.
pub(crate) fn announced(output: &str) -> Option<Version> {
    output.split_whitespace().find_map(Version::parse)
}

/// The version of a package in a `Cargo.lock`.
pub(crate) fn locked(lock: &str, package: &str) -> Result<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name {package}"))
}

#[cfg(test)]
mod tests {
    use super::{Version, announced, locked};

    #[test]
    fn versions_are_compared_by_number() {
        assert!(Version::parse("0.21.14") > Version::parse("0.21.9"));
        assert!(Version::parse("0.22.1") > Version::parse("0.21.14"));
        assert_eq!(Version::parse("1.2.3+build.5"), Version::parse("v1.2.3"));
    }

    #[test]
    fn a_pre_release_is_not_a_version() {
        assert_eq!(Version::parse("0.22.0-beta.1"), None);
        assert_eq!(Version::parse("0.22"), None);
        assert_eq!(Version::parse("1.2.3.4"), None);
    }

    #[test]
    fn a_tool_says_its_version_in_its_own_way() {
        assert_eq!(announced("trunk 0.21.14"), Version::parse("0.21.14"));
        assert_eq!(announced("v20.20.2\n").unwrap().major(), 20);
        assert_eq!(announced("wasm-bindgen 0.2.130 (a1b2c3)"), Version::parse("0.2.130"));
        assert_eq!(announced("command not found"), None);
    }

    #[test]
    fn the_lock_file_names_one_version_of_a_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"…\"\n";
        assert_eq!(locked(lock, "wasm-bindgen").unwrap(), "0.2.130");
        assert!(locked(lock, "wasm").is_err());
    }
}
