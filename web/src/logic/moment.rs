//! A time to come, as somebody writes it: `tomorrow 9`, `in 3 hours`, `fri 14:00`. It knows no calendar: what day it is,
//! the browser knows.

use shared::time::Millis;

/// The hour at which a day begins, where nobody says one.
pub const MORNING: u32 = 9;

/// A time to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// From now.
    In(Millis),
    /// At this hour and minute of a day.
    At(Day, u32, u32),
}

/// A day to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Today, or tomorrow when the time is over.
    Next,
    /// So many days from today.
    Away(u32),
    /// The next one of this name, Sunday being 0.
    Week(u32),
    /// Year, month from 1, day from 1.
    Date(u32, u32, u32),
}

/// What the words mean; `None` when they mean nothing that we know.
pub fn moment(words: &str) -> Option<Moment> {
    let words = words.trim().to_lowercase().replace(',', " ");
    let mut words: Vec<&str> =
        words.split_whitespace().filter(|it| !matches!(*it, "at" | "on" | "next")).collect();
    if words.first() == Some(&"in") {
        words.remove(0);
        return span(&words).map(Moment::In);
    }
    if let Some(it) = span(&words) {
        return Some(Moment::In(it));
    }
    let (day, used, hour) = match words.as_slice() {
        ["tonight", ..] => (Day::Away(0), 1, 20),
        ["this", "morning", ..] => (Day::Away(0), 2, MORNING),
        ["this", "afternoon", ..] => (Day::Away(0), 2, 14),
        ["this", "evening", ..] => (Day::Away(0), 2, 18),
        ["today", ..] => (Day::Away(0), 1, 18),
        ["tomorrow" | "tmr", ..] => (Day::Away(1), 1, MORNING),
        ["week", ..] => (Day::Week(1), 1, MORNING),
        [word, ..] => match weekday(word).map(Day::Week).or_else(|| date(word)) {
            Some(day) => (day, 1, MORNING),
            None => (Day::Next, 0, MORNING),
        },
        [] => return None,
    };
    let (hour, minute) = match words.get(used..)? {
        [] if used > 0 => (hour, 0),
        ["morning"] => (MORNING, 0),
        ["noon"] => (12, 0),
        ["afternoon"] => (14, 0),
        ["evening"] => (18, 0),
        time => clock(&time.concat())?,
    };
    Some(Moment::At(day, hour, minute))
}

/// `3 hours`, `90 min`, `2d`, `an hour`.
fn span(words: &[&str]) -> Option<Millis> {
    let all = words.concat();
    let split = all.find(|it: char| !it.is_ascii_digit())?;
    let (count, unit) = match all.split_at(split) {
        ("", unit) => (1, unit.strip_prefix("an").or_else(|| unit.strip_prefix('a'))?),
        (count, unit) => (count.parse::<u32>().ok().filter(|it| *it > 0)?, unit),
    };
    let one = match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => Millis::minutes(1),
        "h" | "hr" | "hrs" | "hour" | "hours" => Millis::hours(1),
        "d" | "day" | "days" => Millis::days(1),
        "w" | "week" | "weeks" => Millis::days(7),
        _ => return None,
    };
    Some(Millis(one.0.checked_mul(i64::from(count))?))
}

fn weekday(word: &str) -> Option<u32> {
    let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    let found = |it: &&str| word.len() >= 3 && it.starts_with(word);
    (0..).zip(names).find(|(_, it)| found(it)).map(|(at, _)| at)
}

/// `2026-12-24`.
fn date(word: &str) -> Option<Day> {
    let mut parts = word.split('-').map(str::parse::<u32>);
    let mut next = || parts.next()?.ok();
    let (year, month, day) = (next()?, next()?, next()?);
    let fits =
        (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (fits && parts.next().is_none()).then_some(Day::Date(year, month, day))
}

/// `9`, `9:30`, `9.30`, `5pm`, `17h`.
fn clock(text: &str) -> Option<(u32, u32)> {
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text, Some(0)),
        (_, Some(text)) => (text, Some(12)),
        (None, None) => (text.strip_suffix('h').unwrap_or(text), None),
    };
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "0"));
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_understood() {
        for (words, meant) in [
            ("in 3 hours", Moment::In(Millis::hours(3))),
            ("3h", Moment::In(Millis::hours(3))),
            ("In an hour", Moment::In(Millis::hours(1))),
            ("90 min", Moment::In(Millis::minutes(90))),
            ("in 2 days", Moment::In(Millis::days(2))),
            ("in a week", Moment::In(Millis::days(7))),
            ("tomorrow", Moment::At(Day::Away(1), 9, 0)),
            ("tomorrow 9", Moment::At(Day::Away(1), 9, 0)),
            ("Tomorrow at 9:30", Moment::At(Day::Away(1), 9, 30)),
            ("tomorrow afternoon", Moment::At(Day::Away(1), 14, 0)),
            ("this afternoon", Moment::At(Day::Away(0), 14, 0)),
            ("tonight", Moment::At(Day::Away(0), 20, 0)),
            ("fri", Moment::At(Day::Week(5), 9, 0)),
            ("next friday 2 pm", Moment::At(Day::Week(5), 14, 0)),
            ("monday, 8.15", Moment::At(Day::Week(1), 8, 15)),
            ("next week", Moment::At(Day::Week(1), 9, 0)),
            ("17:30", Moment::At(Day::Next, 17, 30)),
            ("12am", Moment::At(Day::Next, 0, 0)),
            ("12pm", Moment::At(Day::Next, 12, 0)),
            ("2026-12-24 8", Moment::At(Day::Date(2026, 12, 24), 8, 0)),
        ] {
            assert_eq!(moment(words), Some(meant), "{words}");
        }
    }

    #[test]
    fn what_means_nothing_is_nothing() {
        for words in
            ["", "soon", "in", "in 0 hours", "25:00", "13pm", "tomorrow never", "2026-13-01"]
        {
            assert_eq!(moment(words), None, "{words}");
        }
    }
}
