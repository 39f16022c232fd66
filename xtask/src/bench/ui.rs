//! The app in Chromium, with a large database.

use std::fs;
use std::io::stderr;

use anyhow::Result;

use super::{Figure, read};
use crate::postgres::Postgres;
use crate::process::{self, cargo, command};
use crate::programs::{CHROMIUM, npm};
use crate::steps::{TEST_POSTGRES, modules};
use crate::tools::with_path;
use crate::web_build;

/// Runs the benchmark on one database; gives its figures.
pub(super) fn measure(database: &str, sizes: &[(&str, String)]) -> Result<Vec<Figure>> {
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
    read(&fs::read_to_string(&figures)?)
}
