//! Presence and locks from one socket to others, and everybody coming back at once; or allocation while thousands wait.
//! Servers and clients are in one process.

use anyhow::Result;

use super::{Figure, read};
use crate::postgres::Postgres;
use crate::process::{self, cargo};
use crate::redis::Redis;
use crate::steps::{TEST_POSTGRES, TEST_REDIS};

/// Runs the benchmark: on SQLite with one server, on PostgreSQL and Redis with two.
pub(super) fn measure(what: &str, database: &str) -> Result<Vec<Figure>> {
    let (postgres, redis) = (Postgres::start()?, Redis::start()?);
    let words = ["bench", "--locked", "--package", "server", "--bench", "live"];
    process::run(cargo(&words).arg("--no-run"))?;
    let mut bench = cargo(&words);
    bench.env("ONEVOICE_BENCH", what).env("ONEVOICE_BENCH_DATABASE", database);
    bench.env(TEST_POSTGRES, postgres.url()).env(TEST_REDIS, redis.url());
    read(&process::read(&mut bench)?)
}
