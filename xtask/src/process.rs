//! Other programs: finding them, running them to their end, and stopping all when a person says so.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, exit};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};

use crate::progress;

/// How often Ctrl-C or a termination signal came.
static INTERRUPTS: AtomicU32 = AtomicU32::new(0);

/// The program that `run` waits for.
static FOREGROUND: Mutex<Option<u32>> = Mutex::new(None);

/// Makes Ctrl-C a flag that tasks look at, so that they end by themselves and clean up.
pub(crate) fn catch_interrupts() {
    ctrlc::set_handler(|| {
        // Somebody who insists gets out, even if something hangs.
        if INTERRUPTS.fetch_add(1, Ordering::SeqCst) >= 2 {
            exit(130);
        }
        if let Ok(Some(pid)) = FOREGROUND.lock().as_deref() {
            ask_to_stop(*pid);
        }
    })
    .expect("no other handler is set");
}

/// Whether someone asked this task to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTS.load(Ordering::SeqCst) > 0
}

/// An error if someone asked this task to stop.
pub(crate) fn go_on() -> Result<()> {
    if interrupted() {
        bail!("interrupted");
    }
    Ok(())
}

/// Sends SIGTERM. The shell's own `kill` is on every machine; the program is not.
pub(crate) fn ask_to_stop(pid: u32) {
    let script = "kill -TERM \"$1\" 2>/dev/null";
    // A process that has just ended is one that stopped.
    let _ = Command::new("sh").args(["-c", script, "kill", &pid.to_string()]).status();
}

/// A program to be started at the top of the repository, as if from a shell there.
///
/// What cargo told xtask about xtask is taken away: build scripts that look at it would think that something changed,
/// and build again.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::root());
    for (name, _) in env::vars_os() {
        let known = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|p| known.starts_with(p)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Cargo, of the toolchain that runs xtask.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    cargo
}

/// Runs a program to its end with our output, and says which one failed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    run_with(command, || ())
}

/// Runs a program to its end, with something to do while it works.
pub(crate) fn run_with(command: &mut Command, meanwhile: impl FnOnce()) -> Result<()> {
    go_on()?;
    progress::note(&progress::dim(&format!("$ {}", line(command))));
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("could not start {}", command.get_program().display()))?;
    *FOREGROUND.lock().expect("nothing panics with the lock") = Some(child.id());
    // Whoever reads a pipe from it must see its end when it ends, not when we forget the command.
    command.stdout(Stdio::inherit()).stderr(Stdio::inherit());
    meanwhile();
    let status = child.wait();
    *FOREGROUND.lock().expect("nothing panics with the lock") = None;
    go_on()?;
    let status = status.context("the program could not be waited for")?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What a program prints on its standard output, if it ends well.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("could not start {}", command.get_program().display()))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({})\n{}", line(command), output.status, complaint.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Where on the PATH a program lies.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(program)).find(|file| is_executable(file))
}

/// Whether a file could be run.
pub(crate) fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

/// A command as one would type it, without its folders.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{command, find, line, read, run};

    #[test]
    fn what_is_on_the_path_is_found() {
        assert!(find("sh").is_some());
        assert!(find("no-such-program").is_none());
    }

    #[test]
    fn a_failure_names_the_command() {
        let failure = run(command("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert!(failure.contains("sh -c exit 3"), "{failure}");
    }

    #[test]
    fn a_program_learns_nothing_of_xtask() {
        let variables = read(&mut command("env")).unwrap();
        assert!(!variables.contains("CARGO_MANIFEST_DIR="), "{variables}");
    }

    #[test]
    fn a_line_leaves_out_the_folders_of_the_program() {
        assert_eq!(line(command("/usr/bin/env").arg("true")), "env true");
    }
}
