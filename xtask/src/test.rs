//! `cargo xtask test` and `check`: step after step, all of them even if one fails, and a summary at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::args::Args;
use crate::process::interrupted;
use crate::progress::{bold, dim, green, red, seconds};
use crate::steps::{Outcome, STEPS, Step};

const HELP: &str = "\
cargo xtask test

Everything that CI tests. PostgreSQL, Redis, Chromium and Node.js are installed with apt where that is allowed,
and the databases are private ones that are gone afterwards.

  --only a,b   these steps alone
  --skip a,b   all but these
  --list       the steps";

const CHECK_HELP: &str = "\
cargo xtask check

Formatting, lints for server and browser, and the tests on SQLite: what to run before a commit.";

/// What `check` does.
const CHECK: [&str; 4] = ["fmt", "clippy", "clippy-wasm", "sqlite"];

pub(crate) fn test(words: &[String]) -> Result<()> {
    let Some(mut args) = Args::new(words, HELP) else { return Ok(()) };
    if args.flag("--list") {
        for step in &STEPS {
            println!("{:12} {}", step.name, step.what);
        }
        return Ok(());
    }
    let only = args.list("--only")?;
    let skip = args.list("--skip")?.unwrap_or_default();
    args.end()?;
    for name in only.iter().flatten().chain(&skip) {
        if !STEPS.iter().any(|step| step.name == name) {
            bail!("there is no step `{name}`; --list shows them");
        }
    }
    let chosen = |step: &&Step| {
        let among = |names: &[String]| names.iter().any(|name| name == step.name);
        only.as_deref().is_none_or(among) && !among(&skip)
    };
    all(&STEPS.iter().filter(chosen).collect::<Vec<_>>())
}

pub(crate) fn check(words: &[String]) -> Result<()> {
    let Some(args) = Args::new(words, CHECK_HELP) else { return Ok(()) };
    args.end()?;
    all(&STEPS.iter().filter(|step| CHECK.contains(&step.name)).collect::<Vec<_>>())
}

/// How one step went.
struct Report {
    step: &'static str,
    outcome: Result<Outcome>,
    took: Duration,
}

/// Does all steps and fails at the end, so that one run tells everything.
fn all(steps: &[&Step]) -> Result<()> {
    let mut reports = Vec::new();
    for (number, step) in (1..).zip(steps) {
        let title = format!("[{number}/{}] {}:", steps.len(), step.name);
        println!("\n{} {}", bold(&title), step.what);
        let start = Instant::now();
        let outcome = (step.work)();
        if let Err(problem) = &outcome {
            println!("      {} {problem:#}", red("failed:"));
        }
        reports.push(Report { step: step.name, outcome, took: start.elapsed() });
        if interrupted() {
            break;
        }
    }
    summarize(&reports, steps.len())
}

fn summarize(reports: &[Report], wanted: usize) -> Result<()> {
    println!("\n{:12} {:8} time", "step", "result");
    for Report { step, outcome, took } in reports {
        let (result, remark) = match outcome {
            Ok(Outcome::Passed) => (green("passed  "), String::new()),
            Ok(Outcome::Partly(missing)) => (green("passed  "), format!("  but {missing}")),
            Err(_) => (red("failed  "), String::new()),
        };
        println!("{step:12} {result} {}{}", seconds(*took), dim(&remark));
    }
    let total = reports.iter().map(|report| report.took).sum();
    println!("{:12} {:8} {}", "all", "", seconds(total));
    let failed = reports.iter().filter(|report| report.outcome.is_err()).count();
    println!("\nsteps: {} passed, {failed} failed", reports.len() - failed);
    if reports.len() < wanted {
        bail!("interrupted; {} steps were not begun", wanted - reports.len());
    }
    if failed > 0 {
        bail!("{failed} of {wanted} steps failed");
    }
    Ok(())
}
