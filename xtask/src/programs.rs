//! Programs of the system: found where they usually lie, installed with apt where we may, else the command to type.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Once;

use anyhow::{Result, bail};

use crate::brief::run_briefly;
use crate::process::{self, command, find, is_executable};
use crate::progress::note;
use crate::versions::announced;

/// A program that cargo does not bring.
pub(crate) struct Program {
    /// What a person calls it.
    what: &'static str,
    /// Names it goes by, the most usual first.
    names: &'static [&'static str],
    /// A variable that says where it is.
    variable: Option<&'static str>,
    /// Folders beside the PATH where it may lie. A `*` stands for one version.
    folders: &'static [&'static str],
    /// Debian's and Ubuntu's packages.
    apt: &'static [&'static str],
    /// How to install it elsewhere.
    elsewhere: &'static str,
}

pub(crate) const INITDB: Program = Program {
    what: "PostgreSQL",
    names: &["initdb"],
    variable: None,
    folders: &[
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql*/bin",
    ],
    apt: &["postgresql"],
    elsewhere: "`dnf install postgresql-server` or `brew install postgresql`",
};

pub(crate) const REDIS: Program = Program {
    what: "Redis",
    names: &["redis-server", "valkey-server"],
    variable: None,
    folders: &[],
    apt: &["redis-server"],
    elsewhere: "`dnf install valkey` or `brew install redis`",
};

pub(crate) const CHROMIUM: Program = Program {
    what: "Chromium",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    variable: Some("CHROMIUM"),
    folders: &[],
    // The font is for emoji, which messages are full of.
    apt: &["chromium", "chromium-driver", "fonts-noto-color-emoji"],
    elsewhere: "`dnf install chromium`, or set CHROMIUM to the browser",
};

pub(crate) const CHROMEDRIVER: Program = Program {
    what: "ChromeDriver",
    names: &["chromedriver"],
    variable: Some("CHROMEDRIVER"),
    folders: &["/usr/lib/chromium", "/usr/lib/chromium-browser"],
    apt: &["chromium-driver"],
    elsewhere: "`dnf install chromedriver` or `brew install chromedriver`",
};

const NODE: Program = Program {
    what: "Node.js",
    names: &["node"],
    variable: None,
    folders: &[],
    apt: &["nodejs", "npm"],
    elsewhere: "`dnf install nodejs` or `brew install node`",
};

const NPM: Program = Program { what: "npm", names: &["npm"], apt: &["npm"], ..NODE };

/// One update of apt's list of packages is enough for all that is missing.
static UPDATE: Once = Once::new();

/// The oldest Node.js that Playwright runs on.
const NODE_MAJOR: u64 = 18;

/// `npm`, with a Node.js that is new enough.
pub(crate) fn npm() -> Result<PathBuf> {
    let node = NODE.require()?;
    let version = process::read(command(&node).arg("--version"))?;
    if announced(&version).is_none_or(|it| it.major() < NODE_MAJOR) {
        bail!(
            "{} is Node.js {version}; the browser tests need {NODE_MAJOR} or newer",
            node.display()
        );
    }
    NPM.require()
}

impl Program {
    /// Where it is, installed if need be.
    pub(crate) fn require(&self) -> Result<PathBuf> {
        if let Some(found) = self.search() {
            return Ok(found);
        }
        let packages = self.apt.join(" ");
        let Some(mut apt) = apt_get() else {
            bail!(
                "{} is missing. Install it: `apt-get install {packages}`, {}",
                self.what,
                self.elsewhere
            );
        };
        note(&format!("{} is missing; installing it with apt", self.what));
        // A machine that has never looked knows no packages; one that looked long ago knows old ones.
        UPDATE.call_once(|| {
            let updated = apt_get().map(|mut apt| run_briefly(apt.arg("update")));
            if let Some(Err(problem)) = updated {
                note(&format!("{problem:#}; trying with the list of packages as it is"));
            }
        });
        run_briefly(apt.args(["install", "--no-install-recommends"]).args(self.apt))?;
        let Some(found) = self.search() else {
            bail!(
                "{} was installed with apt, but {} is not there",
                self.what,
                self.names.join(", ")
            );
        };
        Ok(found)
    }

    fn search(&self) -> Option<PathBuf> {
        let named = self.variable.and_then(env::var_os).map(PathBuf::from);
        named
            .or_else(|| self.names.iter().find_map(|name| find(name)))
            .or_else(|| self.search_folders())
    }

    fn search_folders(&self) -> Option<PathBuf> {
        let folders = self.folders.iter().flat_map(|pattern| matching(pattern));
        let mut files = folders.flat_map(|folder| self.names.iter().map(move |it| folder.join(it)));
        files.find(|file| is_executable(file))
    }
}

/// The folders that match a pattern with at most one `*`, the newest version first.
fn matching(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![pattern.into()] };
    let (parent, start) = before.rsplit_once('/').unwrap_or(("", before));
    let Ok(entries) = fs::read_dir(format!("{parent}/")) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(start)).collect();
    let version = |name: &String| -> u32 {
        name.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
    };
    names.sort_by_key(|name| std::cmp::Reverse(version(name)));
    names.into_iter().map(|name| format!("{parent}/{name}{after}").into()).collect()
}

/// `apt-get`, if it is there and we may use it without a password.
fn apt_get() -> Option<Command> {
    let apt = find("apt-get")?;
    let mut command = if is_root() {
        command(apt)
    } else {
        let mut sudo = command(find("sudo")?);
        let allowed = Command::new(sudo.get_program())
            .args(["-n", "true"])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !allowed.is_ok_and(|status| status.success()) {
            return None;
        }
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive"]).arg(apt);
        sudo
    };
    command.arg("--yes").env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}

/// Whether we are root.
pub(crate) fn is_root() -> bool {
    process::read(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;
    use std::fs::{create_dir_all, remove_dir_all};
    use std::process::id;

    use super::matching;

    #[test]
    fn the_newest_version_comes_first() {
        let top = temp_dir().join(format!("onevoice-matching-{}", id()));
        for version in ["9", "15", "17", "other"] {
            create_dir_all(top.join(version).join("bin")).unwrap();
        }
        let found = matching(&format!("{}/*/bin", top.display()));
        remove_dir_all(&top).unwrap();
        assert_eq!(found.first(), Some(&top.join("17/bin")));
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_pattern_without_a_star_is_itself() {
        assert_eq!(
            matching("/usr/lib/chromium"),
            ["/usr/lib/chromium".into()] as [std::path::PathBuf; 1]
        );
    }
}
