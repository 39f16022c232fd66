//! Whether a webhook comes from Meta: `X-Hub-Signature-256` over the bytes as they came, never over JSON written anew.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Whether `header` (`sha256=` and 64 hex digits) is the HMAC-SHA256 of `body` under the app secret, compared in
/// constant time. An empty secret verifies nothing.
pub fn verify(secret: &str, header: Option<&str>, body: &[u8]) -> bool {
    if secret.is_empty() {
        return false;
    }
    let Some(signature) = header.and_then(|header| header.strip_prefix("sha256=")) else {
        return false;
    };
    let Ok(signature) = hex::decode(signature) else {
        return false;
    };
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 4231, test case 2.
    const KEY: &str = "Jefe";
    const BODY: &[u8] = b"what do ya want for nothing?";
    const HEX: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    fn verified(header: &str) -> bool {
        verify(KEY, Some(header), BODY)
    }

    #[test]
    fn the_known_answer_is_verified() {
        assert!(verified(&format!("sha256={HEX}")));
        assert!(verified(&format!("sha256={}", HEX.to_uppercase())), "hex digits of either case");
    }

    #[test]
    fn another_body_or_secret_is_not() {
        let header = format!("sha256={HEX}");
        assert!(!verify(KEY, Some(&header), b"what do ya want for nothing!"));
        assert!(!verify("jefe", Some(&header), BODY));
        assert!(!verify("", Some(&header), BODY));
    }

    #[test]
    fn an_empty_secret_verifies_not_even_its_own_signature() {
        let mac = Hmac::<Sha256>::new_from_slice(b"").unwrap().chain_update(BODY);
        let header = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
        assert!(!verify("", Some(&header), BODY));
    }

    #[test]
    fn nothing_but_the_exact_form_is_taken() {
        assert!(!verify(KEY, None, BODY));
        for header in [
            String::new(),
            "sha256=".into(),
            HEX.into(),
            format!("sha1={HEX}"),
            format!("SHA256={HEX}"),
            format!(" sha256={HEX}"),
            format!("sha256={HEX} "),
            format!("sha256= {HEX}"),
            format!("sha256={HEX}, sha256={HEX}"),
            format!("sha256={HEX}{HEX}"),
            format!("sha256={}", &HEX[..62]),
            format!("sha256={}", &HEX[..63]),
            format!("sha256={HEX}00"),
            format!("sha256={}", "zz".repeat(32)),
            format!("sha256={}", "é".repeat(32)),
        ] {
            assert!(!verified(&header), "{header:?}");
        }
    }
}
