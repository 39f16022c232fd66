//! Refresh tokens: which session, a secret that nobody can guess, and a seal by which we know our own.
//!
//! Each follows from the one before it, so that who asks twice with the same gets the same. None is ever stored.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use shared::ids::SessionId;

use crate::secret::Secret;

/// The key of this installation under which tokens follow each other and are sealed.
pub type Key = Secret<String>;

/// A refresh token of ours.
#[derive(Clone)]
pub struct Token {
    session: SessionId,
    /// 32 bytes in hex.
    secret: Secret<String>,
}

impl Token {
    /// The first of a session.
    pub const fn first(session: SessionId, random: String) -> Self {
        Self { session, secret: Secret::new(random) }
    }

    /// What [`Self::sealed`] made, or nothing: whatever this returns, we gave to somebody.
    pub fn open(key: &Key, text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (session, secret, seal) = (parts.next()?, parts.next()?, parts.next()?);
        let token = Self { session: session.parse().ok()?, secret: Secret::new(secret.to_owned()) };
        token.mac(key, "seal").verify_slice(&hex::decode(seal).ok()?).is_ok().then_some(token)
    }

    /// As the browser keeps it.
    pub fn sealed(&self, key: &Key) -> Secret<String> {
        let seal = hex::encode(self.mac(key, "seal").finalize().into_bytes());
        Secret::new(format!("{}.{}.{seal}", self.session, self.secret.expose()))
    }

    /// The one that takes its place.
    #[must_use]
    pub fn next(&self, key: &Key) -> Self {
        let secret = hex::encode(self.mac(key, "next").finalize().into_bytes());
        Self { session: self.session, secret: Secret::new(secret) }
    }

    /// Which session it belongs to.
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// What the database keeps of it.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret.expose()))
    }

    fn mac(&self, key: &Key, purpose: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::new_from_slice(key.expose().as_bytes()).expect("HMAC takes keys of any length");
        // Neither an id nor a purpose has a dot.
        mac.update(format!("{purpose}.{}.{}", self.session, self.secret.expose()).as_bytes());
        mac
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token of {:?}", self.session)
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Timestamp;

    use super::*;

    fn token() -> (Key, Token) {
        let session = SessionId::new(Timestamp(1_700_000_000_000));
        (Secret::new("key".into()), Token::first(session, "ab".repeat(32)))
    }

    #[test]
    fn what_was_sealed_can_be_opened() {
        let (key, token) = token();
        let opened = Token::open(&key, token.sealed(&key).expose()).unwrap();
        assert_eq!(opened.session(), token.session());
        assert_eq!(opened.hash(), token.hash());
    }

    #[test]
    fn nothing_else_can() {
        let (key, token) = token();
        let sealed = token.sealed(&key).expose().clone();
        let other = Secret::new("another key".to_owned());
        assert!(Token::open(&other, &sealed).is_none());
        assert!(Token::open(&key, &sealed.replace("ab", "ac")).is_none());
        for cut in 0..sealed.len() {
            assert!(Token::open(&key, &sealed[..cut]).is_none(), "cut at {cut}");
        }
        assert!(Token::open(&key, &format!("{sealed}.")).is_none());
        assert!(Token::open(&key, "…").is_none());
    }

    #[test]
    fn the_next_is_another_and_always_the_same() {
        let (key, token) = token();
        assert_eq!(token.next(&key).hash(), token.next(&key).hash());
        assert_ne!(token.next(&key).hash(), token.hash());
        assert_ne!(token.next(&key).next(&key).hash(), token.next(&key).hash());
        let other = Secret::new("another key".to_owned());
        assert_ne!(token.next(&other).hash(), token.next(&key).hash());
    }

    #[test]
    fn a_token_does_not_print() {
        let (key, token) = token();
        let shown = format!("{token:?} {:?}", token.sealed(&key));
        assert!(!shown.contains("abab"), "{shown}");
    }
}
