//! `cargo xtask dev`: everything runs, and what you edit is built and started again.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Result, bail};

use crate::args::Args;
use crate::local::{FLAGS, Local, Settings};
use crate::process::interrupted;
use crate::progress::{Steps, red};
use crate::run::print_places;
use crate::service::{Service, print_line};
use crate::web_build;

const HELP: &str = "\
cargo xtask dev

Starts server, simulator and Trunk. An edit under web/ or shared/ is in the browser after seconds; one under server/,
shared/, sound/, e2e/simulator/ or migrations/ starts server and simulator anew. Ctrl-C stops all.

";

/// Where Trunk serves the web app, and where it looks for the server; Trunk.toml says the same.
const TRUNK_PORT: u16 = 8081;
const SERVER_PORT: u16 = 8080;

/// What server and simulator are made of.
const SOURCES: [&str; 6] =
    ["server", "shared", "sound", "e2e/simulator", "migrations", "Cargo.lock"];

pub(crate) fn dev(words: &[String]) -> Result<()> {
    let Some(mut args) = Args::new(words, &format!("{HELP}{FLAGS}")) else { return Ok(()) };
    let mut settings = Settings::from_args(&mut args)?;
    args.end()?;
    if settings.server.port() != SERVER_PORT {
        bail!("with `dev` the server listens on {SERVER_PORT}, where Trunk.toml looks for it");
    }
    settings.check_ports()?;
    settings.inbox = format!("http://localhost:{TRUNK_PORT}");

    let mut steps = Steps::new(web_build::STEPS + 1);
    let folders = web_build::tools(&mut steps)?;
    let sources = newest();
    steps.step("Server and simulator", "compiling both", Local::build)?;
    let local = steps.step("Start", "waiting until both answer", || Local::start(&settings))?;
    let dist = crate::target_dir().join("web-dev");
    fs::create_dir_all(&dist)?;
    let mut serve = web_build::trunk(&["serve"], &folders)?;
    serve.arg("--dist").arg(&dist);
    let mut trunk = Service::start("trunk", &mut serve, |line| print_line("trunk", line))?;
    print_places(&settings, &local);
    follow(&settings, local, &mut trunk, sources)
}

/// Builds and starts both again after each edit. What does not compile or start waits for the next edit.
fn follow(
    settings: &Settings,
    local: Local,
    trunk: &mut Service,
    mut built: Option<SystemTime>,
) -> Result<()> {
    let mut local = Some(local);
    while !interrupted() {
        trunk.must_live()?;
        if let Some(Err(problem)) = local.as_mut().map(Local::must_live) {
            println!("{} {problem:#}", red("stopped:"));
            local = None;
        }
        let sources = newest();
        if sources == built {
            sleep(Duration::from_millis(500));
            continue;
        }
        built = sources;
        let again = Local::build().and_then(|()| {
            local.take().into_iter().for_each(Local::stop);
            Local::start(settings)
        });
        match again {
            Ok(started) => local = Some(started),
            Err(problem) => println!("{} {problem:#}", red("not started:")),
        }
    }
    println!();
    local.into_iter().for_each(Local::stop);
    Ok(())
}

/// When a source was last written.
fn newest() -> Option<SystemTime> {
    SOURCES.iter().filter_map(|source| newest_under(&crate::root().join(source))).max()
}

fn newest_under(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).ok()?.modified().ok();
    let Ok(entries) = fs::read_dir(path) else { return own };
    entries.flatten().filter_map(|entry| newest_under(&entry.path())).max().max(own)
}
