//! Identifiers as Meta makes them: opaque, and with the characters that surprise.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// A new message id. It never repeats, not even after a restart, because the server remembers ids
/// for longer than the simulator lives.
pub(crate) fn wamid() -> String {
    let random: Vec<u8> = std::iter::repeat_with(|| fastrand::u8(..)).take(32).collect();
    format!("wamid.HBgL{}", STANDARD.encode(random))
}

/// A new call id.
pub(crate) fn wacid() -> String {
    let random: Vec<u8> = std::iter::repeat_with(|| fastrand::u8(..)).take(32).collect();
    format!("wacid.HBgL{}", STANDARD.encode(random))
}

/// A new id of digits, for media.
pub(crate) fn digits(length: usize) -> String {
    let first = fastrand::char('1'..='9');
    std::iter::once(first)
        .chain(std::iter::repeat_with(|| fastrand::digit(10)))
        .take(length)
        .collect()
}

/// Facebook's name for one request.
pub(crate) fn trace() -> String {
    let tail: String = std::iter::repeat_with(fastrand::alphanumeric).take(22).collect();
    format!("A{tail}")
}

/// The business-scoped user id of a phone number: the same after a restart.
pub(crate) fn user_id(phone: &str) -> String {
    let hash = Sha256::digest(phone.as_bytes());
    let digits: String = hash.iter().take(20).map(|byte| char::from(b'0' + byte % 10)).collect();
    format!("{}.{digits}", country(phone))
}

/// SHA-256 as webhooks write it.
pub(crate) fn sha256_base64(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

/// Countries our customers come from, by calling code; enough for a believable id.
fn country(phone: &str) -> &'static str {
    const CODES: [(&str, &str); 16] = [
        ("1", "US"),
        ("27", "ZA"),
        ("33", "FR"),
        ("34", "ES"),
        ("39", "IT"),
        ("44", "GB"),
        ("49", "DE"),
        ("52", "MX"),
        ("54", "AR"),
        ("55", "BR"),
        ("62", "ID"),
        ("81", "JP"),
        ("82", "KR"),
        ("91", "IN"),
        ("234", "NG"),
        ("971", "AE"),
    ];
    CODES.iter().find(|(code, _)| phone.starts_with(code)).map_or("US", |(_, country)| country)
}
