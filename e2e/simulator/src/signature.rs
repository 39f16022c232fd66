//! `X-Hub-Signature-256`, and the JSON spelling that it is computed over.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

/// The header a webhook is posted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// As Meta signs.
    Valid,
    /// Signed with another secret.
    Wrong,
    /// No header.
    Missing,
}

impl Signature {
    /// The header's value for these bytes.
    pub(crate) fn header(self, secret: &str, body: &[u8]) -> Option<String> {
        match self {
            Self::Valid => Some(sign(secret, body)),
            Self::Wrong => Some(sign("somebody else's secret", body)),
            Self::Missing => None,
        }
    }
}

/// `sha256=` and the HMAC of the raw bytes in lower-case hexadecimal.
pub(crate) fn sign(secret: &str, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// JSON in Meta's spelling: beyond ASCII everything is `\uXXXX` in lower case, and `/` is `\/`.
/// A server that parses and writes again before it checks the signature fails.
pub(crate) fn spell(value: &Value) -> Vec<u8> {
    let plain = value.to_string();
    let mut spelled = String::with_capacity(plain.len() + plain.len() / 4);
    for character in plain.chars() {
        match character {
            '/' => spelled.push_str("\\/"),
            _ if character.is_ascii() => spelled.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(spelled, "\\u{unit:04x}").expect("a String takes everything");
                }
            }
        }
    }
    spelled.into_bytes()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{sign, spell};

    #[test]
    fn the_signature_is_that_of_rfc_4231() {
        assert_eq!(
            sign("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn beyond_ascii_everything_is_escaped_in_lower_case() {
        let body = spell(&json!({ "body": "äöå 👍 a/b" }));
        assert_eq!(
            String::from_utf8(body).unwrap(),
            r#"{"body":"\u00e4\u00f6\u00e5 \ud83d\udc4d a\/b"}"#
        );
    }

    #[test]
    fn the_spelling_means_the_same() {
        let value = json!({ "name": "محمد", "text": "quote \" slash / newline \n 日本" });
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&spell(&value)).unwrap(), value);
    }
}
