//! What WhatsApp wants of a session description.

use serde_json::Value;

use crate::error::Refusal;

/// The description in a request, if WhatsApp could use it.
pub(crate) fn of(request: &Value, kind: &str) -> Result<String, Refusal> {
    let session = request.get("session").ok_or_else(|| Refusal::of(131_008))?;
    let text = |key: &str| session.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("sdp_type") != kind {
        return Err(Refusal::because(131_009, format!("session.sdp_type must be {kind}")));
    }
    match flaw(text("sdp"), kind) {
        Some(flaw) => Err(Refusal::because(138_008, flaw)),
        None => Ok(text("sdp").to_owned()),
    }
}

fn flaw(sdp: &str, kind: &str) -> Option<&'static str> {
    let has = |start: &str| sdp.lines().any(|line| line.starts_with(start));
    let count = |start: &str| sdp.lines().filter(|line| line.starts_with(start)).count();
    let setup = if kind == "offer" { "a=setup:actpass" } else { "a=setup:active" };
    if !sdp.ends_with("\r\n") || sdp.replace("\r\n", "").contains(['\r', '\n']) {
        return Some("lines of an SDP end with \\r\\n");
    }
    if count("m=") != 1 || !has("m=audio ") {
        return Some("exactly one line of audio is wanted");
    }
    if count("a=fingerprint:") != 1 || !has("a=fingerprint:sha-256 ") {
        return Some("exactly one fingerprint is wanted, of sha-256");
    }
    if !sdp.to_lowercase().contains(" opus/48000/2\r\n") {
        return Some("Opus is wanted");
    }
    if has("a=ice-lite") {
        return Some("only one side may be ICE lite, and that is WhatsApp");
    }
    (!has(setup)).then_some("the DTLS role must be actpass in an offer and active in an answer")
}
