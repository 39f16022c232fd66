//! The steps of `cargo xtask test`, each of which can be done alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::local::{Local, binary};
use crate::postgres::Postgres;
use crate::process::{self, cargo, command, find};
use crate::programs::{CHROMEDRIVER, CHROMIUM, npm};
use crate::progress::note;
use crate::redis::Redis;
use crate::tools::{self, WASM, with_path};
use crate::web_build;

/// One thing that `test` does.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) work: fn() -> Result<Outcome>,
}

/// How a step ended that did not fail.
pub(crate) enum Outcome {
    Passed,
    /// What could be done passed; this could not be done here.
    Partly(&'static str),
}

/// In the order in which they tell most for the least waiting.
pub(crate) const STEPS: [Step; 10] = [
    Step { name: "fmt", what: "formatting", work: fmt },
    Step { name: "clippy", what: "lints of what runs on the server", work: clippy },
    Step { name: "clippy-wasm", what: "lints of what runs in the browser", work: clippy_wasm },
    Step { name: "doc", what: "documentation, its links included", work: doc },
    Step {
        name: "deny",
        what: "licences, sources and advisories of what we depend on",
        work: deny,
    },
    Step { name: "sqlite", what: "tests, on SQLite where they need a database", work: sqlite },
    Step {
        name: "postgres",
        what: "the same stories on PostgreSQL, with Redis where there are two nodes",
        work: postgres,
    },
    Step { name: "wasm", what: "tests of the web app in Chromium", work: wasm },
    Step { name: "web", what: "the web app as it is released", work: web },
    Step { name: "journeys", what: "what a person does, in Chromium", work: journeys },
];

/// Variables by which server tests find the databases that they may use.
pub(crate) const TEST_POSTGRES: &str = "ONEVOICE_TEST_POSTGRES";
pub(crate) const TEST_REDIS: &str = "ONEVOICE_TEST_REDIS";

/// What holds for everything that runs on the server: all but the web app.
const NATIVE: [&str; 4] = ["--locked", "--workspace", "--exclude", "web"];

fn passed(mut command: Command) -> Result<Outcome> {
    process::run(&mut command)?;
    Ok(Outcome::Passed)
}

fn fmt() -> Result<Outcome> {
    passed(cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<Outcome> {
    let mut clippy = cargo(&["clippy"]);
    clippy.args(NATIVE).args(["--all-targets", "--", "-D", "warnings"]);
    passed(clippy)
}

fn clippy_wasm() -> Result<Outcome> {
    tools::wasm_target()?;
    let mut clippy = cargo(&["clippy", "--locked", "--package", "web", "--package", "shared"]);
    clippy.args(["--target", WASM, "--all-targets", "--", "-D", "warnings"]);
    passed(clippy)
}

fn doc() -> Result<Outcome> {
    let mut doc = cargo(&[
        "doc",
        "--locked",
        "--no-deps",
        "--package",
        "shared",
        "--package",
        "sound",
        "--package",
        "server",
    ]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    passed(doc)
}

fn deny() -> Result<Outcome> {
    public_registries_only()?;
    let program = tools::deny()?.join("cargo-deny");
    let check = |what: &[&str]| process::run(command(&program).arg("check").args(what));
    check(&["licenses", "bans", "sources"])?;
    let mut database = command("git");
    database.args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=20", "ls-remote"]);
    database
        .args(["https://github.com/RustSec/advisory-db", "HEAD"])
        .env("GIT_TERMINAL_PROMPT", "0");
    if process::read(&mut database).is_err() {
        return Ok(Outcome::Partly("the database of advisories cannot be reached from here"));
    }
    check(&["advisories"])?;
    Ok(Outcome::Passed)
}

/// Lock files must not name somebody's mirror: others cannot reach it.
fn public_registries_only() -> Result<()> {
    for (file, mark, public) in [
        ("Cargo.lock", "source = \"", "registry+https://github.com/rust-lang/crates.io-index"),
        ("e2e/package-lock.json", "\"resolved\": \"", "https://registry.npmjs.org/"),
    ] {
        let text = fs::read_to_string(crate::root().join(file)).with_context(|| file.to_owned())?;
        let sources = text.lines().filter_map(|line| line.trim_start().strip_prefix(mark));
        if let Some(other) = sources.into_iter().find(|source| !source.starts_with(public)) {
            bail!("{file} names a source that is not public: {other}");
        }
    }
    Ok(())
}

/// What follows the name of a test that needs PostgreSQL, and perhaps Redis. One that is named otherwise fails on SQLite.
const ON_POSTGRES: &str = "on_postgres";

fn sqlite() -> Result<Outcome> {
    let without =
        |mut tests: Command| process::run(tests.env_remove(TEST_POSTGRES).env_remove(TEST_REDIS));
    // What nextest leaves out.
    let mut doc = cargo(&["test", "--doc"]);
    doc.args(NATIVE);
    without(doc)?;
    without(tests(&["--skip", ON_POSTGRES]))?;
    Ok(Outcome::Passed)
}

fn postgres() -> Result<Outcome> {
    let postgres = Postgres::start()?;
    let redis = Redis::start()?;
    note(&format!("PostgreSQL and Redis of our own: {} {}", postgres.url(), redis.url()));
    let mut tests = tests(&[ON_POSTGRES]);
    tests.env(TEST_POSTGRES, postgres.url()).env(TEST_REDIS, redis.url());
    passed(tests)
}

/// The tests that `filter` leaves, but those of the documentation and of the web app.
fn tests(filter: &[&str]) -> Command {
    let mut tests = if find("cargo-nextest").is_some() {
        cargo(&["nextest", "run", "--no-fail-fast"])
    } else {
        cargo(&["test", "--no-fail-fast", "--all-targets"])
    };
    tests.args(NATIVE).arg("--").args(filter);
    tests
}

fn wasm() -> Result<Outcome> {
    tools::wasm_target()?;
    let runner = tools::wasm_bindgen()?.join("wasm-bindgen-test-runner");
    let chromium = CHROMIUM.require()?;
    let chromedriver = CHROMEDRIVER.require()?;
    // As root, in a container or in CI, Chromium's own sandbox and services have nothing to stand on.
    let driver = web_build::state_dir().join("webdriver.json");
    let options = format!(
        r#"{{"goog:chromeOptions":{{"binary":"{}","args":["--headless=new","--no-sandbox","--disable-gpu","--disable-dev-shm-usage","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"]}}}}"#,
        chromium.display()
    );
    fs::create_dir_all(web_build::state_dir())?;
    fs::write(&driver, options)?;
    let mut tests = cargo(&["test", "--locked", "--package", "web", "--target", WASM]);
    tests
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", chromedriver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    passed(tests)
}

fn web() -> Result<Outcome> {
    web_build::ensure()?;
    Ok(Outcome::Passed)
}

fn journeys() -> Result<Outcome> {
    let npm = npm()?;
    let chromium = CHROMIUM.require()?;
    web_build::ensure()?;
    Local::build()?;
    let folder = crate::root().join("e2e");
    modules(&npm, &folder)?;
    let postgres = Postgres::start()?;
    let mut playwright = command(folder.join("node_modules/.bin/playwright"));
    playwright
        .arg("test")
        .current_dir(&folder)
        .env("CHROMIUM", chromium)
        .env(TEST_POSTGRES, postgres.url())
        .env("ONEVOICE_TEST_SERVER", binary("onevoice"))
        .env("ONEVOICE_TEST_SIMULATOR", binary("simulator"))
        .env("ONEVOICE_SITE_DIR", web_build::dist());
    with_path(&mut playwright, &[postgres.programs().to_owned()])?;
    passed(playwright)
}

/// What the browser tests need from npm, when it is not there or of another time.
pub(crate) fn modules(npm: &Path, folder: &Path) -> Result<()> {
    let kept = folder.join("node_modules/.package-lock.json");
    if modified(&kept)? < modified(&folder.join("package-lock.json"))? {
        process::run(command(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    }
    Ok(())
}

/// When a file was last written; never, if it does not exist.
fn modified(file: &Path) -> Result<Option<std::time::SystemTime>> {
    match fs::metadata(file) {
        Ok(found) => Ok(Some(found.modified()?)),
        Err(_) => Ok(None),
    }
}
