//! The sound of many calls: both of their ends and what is between them in one process.

use anyhow::Result;

use super::{Figure, read};
use crate::process::{self, cargo};

/// Runs the benchmark.
pub(super) fn measure() -> Result<Vec<Figure>> {
    let words = ["bench", "--locked", "--package", "sound", "--bench", "calls"];
    process::run(cargo(&words).arg("--no-run"))?;
    read(&process::read(&mut cargo(&words))?)
}
