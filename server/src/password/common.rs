//! The passwords that are tried first, of those that are long enough for us.

/// In lower case.
const COMMON: [&str; 40] = [
    "0123456789ab",
    "0987654321098",
    "1111222233334444",
    "123123123123",
    "1234567890-=",
    "12345678901",
    "123456789012",
    "1234567890123",
    "1234567890123456",
    "123456789abc",
    "1234567890qwerty",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "abc123abc123",
    "abcd12345678",
    "abcdefghijkl",
    "abcdefghijklmnopqrstuvwxyz",
    "administrator",
    "administrator1",
    "changeme1234",
    "changemechangeme",
    "correcthorsebatterystaple",
    "iloveyou1234",
    "iloveyouiloveyou",
    "letmein12345",
    "onevoice1234",
    "onevoiceonevoice",
    "p@ssw0rd1234",
    "passw0rd1234",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "q1w2e3r4t5y6",
    "qwerty123456",
    "qwertyuiop12",
    "qwertyuiopasdfghjkl",
    "welcome12345",
];

/// Words that say where a password is for, or who may use it, in lower case (docs/security.md names them).
const OURS: [&str; 14] = [
    "onevoice", "whatsapp", "customer", "password", "support", "welcome", "message", "agent",
    "admin", "inbox", "login", "voice", "team", "meta",
];
/// So many letters beside such words make a password that is more than they are.
const MORE: usize = 4;

/// Whether a password in lower case is made of words that anybody would try here, whatever digits and signs stand between.
pub(super) fn is_of_our_words(password: &str) -> bool {
    let mut rest: String = password.chars().filter(|it| it.is_alphabetic()).collect();
    let long = rest.len();
    for word in OURS {
        rest = rest.replace(word, "");
    }
    rest.len() < long && rest.chars().count() < MORE
}

/// Whether a password in lower case is one of them, or a repeated one or two characters.
pub(super) fn is_common(password: &str) -> bool {
    let mut kinds: Vec<char> = password.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() <= 2 || COMMON.contains(&password)
}
