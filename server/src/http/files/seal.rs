//! Addresses of files that work for a while: sealed, so that nobody can make one, change one or keep one.

use std::fmt::Write as _;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::event::Actor;
use shared::message::file::Hash;
use shared::reads::FILES;
use shared::time::{Millis, Timestamp};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::http::auth::random_token;
use crate::store::{Store, settings};

/// An address works for at least so long, and at most twice: all that are made in one such time are the same, so that a
/// browser asks for a file once.
const TIME: Millis = Millis::minutes(15);

/// Seals addresses. All nodes share the key, which is in the database.
#[derive(Clone)]
pub struct Seals {
    key: Arc<Vec<u8>>,
    clock: Clock,
}

impl Seals {
    /// With the key of this installation; the first start makes it.
    pub async fn load(store: &Store, clock: Clock) -> Result<Self> {
        let fresh = random_token();
        let work = move |tx: &mut crate::store::Tx<'_>| {
            settings::get_or_set(&mut tx.bookkeeping(), "file_address_key", &fresh)
        };
        let (key, _) = store.write(Actor::System, work).await?;
        Ok(Self { key: Arc::new(hex::decode(key).map_err(Error::fault)?), clock })
    }

    /// The address of a file, under the name that it is to be saved as, and until when it works.
    pub fn seal(&self, hash: Hash, name: Option<&str>) -> (String, Timestamp) {
        let name = tame(name.unwrap_or_default());
        let now = self.clock.now();
        let until = Timestamp((now.0 / TIME.0 + 2) * TIME.0);
        let seal = hex::encode(self.mac(hash, &name, until.0).finalize().into_bytes());
        (format!("{FILES}/{hash}?name={}&until={}&seal={seal}", escape(&name), until.0), until)
    }

    /// Whether an address is one of ours, and still works.
    pub fn holds(&self, hash: Hash, name: &str, until: i64, seal: &str) -> bool {
        let Ok(seal) = hex::decode(seal) else { return false };
        // In constant time.
        self.mac(hash, name, until).verify_slice(&seal).is_ok() && self.clock.now().0 < until
    }

    fn mac(&self, hash: Hash, name: &str, until: i64) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.key)
            .expect("HMAC takes keys of any length")
            .chain_update(hash.0)
            .chain_update(until.to_be_bytes())
            .chain_update(name)
    }
}

/// A name that is only a name: no path, nothing that can't be seen, nothing that turns the direction of writing so that
/// `exe.gpj` reads as a picture.
pub fn tame(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |it: char| matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let tame: String =
        last.chars().filter(|it| !it.is_control() && !turns(*it)).take(120).collect();
    tame.trim().trim_start_matches('.').to_owned()
}

/// Percent-encoded, but for what needs no encoding (RFC 3986, 2.3).
fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            // A string takes everything.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_of_one_file_one_name_and_one_time() {
        let clock = Clock::real();
        let seals = Seals { key: Arc::new(vec![7; 32]), clock: clock.clone() };
        let (hash, other) = (Hash([1; 32]), Hash([2; 32]));
        let (path, until) = seals.seal(hash, Some("a b.pdf"));
        assert!(path.starts_with(&format!("/files/{hash}?name=a%20b.pdf&until=")), "{path}");
        let seal = path.rsplit_once("seal=").unwrap().1;
        assert!(seals.holds(hash, "a b.pdf", until.0, seal));
        assert!(!seals.holds(other, "a b.pdf", until.0, seal));
        assert!(!seals.holds(hash, "b.pdf", until.0, seal));
        assert!(!seals.holds(hash, "a b.pdf", until.0 + 1, seal));
        assert!(!seals.holds(hash, "a b.pdf", until.0, "00"));
        clock.set(until);
        assert!(!seals.holds(hash, "a b.pdf", until.0, seal), "it has ended");
    }

    #[test]
    fn a_name_is_only_a_name() {
        for (name, meant) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\evil.exe", "evil.exe"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
            (".htaccess", "htaccess"),
            ("Änderung 3.pdf", "Änderung 3.pdf"),
        ] {
            assert_eq!(tame(name), meant);
        }
    }
}
