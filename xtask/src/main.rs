//! `cargo xtask`: every task of a developer, the same on a laptop and in CI.
//!
//! Everyone compiles this crate before anything else, so it has next to no dependencies.

mod args;
mod bench;
mod brief;
mod dev;
mod local;
mod migration;
mod pack;
mod postgres;
mod process;
mod programs;
mod progress;
mod redis;
mod run;
mod service;
mod split;
mod steps;
mod tail;
mod test;
mod tools;
mod versions;
mod web_build;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
Tasks of Onevoice. `cargo xtask <task> --help` tells more about one.

  run                 build everything and start it: the inbox and a simulated customer's phone
  dev                 the same, and rebuild whatever you edit
  check               formatting, lints and the tests on SQLite, before a commit
  test                everything that CI tests, installing what it needs where it may
  build               the release: one binary with the web app inside
  bench ui            how fast the app is with a large database
  migration <name>    a new migration, for both databases";

fn main() -> ExitCode {
    process::catch_interrupts();
    let words: Vec<String> = env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\n{} {problem:#}", progress::red("error:"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Result<()> {
    let Some((task, rest)) = words.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    match task.as_str() {
        "run" => run::run(rest),
        "dev" => dev::dev(rest),
        "check" => test::check(rest),
        "test" => test::test(rest),
        "build" => web_build::release(rest),
        "bench" => bench::bench(rest),
        "migration" => migration::create(rest),
        "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no task `{other}`\n\n{HELP}"),
    }
}

/// The top of the repository, wherever the task was called from.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("xtask lies one folder below the top").to_owned()
}

/// Where cargo puts what it builds.
pub(crate) fn target_dir() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}
