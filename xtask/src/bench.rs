//! `cargo xtask bench`: measures, says how each figure stands to its goal, and fails where one is missed.

mod calls;
mod live;
mod ui;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::progress::{self, bold, green, red};

const HELP: &str = "\
cargo xtask bench live

How soon colleagues see what somebody does, and how long it takes until 5,000 tabs that come at once are all told what they
missed: one server on SQLite, two on PostgreSQL and Redis.

cargo xtask bench allocation

How soon who has room is given somebody while 5,000 wait: the same servers.

cargo xtask bench ui

How fast the app is, in Chromium, with 100,000 open conversations, 1,000,000 contacts and 5,000,000 messages. To fill the
database takes minutes, and some GB of the disk for temporary files.

  --open <n>             open conversations
  --contacts <n>         contacts
  --messages <n>         messages
  --minutes <n>          how long the memory of the tab is looked at (3)

cargo xtask bench calls

What calls cost, with both of their ends on this machine: how soon both hear each other, what is lost with 100 at once,
processor and memory. It takes no database.

Of all:

  --database <kind>      sqlite or postgres (both, one after the other)
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
    let plain = match kind.as_str() {
        "live" | "allocation" | "calls" => true,
        "ui" => false,
        _ => bail!("there is no benchmark `{kind}`\n\n{HELP}"),
    };
    let Some(mut args) = Args::new(rest, HELP) else { return Ok(()) };
    let json = args.flag("--json");
    let databases = match args.value("--database")?.as_deref() {
        _ if kind == "calls" => vec!["one machine"],
        None => vec!["sqlite", "postgres"],
        Some("sqlite") => vec!["sqlite"],
        Some("postgres") => vec!["postgres"],
        Some(other) => bail!("there is no database `{other}`: sqlite or postgres"),
    };
    let mut sizes = Vec::new();
    for (flag, variable) in if plain { &[][..] } else { &SIZES[..] } {
        if let Some(value) = args.value(flag)? {
            let number: u64 =
                value.parse().map_err(|_| anyhow::anyhow!("{flag}: `{value}` is no number"))?;
            sizes.push((*variable, number.to_string()));
        }
    }
    args.end()?;
    if json {
        progress::stand_aside();
    }
    let mut missed = 0;
    for database in databases {
        let figures = match kind.as_str() {
            "calls" => calls::measure()?,
            "live" | "allocation" => live::measure(kind, database)?,
            _ => ui::measure(database, &sizes)?,
        };
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

/// The figures of a benchmark, of which there is at least one.
fn read(lines: &str) -> Result<Vec<Figure>> {
    let figures: Vec<_> = lines.lines().filter_map(Figure::read).collect();
    if figures.is_empty() {
        bail!("nothing was measured");
    }
    Ok(figures)
}
