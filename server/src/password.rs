//! Passwords: which ones we take, and hashing them with argon2id. It must never keep, print or send one.

mod common;

use std::sync::Arc;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash};
use shared::agent::{PASSWORD_MAX, PASSWORD_MIN};
use shared::problem::Problem;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// Hashes passwords, a few at once: each takes a core for some 20 ms and 19 MiB.
///
/// Argon2id with 19 MiB, two passes and one lane, which is the library's default and the first choice of OWASP's
/// *Password Storage Cheat Sheet*.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    runtime: Handle,
}

impl Passwords {
    /// On the blocking threads of the runtime that this is called on, as many at once as there are cores.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { permits: Arc::new(Semaphore::new(cores)), runtime: Handle::current() }
    }

    /// What may be stored of a password.
    pub async fn hash(&self, password: Secret<String>) -> Result<Secret<String>> {
        self.work(move || hash(&password)).await
    }

    /// Whether it is the password of this hash. Without a hash it is not, and takes as long to say so: nobody learns
    /// by the time who has a password here.
    pub async fn verify(
        &self,
        password: Secret<String>,
        hash_of_theirs: Option<Secret<String>>,
    ) -> Result<bool> {
        self.work(move || match hash_of_theirs {
            Some(theirs) => verify(&password, &theirs),
            None => hash(&password).map(|_| false),
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Error::fault)?;
        let work = move || {
            // Given back when the work is done, also when nobody waits for it any more.
            let _permit = permit;
            work()
        };
        self.runtime.spawn_blocking(work).await.map_err(Error::fault)?
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// Refuses a password that others would guess (OWASP ASVS 5.0, 6.2.1 to 6.2.9): no rules about kinds of characters.
pub fn check_new(password: &str, name: &str, email: &str) -> Result<()> {
    let refuse = |words: String| Err(Problem::invalid("password", words).into());
    if password.chars().count() < PASSWORD_MIN {
        return refuse(format!("A password has at least {PASSWORD_MIN} characters."));
    }
    if password.len() > PASSWORD_MAX {
        return refuse(format!(
            "A password has at most {PASSWORD_MAX} characters, fewer if they are not plain letters."
        ));
    }
    let plain = password.trim().to_lowercase();
    let known = [name, email, email.split('@').next().unwrap_or_default()];
    if known.iter().any(|known| is_the_same(&plain, known)) {
        return refuse("Your name and your email address are the first that others try.".into());
    }
    if common::is_of_our_words(&plain) {
        return refuse(
            "What Onevoice is for is what others try first. Add words of your own.".into(),
        );
    }
    if common::is_common(&plain) {
        return refuse(
            "Many people have this password, so it is among the first to be tried.".into(),
        );
    }
    Ok(())
}

/// Also when it is written together, or twice.
fn is_the_same(password: &str, known: &str) -> bool {
    let squeeze = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let (password, known) = (squeeze(password), squeeze(known));
    !known.is_empty() && (password == known || password == known.repeat(2))
}

fn hash(password: &Secret<String>) -> Result<Secret<String>> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).expect("the platform has a source of randomness");
    let hash = Argon2::default().hash_password_with_salt(password.expose().as_bytes(), &salt);
    hash.map(|hash| Secret::new(hash.to_string())).map_err(Error::fault)
}

fn verify(password: &Secret<String>, hash: &Secret<String>) -> Result<bool> {
    match Argon2::default().verify_password(password.expose().as_bytes(), hash.expose().as_str()) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(Error::fault(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.into())
    }

    fn words(password: &str) -> Option<String> {
        match check_new(password, "Ana María Souza", "ana.souza@example.com") {
            Ok(()) => None,
            Err(Error::Refused(problem)) => {
                assert_eq!(problem.field.as_deref(), Some("password"));
                Some(problem.detail)
            }
            Err(fault) => panic!("{fault}"),
        }
    }

    #[tokio::test]
    async fn only_the_password_of_a_hash_is_verified() {
        let passwords = Passwords::new();
        let hash = passwords.hash(secret("korrekt, Pferd: 電池!")).await.unwrap();
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "OWASP's parameters");
        let verify = |password: &str| passwords.verify(secret(password), Some(hash.clone()));
        assert!(verify("korrekt, Pferd: 電池!").await.unwrap());
        assert!(!verify("Korrekt, Pferd: 電池!").await.unwrap());
        assert!(!verify("").await.unwrap());
        assert!(!passwords.verify(secret("korrekt, Pferd: 電池!"), None).await.unwrap());
        assert_ne!(
            &hash,
            &passwords.hash(secret("korrekt, Pferd: 電池!")).await.unwrap(),
            "salted"
        );
    }

    #[tokio::test]
    async fn a_hash_that_is_none_is_a_fault_and_lets_nobody_in() {
        let outcome = Passwords::new().verify(secret("x"), Some(secret("no hash"))).await;
        assert!(matches!(outcome, Err(Error::Fault(_))));
    }

    #[test]
    fn passwords_that_others_would_guess_are_refused() {
        for bad in [
            "",
            "elevenchars",
            "ana maría souza",
            "AnaMaríaSouza",
            "ana.souza@example.com",
            "ANA.SOUZA@EXAMPLE.COM",
            "ana.souzaana.souza",
            "password1234",
            "Qwertyuiop12",
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "abababababababab",
            "OneVoice!2026",
            "whatsapp-inbox-1",
            "Team Support 42",
        ] {
            assert!(words(bad).is_some(), "{bad}");
        }
        assert!(words(&"ä7".repeat(100)).unwrap().contains("at most"), "300 bytes");
    }

    #[test]
    fn others_are_taken_without_rules_about_kinds_of_characters() {
        for good in [
            "twelve chars",
            "my team likes bicycles",
            "correct horse battery",
            "パスワードはとても長いのです",
            "                x y",
        ] {
            assert_eq!(words(good), None, "{good}");
        }
    }
}
