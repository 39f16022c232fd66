//! A new migration: the same folder for both databases, so that neither is forgotten.

use std::fs::{create_dir_all, write};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::args::Args;

const HELP: &str = "\
cargo xtask migration <name>

Makes migrations/{sqlite,postgres}/<time>_<name>/{up,down}.sql. The name says what changes: snoozed_until.";

pub(crate) fn create(words: &[String]) -> Result<()> {
    let Some(mut args) = Args::new(words, HELP) else { return Ok(()) };
    let Some(name) = args.word() else { bail!("which migration?\n\n{HELP}") };
    args.end()?;
    if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        bail!("`{name}`: a migration is named in lower-case letters, digits and underscores");
    }
    #[expect(clippy::disallowed_methods, reason = "the time of a person, not of a test")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?;
    let folder = format!("{}_{name}", timestamp(now.as_secs()));
    for database in ["sqlite", "postgres"] {
        let path = crate::root().join("migrations").join(database).join(&folder);
        create_dir_all(&path).with_context(|| format!("could not create {}", path.display()))?;
        for file in ["up.sql", "down.sql"] {
            write(path.join(file), "")?;
            println!("migrations/{database}/{folder}/{file}");
        }
    }
    Ok(())
}

/// Seconds since 1970 as Diesel writes the time of a migration: `2026-11-21-094500`, in UTC.
fn timestamp(seconds: u64) -> String {
    let (mut days, rest) = (seconds / 86_400, seconds % 86_400);
    let mut year = 1970;
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year}-{month:02}-{:02}-{hour:02}{minute:02}{second:02}", days + 1)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn a_time_is_written_in_utc() {
        assert_eq!(timestamp(0), "1970-01-01-000000");
        assert_eq!(timestamp(951_826_154), "2000-02-29-120914");
        assert_eq!(timestamp(1_798_761_599), "2026-12-31-235959");
        assert_eq!(timestamp(1_798_761_600), "2027-01-01-000000");
    }
}
