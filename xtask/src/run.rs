//! `cargo xtask run`: from a clean clone to two browser tabs that talk to each other.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::args::Args;
use crate::local::{FLAGS, Local, Settings};
use crate::process::interrupted;
use crate::progress::{Steps, bold, note, seconds};
use crate::web_build;

const HELP: &str = "\
cargo xtask run

Builds the web app, the server and the WhatsApp simulator, and starts them. The database is SQLite in ./data. What is
missing is installed first; that and the first build take minutes, the next start takes seconds. Ctrl-C stops all.

";

pub(crate) fn run(words: &[String]) -> Result<()> {
    let Some(mut args) = Args::new(words, &format!("{HELP}{FLAGS}")) else { return Ok(()) };
    let settings = Settings::from_args(&mut args)?;
    args.end()?;
    settings.check_ports()?;

    let start = Instant::now();
    let fresh = web_build::is_fresh()?;
    let mut steps = Steps::new(if fresh { 3 } else { web_build::STEPS + 2 });
    if fresh {
        steps.step("Web app", "looking whether its sources changed", || {
            note("nothing changed since the last build");
            Ok(())
        })?;
    } else {
        web_build::build(&mut steps)?;
    }
    steps.step("Server and simulator", "compiling both", Local::build)?;
    let local = steps.step("Start", "waiting until both answer", || Local::start(&settings))?;

    println!("\n{}", bold(&format!("Onevoice runs, after {}.", seconds(start.elapsed()))));
    print_places(&settings, &local);
    attend(local)
}

/// Where to go now.
pub(crate) fn print_places(settings: &Settings, local: &Local) {
    println!("\n  The inbox             {}", settings.inbox);
    println!("  A customer's phone    http://localhost:{}", settings.phone.port());
    match local.setup_link() {
        Some(link) => println!("  Make your account     {link}  (works once)"),
        None => println!("  Sign in with the account that you made before."),
    }
    println!("\nCtrl-C stops everything.\n");
}

/// Stays until someone interrupts or something dies.
fn attend(mut local: Local) -> Result<()> {
    while !interrupted() {
        local.must_live()?;
        sleep(Duration::from_millis(200));
    }
    println!();
    local.stop();
    Ok(())
}
