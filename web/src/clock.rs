//! What time it is, by the server's clock, and how the browser writes times.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;
use shared::time::{Millis, Timestamp};
use wasm_bindgen::{JsCast, JsValue};

use crate::logic::when;

thread_local! {
    /// The server's clock less ours.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
    /// Making one takes a hundred times longer than using it.
    static WRITERS: RefCell<Vec<(Style, Intl::DateTimeFormat)>> = const { RefCell::new(Vec::new()) };
}

/// Now, by the server's clock as far as we know it.
pub fn now() -> Timestamp {
    ours() + Millis(AHEAD.get())
}

/// Learns from an answer what time it is for the server. Small differences are only the way the answer took.
pub fn set(server: Timestamp) {
    let ahead = server - ours();
    AHEAD.set(if ahead.0.abs() < 2_000 { 0 } else { ahead.0 });
}

/// A moment that passes on every half minute, for what is said relative to now.
#[derive(Clone, Copy)]
pub struct Passing(ReadSignal<Timestamp>);

impl Passing {
    /// Starts it, for as long as the owner lives.
    pub fn start() -> Self {
        let (time, set) = signal(now());
        let tick =
            set_interval_with_handle(move || set.set(now()), std::time::Duration::from_secs(30));
        on_cleanup(move || {
            if let Ok(tick) = tick {
                tick.clear();
            }
        });
        Self(time)
    }

    /// Now, and again when that is no longer true.
    pub fn now(self) -> Timestamp {
        self.0.get()
    }
}

/// How much of a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `14:05`.
    Hour,
    /// `12 Mar`.
    Date,
    /// `Thu 12 Mar`.
    Weekday,
    /// `12 Mar 2026, 14:05`.
    Moment,
    /// `Thursday, 12 March 2026`.
    Day,
    /// `Thursday, 12 March 2026 at 14:05:09`.
    Full,
}

/// A time as the agent's browser writes it, in the agent's zone.
pub fn write(at: Timestamp, style: Style) -> String {
    let date = Date::new(&number(at.0));
    WRITERS.with_borrow_mut(|writers| {
        let known = writers.iter().position(|(of, _)| *of == style);
        let at = known.unwrap_or_else(|| {
            writers.push((style, writer(style)));
            writers.len() - 1
        });
        writers
            .get(at)
            .and_then(|(_, writer)| writer.format().call1(&JsValue::UNDEFINED, &date).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

/// A time for a list: how long ago, or a date.
pub fn brief(now: Timestamp, at: Timestamp) -> String {
    when::ago(now, at).unwrap_or_else(|| write(at, Style::Date))
}

/// A time for a sentence: `just now`, `5 min ago`, `on 12 Mar`.
pub fn since(now: Timestamp, at: Timestamp) -> String {
    match when::ago(now, at).as_deref() {
        Some("now") => "just now".into(),
        Some(ago) => format!("{ago} ago"),
        None => format!("on {}", write(at, Style::Date)),
    }
}

/// When the agent's day of a moment begins and ends.
pub fn day(at: Timestamp) -> Range<Timestamp> {
    let start = Date::new(&number(at.0));
    start.set_hours(0);
    start.set_minutes(0);
    start.set_seconds(0);
    start.set_milliseconds(0);
    let end = Date::new(&start);
    end.set_date(start.get_date() + 1);
    millis(&start)..millis(&end)
}

/// The name of a day: today, yesterday, or its date.
pub fn day_name(start: Timestamp) -> String {
    let today = day(now());
    if start >= today.start {
        "Today".into()
    } else if day(today.start - Millis(1)).start == start {
        "Yesterday".into()
    } else {
        write(start, Style::Day)
    }
}

fn writer(style: Style) -> Intl::DateTimeFormat {
    let options = Object::new();
    let choose: &[(&str, &str)] = match style {
        Style::Hour => &[("hour", "2-digit"), ("minute", "2-digit")],
        Style::Date => &[("day", "numeric"), ("month", "short")],
        Style::Weekday => &[("weekday", "short"), ("day", "numeric"), ("month", "short")],
        Style::Moment => &[("dateStyle", "medium"), ("timeStyle", "short")],
        Style::Day => &[("dateStyle", "full")],
        Style::Full => &[("dateStyle", "full"), ("timeStyle", "medium")],
    };
    for (key, value) in choose {
        // Setting a property of a plain object can't fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    // No locale: the one the agent's browser is set to.
    Intl::DateTimeFormat::new(&Array::new(), options.unchecked_ref())
}

fn ours() -> Timestamp {
    millis(&Date::new_0())
}

/// As the browser's calendar has it.
pub(crate) fn date(at: Timestamp) -> Date {
    Date::new(&number(at.0))
}

/// The moment of a date.
#[expect(clippy::cast_possible_truncation, reason = "a date is at most 8.64e15 whole milliseconds")]
pub(crate) fn millis(date: &Date) -> Timestamp {
    Timestamp(date.get_time() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "a date has fewer than 53 bits")]
fn number(millis: i64) -> JsValue {
    JsValue::from_f64(millis as f64)
}
