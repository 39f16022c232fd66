//! Hours by the clock on the wall: whether it is the time, and when that changes next.

use std::ops::RangeInclusive;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use shared::allocation::hours::DAY;
use shared::allocation::{Hours, Span};
use shared::time::{Millis, Timestamp};

/// Whether there is such a time zone.
pub(super) fn known(zone: &str) -> bool {
    TimeZone::get(zone).is_ok()
}

/// Whether it is the time. Nowhere is it, in a zone that is gone.
pub fn open(hours: &Hours, now: Timestamp) -> bool {
    let Some((zone, now)) = moment(hours, now) else { return false };
    let wall = now.to_zoned(zone).datetime();
    let day = wall.weekday().to_monday_zero_offset().unsigned_abs();
    let minute = i16::from(wall.hour()) * 60 + i16::from(wall.minute());
    hours.has(day, minute.unsigned_abs())
}

/// Since when it is the time without a break, if it is: since ever, if it always is.
pub fn opened(hours: &Hours, now: Timestamp) -> Option<Timestamp> {
    if !open(hours, now) {
        return None;
    }
    let (zone, moment) = moment(hours, now)?;
    let begins =
        days(hours, &zone, moment, -7..=0).filter_map(|(date, it)| at(&zone, date, it.from));
    let begins = begins.map(|it| Timestamp(it.as_millisecond()));
    let first = begins.filter(|it| *it <= now && !open(hours, *it - Millis(1)));
    Some(first.max().unwrap_or_default())
}

/// When it really begins or ends to be the time; never, where it always is. What ends as the next part begins goes on.
pub fn turns(hours: &Hours, now: Timestamp) -> Option<Timestamp> {
    let is = open(hours, now);
    let mut moments = std::iter::successors(next(hours, now), |at| next(hours, *at));
    // In a week each part begins and ends once, and the clocks are changed.
    let most = 2 * hours.week.len() + 2;
    moments.by_ref().take(most).find(|at| open(hours, *at) != is)
}

/// When it begins or ends to be the time, or may: the clocks are changed.
pub fn next(hours: &Hours, now: Timestamp) -> Option<Timestamp> {
    let (zone, now) = moment(hours, now)?;
    let ends = days(hours, &zone, now, 0..=7)
        .flat_map(|(date, it)| [it.from, it.to].map(|minute| (date, minute)))
        .filter_map(|(date, minute)| at(&zone, date, minute));
    let change = zone.following(now).next().map(|it| it.timestamp());
    let next = ends.chain(change).filter(|it| *it > now).min()?;
    Some(Timestamp(next.as_millisecond()))
}

fn moment(hours: &Hours, now: Timestamp) -> Option<(TimeZone, jiff::Timestamp)> {
    let zone = TimeZone::get(&hours.zone).ok()?;
    Some((zone, jiff::Timestamp::from_millisecond(now.0).ok()?))
}

/// The parts of these days, counted from today.
fn days<'h>(
    hours: &'h Hours,
    zone: &TimeZone,
    now: jiff::Timestamp,
    these: RangeInclusive<i64>,
) -> impl Iterator<Item = (Date, &'h Span)> {
    let today = now.to_zoned(zone.clone()).date();
    these.flat_map(move |ahead| {
        let date = today.saturating_add(jiff::Span::new().days(ahead));
        let day = date.weekday().to_monday_zero_offset().unsigned_abs();
        hours.week.iter().filter(move |it| it.day == day).map(move |it| (date, it))
    })
}

/// A minute of a day that the clock jumps over is where it lands.
fn at(zone: &TimeZone, date: Date, minute: u16) -> Option<jiff::Timestamp> {
    let wall = if minute == DAY {
        date.saturating_add(jiff::Span::new().days(1)).to_datetime(Time::midnight())
    } else {
        let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
        date.to_datetime(Time::new(hour, minute, 0, 0).ok()?)
    };
    zone.to_timestamp(wall).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(day: u8, from: u16, to: u16) -> Hours {
        week(&[(day, from, to)])
    }

    fn week(spans: &[(u8, u16, u16)]) -> Hours {
        let week = spans.iter().map(|&(day, from, to)| Span { day, from, to }).collect();
        Hours { zone: "Europe/Berlin".into(), week, ..Hours::default() }
    }

    fn utc(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn nine_is_nine_in_summer_and_in_winter() {
        // A Monday in winter (UTC+1), and one in summer (UTC+2).
        let monday = hours(0, 9 * 60, 17 * 60);
        for (before, opens, closes) in [
            ("2026-01-05T07:59:59Z", "2026-01-05T08:00:00Z", "2026-01-05T16:00:00Z"),
            ("2026-07-06T06:59:59Z", "2026-07-06T07:00:00Z", "2026-07-06T15:00:00Z"),
        ] {
            assert!(!open(&monday, utc(before)));
            assert_eq!(next(&monday, utc(before)), Some(utc(opens)));
            assert!(open(&monday, utc(opens)));
            assert_eq!(next(&monday, utc(opens)), Some(utc(closes)));
            assert!(!open(&monday, utc(closes)));
        }
    }

    #[test]
    fn an_hour_that_the_clock_jumps_over_is_not_waited_for() {
        // On 29 March 2026 two o'clock is three o'clock.
        let jumped = hours(6, 2 * 60, 3 * 60);
        let before = utc("2026-03-29T00:30:00Z");
        assert!(!open(&jumped, before));
        assert_eq!(next(&jumped, before), Some(utc("2026-03-29T01:00:00Z")));
        assert!(!open(&jumped, utc("2026-03-29T01:00:00Z")), "it is three already");
        assert!(!open(&jumped, utc("2026-03-29T00:59:59Z")));
    }

    #[test]
    fn an_hour_that_comes_twice_is_open_twice() {
        // On 25 October 2026 three o'clock is two o'clock again.
        let twice = hours(6, 2 * 60, 2 * 60 + 30);
        for (at, is) in [
            ("2026-10-25T00:15:00Z", true),
            ("2026-10-25T00:45:00Z", false),
            ("2026-10-25T01:15:00Z", true),
            ("2026-10-25T01:45:00Z", false),
        ] {
            assert_eq!(open(&twice, utc(at)), is, "{at}");
        }
        assert_eq!(next(&twice, utc("2026-10-25T00:45:00Z")), Some(utc("2026-10-25T01:00:00Z")));
    }

    #[test]
    fn between_two_parts_of_a_day_it_is_not_the_time() {
        let hours = week(&[(0, 9 * 60, 12 * 60), (0, 13 * 60, 17 * 60)]);
        for (at, since, changes) in [
            ("2026-01-05T07:30:00Z", None, "2026-01-05T08:00:00Z"),
            ("2026-01-05T10:00:00Z", Some("2026-01-05T08:00:00Z"), "2026-01-05T11:00:00Z"),
            ("2026-01-05T11:30:00Z", None, "2026-01-05T12:00:00Z"),
            ("2026-01-05T12:00:00Z", Some("2026-01-05T12:00:00Z"), "2026-01-05T16:00:00Z"),
            ("2026-01-05T16:00:00Z", None, "2026-01-12T08:00:00Z"),
        ] {
            assert_eq!(open(&hours, utc(at)), since.is_some(), "{at}");
            assert_eq!(opened(&hours, utc(at)), since.map(utc), "{at}");
            assert_eq!(next(&hours, utc(at)), Some(utc(changes)), "{at}");
        }
    }

    #[test]
    fn a_night_has_one_beginning() {
        let night = week(&[(0, 22 * 60, DAY), (1, 0, 6 * 60)]);
        let since = Some(utc("2026-01-05T21:00:00Z"));
        assert_eq!(opened(&night, utc("2026-01-05T22:00:00Z")), since);
        assert_eq!(opened(&night, utc("2026-01-06T03:00:00Z")), since);
        let always = week(&(0..7).map(|day| (day, 0, DAY)).collect::<Vec<_>>());
        assert_eq!(opened(&always, utc("2026-01-06T03:00:00Z")), Some(Timestamp(0)));
    }

    #[test]
    fn a_shift_ends_when_no_other_part_begins() {
        let night = week(&[(0, 22 * 60, DAY), (1, 0, 6 * 60), (1, 6 * 60, 7 * 60)]);
        for (at, turn) in [
            ("2026-01-05T12:00:00Z", "2026-01-05T21:00:00Z"),
            ("2026-01-05T21:00:00Z", "2026-01-06T06:00:00Z"),
            ("2026-01-06T04:59:59Z", "2026-01-06T06:00:00Z"),
            ("2026-01-06T06:00:00Z", "2026-01-12T21:00:00Z"),
        ] {
            assert_eq!(turns(&night, utc(at)), Some(utc(turn)), "{at}");
        }
        let always = week(&(0..7).map(|day| (day, 0, DAY)).collect::<Vec<_>>());
        assert_eq!(turns(&always, utc("2026-01-06T03:00:00Z")), None);
        // On 29 March 2026 two o'clock is three o'clock: the shift is an hour shorter.
        let short = week(&[(6, 60, 5 * 60)]);
        assert_eq!(turns(&short, utc("2026-03-29T00:00:00Z")), Some(utc("2026-03-29T03:00:00Z")));
    }

    #[test]
    fn until_midnight_is_until_midnight() {
        let late = hours(4, 22 * 60, DAY);
        assert!(open(&late, utc("2026-01-09T22:59:59Z")));
        assert!(!open(&late, utc("2026-01-09T23:00:00Z")));
        assert_eq!(next(&late, utc("2026-01-09T22:00:00Z")), Some(utc("2026-01-09T23:00:00Z")));
        assert!(!known("Mars/Olympus"));
    }
}
