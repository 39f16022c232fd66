//! Times to come, by the agent's own calendar: what somebody wrote, the usual ones, and how one is told.

use js_sys::Date;
use shared::time::Timestamp;

use crate::clock::{self, Style};
use crate::logic::moment::{Day, MORNING, Moment};

/// When that is; `None` when there is no such day.
pub fn resolve(moment: Moment, now: Timestamp) -> Option<Timestamp> {
    let (day, hour, minute) = match moment {
        Moment::In(span) => return Some(now + span),
        Moment::At(day, hour, minute) => (day, hour, minute),
    };
    let today = clock::date(now);
    let on = |days: u32| at(&today, days, hour, minute);
    Some(match day {
        Day::Away(days) => on(days),
        Day::Next => Some(on(0)).filter(|it| *it > now).unwrap_or_else(|| on(1)),
        Day::Week(name) => {
            let days = (name + 7 - today.get_day()) % 7;
            Some(on(days)).filter(|it| *it > now).unwrap_or_else(|| on(days + 7))
        }
        Day::Date(year, month, day) => {
            let month = i32::try_from(month).ok()? - 1;
            let (day, hour, minute) =
                (i32::try_from(day).ok()?, i32::try_from(hour).ok()?, i32::try_from(minute).ok()?);
            clock::millis(&Date::new_with_year_month_day_hr_min(year, month, day, hour, minute))
        }
    })
}

/// The times that are chosen most, each once.
pub fn usual(now: Timestamp) -> Vec<(&'static str, Timestamp)> {
    let today = clock::date(now);
    let hour = today.get_hours();
    let mut all = vec![("In 1 hour", Moment::In(shared::time::Millis::hours(1)))];
    if hour < 12 {
        all.push(("This afternoon", Moment::At(Day::Away(0), 14, 0)));
    } else if hour < 16 {
        all.push(("This evening", Moment::At(Day::Away(0), 18, 0)));
    }
    all.push(("Tomorrow", Moment::At(Day::Away(1), MORNING, 0)));
    // On a Sunday that is tomorrow.
    if today.get_day() != 0 {
        all.push(("Monday", Moment::At(Day::Week(1), MORNING, 0)));
    }
    all.into_iter().filter_map(|(name, it)| Some((name, resolve(it, now)?))).collect()
}

/// When it is, in words that go into a sentence: `14:05`, `tomorrow 09:00`, `Mon 23 Nov 09:00`.
pub fn words(now: Timestamp, at: Timestamp) -> String {
    let tomorrow = clock::day(clock::day(now).end);
    if tomorrow.contains(&at) {
        format!("tomorrow {}", clock::write(at, Style::Hour))
    } else {
        date(now, at)
    }
}

/// When it is, by its date: `14:05`, `Mon 23 Nov 09:00`.
pub fn date(now: Timestamp, at: Timestamp) -> String {
    let hour = clock::write(at, Style::Hour);
    if clock::day(now).contains(&at) {
        hour
    } else {
        format!("{} {hour}", clock::write(at, Style::Weekday))
    }
}

fn at(today: &Date, days: u32, hour: u32, minute: u32) -> Timestamp {
    let date = Date::new(today);
    date.set_date(today.get_date() + days);
    date.set_hours(hour);
    date.set_minutes(minute);
    date.set_seconds(0);
    date.set_milliseconds(0);
    clock::millis(&date)
}
