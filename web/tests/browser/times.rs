//! Times as the browser writes them.

use shared::time::{Millis, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;
use web::clock::{self, Style};

/// Noon of some day in the zone of whoever runs this.
fn noon() -> Timestamp {
    clock::day(Timestamp(1_700_000_000_000)).start + Millis::hours(12)
}

#[wasm_bindgen_test]
fn the_recent_past_is_said_in_words_and_the_rest_as_a_date() {
    let now = noon();
    assert_eq!(clock::brief(now, now - Millis::minutes(5)), "5 min");
    assert_eq!(clock::since(now, now), "just now");
    assert_eq!(clock::since(now, now - Millis::hours(3)), "3 h ago");
    let old = now - Millis::days(30);
    assert_eq!(clock::brief(now, old), clock::write(old, Style::Date));
    assert!(clock::write(old, Style::Date).contains(|it: char| it.is_ascii_digit()));
}

#[wasm_bindgen_test]
fn a_day_holds_its_noon_and_ends_where_the_next_begins() {
    let day = clock::day(noon());
    assert!(day.contains(&noon()));
    assert_eq!(clock::day(day.start), day);
    assert_eq!(clock::day(day.end).start, day.end);
    assert!(!day.contains(&day.end));
}

#[wasm_bindgen_test]
fn days_near_by_have_names() {
    let today = clock::day(clock::now()).start;
    assert_eq!(clock::day_name(today), "Today");
    assert_eq!(clock::day_name(clock::day(today - Millis(1)).start), "Yesterday");
    let older = clock::day(today - Millis::days(5)).start;
    assert_eq!(clock::day_name(older), clock::write(older, Style::Day));
}

#[wasm_bindgen_test]
fn the_servers_clock_counts() {
    let ahead = clock::now() + Millis::hours(1);
    clock::set(ahead);
    assert!(clock::now() >= ahead);
    clock::set(ahead - Millis::hours(1));
    assert!(clock::now() < ahead);
}
