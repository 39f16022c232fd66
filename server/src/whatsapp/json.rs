//! Reading JSON that may be anything: each helper gives what is there or nothing, and never fails.

use serde_json::Value;
use shared::time::Timestamp;

/// Longest thing that we take for a name of something, in bytes: WhatsApp's longest have some 130, and a database's
/// index has its limits.
const ID_MAX: usize = 512;

/// A field's text; a number is written out. `""`, `null` and everything else are nothing.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(as_text)
}

/// The same of the value itself. Zero bytes, which PostgreSQL can't keep, become `U+FFFD`.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.replace('\0', "\u{fffd}")),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A field that names something: text of a sane length without white space around it.
pub(super) fn id(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(as_id)
}

/// The same of the value itself.
pub(super) fn as_id(value: &Value) -> Option<String> {
    let id = as_text(value)?;
    let id = id.trim();
    (!id.is_empty() && id.len() <= ID_MAX).then(|| id.to_owned())
}

/// A field's whole number, also when it is written as text.
pub(super) fn integer(value: &Value, key: &str) -> Option<i64> {
    match value.get(key)? {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    // Beyond 2^53 a float is no exact number any more.
    #[expect(clippy::cast_possible_truncation, reason = "the range was looked at")]
    (number.abs() < 9e15).then_some(number as i64)
}

/// When a field says, in unix seconds as number or text. Nothing before 1970, and what would be after the year 5000
/// are milliseconds.
pub(super) fn time(value: &Value, key: &str) -> Option<Timestamp> {
    match integer(value, key)? {
        seconds @ 1..100_000_000_000 => Some(Timestamp::from_seconds(seconds)),
        millis @ 100_000_000_000..100_000_000_000_000 => Some(Timestamp(millis)),
        ..=0 | 100_000_000_000_000.. => None,
    }
}

/// Whether a field is `true`, also when it is written as text.
pub(super) fn yes(value: &Value, key: &str) -> bool {
    match value.get(key) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

/// A field's elements: those of an array, nothing of `null`, and of anything else itself.
pub(super) fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    match value.get(key) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(other) => std::slice::from_ref(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_numbers_are_text_and_nothing_else_is() {
        let value = json!({"a": "x", "b": 17, "c": "", "d": null, "e": [], "f": true, "g": -8.25});
        let all = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|key| text(&value, key));
        assert_eq!(all.map(Option::unwrap_or_default), ["x", "17", "", "", "", "", "-8.25", ""]);
        assert_eq!(text(&json!([1]), "a"), None);
        assert_eq!(as_text(&json!("a\0b")).as_deref(), Some("a\u{fffd}b"));
    }

    #[test]
    fn an_id_of_absurd_length_is_none() {
        assert_eq!(as_id(&json!(" x ")).as_deref(), Some("x"));
        assert_eq!(as_id(&json!(" ")), None);
        assert_eq!(as_id(&json!("x".repeat(513))), None);
    }

    #[test]
    fn times_come_as_text_or_number_in_seconds_or_milliseconds() {
        let at = |json: Value| time(&json!({ "t": json }), "t").map(|at| at.0);
        for seconds in [json!("1750030073"), json!(1_750_030_073), json!(1_750_030_073.0)] {
            assert_eq!(at(seconds), Some(1_750_030_073_000));
        }
        assert_eq!(at(json!(1_750_030_073_123_i64)), Some(1_750_030_073_123));
        for nonsense in
            [json!("soon"), json!(0), json!(-5), json!(null), json!(i64::MAX), json!(1e300)]
        {
            assert_eq!(at(nonsense), None);
        }
    }
}
