//! A second chance for JSON that was cut in the middle of a character: half a surrogate pair, half a UTF-8 sequence.
//! One such character must not cost the thousand updates around it.

/// The body with every half character replaced by `U+FFFD`.
pub(super) fn repair(body: &[u8]) -> Vec<u8> {
    let body = String::from_utf8_lossy(body);
    let mut rest = body.as_bytes();
    let mut repaired = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let (length, whole) = match (unit(rest), unit(rest.get(6..).unwrap_or_default())) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, true),
            (Some(0xD800..=0xDFFF), _) => (6, false),
            (Some(_), _) => (6, true),
            // What follows is escaped, and begins no escape of its own.
            (None, _) if rest.starts_with(b"\\") => (2, true),
            (None, _) => (1, true),
        };
        let (taken, next) = rest.split_at(length.min(rest.len()));
        repaired.extend_from_slice(if whole { taken } else { b"\\ufffd" });
        rest = next;
    }
    repaired
}

/// The UTF-16 unit that a text begins with, if it begins with `\uXXXX`.
fn unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(body: &[u8]) -> String {
        String::from_utf8(repair(body)).unwrap()
    }

    #[test]
    fn half_characters_are_replaced() {
        assert_eq!(repaired(br#""a\ud83d""#), r#""a\ufffd""#);
        assert_eq!(repaired(br#""\ude00\ud83d b""#), r#""\ufffd\ufffd b""#);
        assert_eq!(repaired(br#""\ud83d\ud83d\ude00""#), r#""\ufffd\ud83d\ude00""#);
        assert_eq!(repaired(b"\"a\xf0\x9f\""), "\"a\u{fffd}\"");
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for body in [
            r#""\ud83d\ude00 \u00e9 é 😀""#,
            r#""\\ud83d""#,
            r#""\\\" \n""#,
            r"\",
            r"\u",
            r"\u12",
            "",
        ] {
            assert_eq!(repaired(body.as_bytes()), body);
        }
    }
}
