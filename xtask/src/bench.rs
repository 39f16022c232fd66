//! `cargo xtask bench`: measures, says how each figure stands to its goal, and fails where one is missed.

use std::fs;
use std::io::stderr;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::postgres::Postgres;
use crate::process::{self, cargo, command};
use crate::programs::{CHROMIUM, npm};
use crate::progress::{self, bold, green, red};
use crate::steps::{TEST_POSTGRES, modules};
use crate::tools::with_path;
use crate::web_build;

const HELP: &str = "\
cargo xtask bench ui

How fast the app is, in Chromium, with 100,000 open conversations, 1,000,000 contacts and 5,000,000 messages. To fill the
database takes minutes, and some GB of the disk for temporary files.

  --database <kind>      sqlite or postgres (both, one after the other)
  --open <n>             open conversations
  --contacts <n>         contacts
  --messages <n>         messages
  --minutes <n>          how long the memory of the tab is looked at (3)
  --json                 one line of JSON for each figure, and nothing else on standard output";

/// What can be set, and the variable that the benchmark reads it from.
const SIZES: [(&str, &str); 4] = [
    ("--open", "ONEVOICE_BENCH_OPEN"),
    ("--contacts", "ONEVOICE_BENCH_CONTACTS"),
    ("--messages", "ONEVOICE_BENCH_MESSAGES"),
    ("--minutes", "ONEVOICE_BENCH_MINUTES"),
];

pub(crate) fn bench(words: &[String]) -> Result<()> {
    let Some((kind, rest)) = words.split_first().filter(|(kind, _)| !kind.starts_with('-')) else {
        println!("{HELP}");
        return Ok(());
    };
    if kind != "ui" {
        bail!("there is no benchmark `{kind}`\n\n{HELP}");
    }
    let Some(mut args) = Args::new(rest, HELP) else { return Ok(()) };
    let json = args.flag("--json");
    let databases = match args.value("--database")?.as_deref() {
        None => vec!["sqlite", "postgres"],
        Some("sqlite") => vec!["sqlite"],
        Some("postgres") => vec!["postgres"],
        Some(other) => bail!("there is no database `{other}`: sqlite or postgres"),
    };
    let mut sizes = Vec::new();
    for (flag, variable) in SIZES {
        if let Some(value) = args.value(flag)? {
            let number: u64 =
                value.parse().map_err(|_| anyhow::anyhow!("{flag}: `{value}` is no number"))?;
            sizes.push((variable, number.to_string()));
        }
    }
    args.end()?;
    if json {
        progress::stand_aside();
    }
    let mut missed = 0;
    for database in databases {
        let figures = ui(database, &sizes)?;
        if !json {
            println!("\n{}", bold(&format!("{:60} {:>12} {:>12}", database, "measured", "goal")));
        }
        for figure in &figures {
            println!("{}", if json { figure.json(database) } else { figure.row() });
        }
        missed += figures.iter().filter(|it| !it.ok).count();
    }
    if missed > 0 {
        bail!("{missed} figures miss their goals");
    }
    Ok(())
}

/// Something that was measured; at most its goal is good.
struct Figure {
    name: String,
    value: String,
    unit: String,
    goal: String,
    ok: bool,
}

impl Figure {
    /// From a line of the benchmark: name, value, unit and goal, and whether it is reached, with tabs between them.
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t').map(str::to_owned);
        let mut next = || parts.next();
        let (name, value, unit, goal) = (next()?, next()?, next()?, next()?);
        Some(Self { name, value, unit, goal, ok: next()? == "true" })
    }

    fn json(&self, database: &str) -> String {
        let Self { name, value, unit, goal, ok } = self;
        format!(
            "{{\"name\":\"{name} ({database})\",\"value\":{value},\"unit\":\"{unit}\",\"goal\":{goal},\"ok\":{ok}}}"
        )
    }

    fn row(&self) -> String {
        let Self { name, value, unit, goal, ok } = self;
        let verdict = if *ok { green("ok") } else { red("missed") };
        format!(
            "{name:60} {:>12} {:>12}  {verdict}",
            format!("{value} {unit}"),
            format!("{goal} {unit}")
        )
    }
}

/// Runs the benchmark on one database; gives its figures.
fn ui(database: &str, sizes: &[(&str, String)]) -> Result<Vec<Figure>> {
    let npm = npm()?;
    let chromium = CHROMIUM.require()?;
    web_build::ensure()?;
    process::run(&mut cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        "server",
        "--bins",
        "--examples",
    ]))?;
    process::run(&mut cargo(&["build", "--release", "--locked", "--package", "simulator"]))?;
    let folder = crate::root().join("e2e");
    modules(&npm, &folder)?;
    let postgres = Postgres::start()?;
    let figures = crate::target_dir().join(format!("bench-ui-{database}.tsv"));
    if figures.exists() {
        fs::remove_file(&figures)?;
    }
    let release = |name: &str| crate::target_dir().join("release").join(name);
    let mut playwright = command(folder.join("node_modules/.bin/playwright"));
    playwright
        .args(["test", "--config", "bench.config.ts"])
        .current_dir(&folder)
        .env("CHROMIUM", chromium)
        .env(TEST_POSTGRES, postgres.url())
        .env("ONEVOICE_TEST_SERVER", release("onevoice"))
        .env("ONEVOICE_TEST_SIMULATOR", release("simulator"))
        .env("ONEVOICE_BENCH_SEED", release("examples").join("seed"))
        .env("ONEVOICE_BENCH_DATABASE", database)
        .env("ONEVOICE_BENCH_FIGURES", &figures)
        .env("ONEVOICE_SITE_DIR", web_build::dist())
        .envs(sizes.iter().map(|(name, value)| (*name, value)));
    with_path(&mut playwright, &[postgres.programs().to_owned()])?;
    // What it says of itself is for people, and standard output for whoever reads the figures.
    playwright.stdout(stderr());
    process::run(&mut playwright)?;
    let lines = fs::read_to_string(&figures)?;
    let figures: Vec<_> = lines.lines().filter_map(Figure::read).collect();
    if figures.is_empty() {
        bail!("nothing was measured");
    }
    Ok(figures)
}
