//! What WhatsApp says of calls (Cloud API Calling, webhook field `calls`). In several of Meta's samples `from` and `to`
//! contradict `direction`, so `direction` counts, and `contacts` where there is one.

use serde_json::Value;
use shared::time::Timestamp;

use super::errors;
use super::identity::{self, Identity, Profile};
use super::json::{id, items, text, time};

/// WhatsApp's word on one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallUpdate {
    /// WhatsApp's id of the call.
    pub wacid: String,
    /// The customer, as far as it says.
    pub who: Identity,
    /// What they call themselves.
    pub profile_name: Option<String>,
    /// When, by WhatsApp's time.
    pub at: Option<Timestamp>,
    /// What we sent as `biz_opaque_callback_data`: our id of the call.
    pub callback_data: Option<String>,
    /// What.
    pub what: CallWord,
}

/// What WhatsApp says of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallWord {
    /// The customer calls; what their phone offers (SDP).
    Offer(Option<String>),
    /// We call; how to send sound there (SDP). Nobody has answered by that.
    Answer(String),
    /// It rings there.
    Ringing,
    /// The customer answered.
    Accepted,
    /// The customer said no.
    Rejected,
    /// It is over; why, if it could not be.
    Terminated(Option<String>),
}

/// Reads a `calls[]` element. `errors` stand beside it.
pub(super) fn call(
    element: &Value,
    profiles: &[Profile],
    errors: Option<&Value>,
    only_one: bool,
) -> Option<CallUpdate> {
    let sdp = element.get("session").and_then(|session| text(session, "sdp"));
    let offer = element.get("session").and_then(|it| text(it, "sdp_type"));
    let direction = text(element, "direction");
    let incoming = match direction.as_deref() {
        Some(word) => word == "USER_INITIATED",
        None => offer.as_deref() != Some("answer"),
    };
    let what = match text(element, "event")?.as_str() {
        "connect" if incoming => CallWord::Offer(sdp),
        "connect" => CallWord::Answer(sdp?),
        "terminate" => {
            let failed =
                text(element, "status").is_some_and(|it| it.eq_ignore_ascii_case("FAILED"));
            let why = errors.map(|it| errors::failure(it).words);
            let unknown = || "The call could not be set up. WhatsApp did not say why.".to_owned();
            CallWord::Terminated(failed.then(|| why.unwrap_or_else(unknown)))
        }
        _ => return None,
    };
    let customer = if incoming { "from" } else { "to" };
    let read = Identity::read(element, &["from_user_id", "to_user_id"], &[], &[customer]);
    let profile = identity::find(profiles, &read, only_one);
    Some(CallUpdate {
        wacid: id(element, "id")?,
        profile_name: profile.and_then(|it| it.name.clone()),
        who: identity::complete(read, profile),
        at: time(element, "timestamp"),
        callback_data: id(element, "biz_opaque_callback_data"),
        what,
    })
}

/// Reads a `statuses[]` element of the type `call`.
pub(super) fn status(element: &Value, profiles: &[Profile], only_one: bool) -> Option<CallUpdate> {
    let what = match text(element, "status")?.as_str() {
        "RINGING" => CallWord::Ringing,
        "ACCEPTED" => CallWord::Accepted,
        "REJECTED" => CallWord::Rejected,
        _ => return None,
    };
    let read = Identity::read(element, &["recipient_user_id"], &[], &["recipient_id"]);
    let profile = identity::find(profiles, &read, only_one);
    Some(CallUpdate {
        wacid: id(element, "id")?,
        profile_name: None,
        who: identity::complete(read, profile),
        at: time(element, "timestamp"),
        callback_data: id(element, "biz_opaque_callback_data"),
        what,
    })
}

/// Everything that a webhook's value says of calls; raw where it can't be understood.
pub(super) fn all<T>(
    value: &Value,
    known: impl Fn(CallUpdate) -> T,
    other: impl Fn(&Value) -> T,
) -> Vec<T> {
    let profiles = identity::profiles(value);
    let (calls, statuses) = (items(value, "calls"), items(value, "statuses"));
    let only_one = calls.len() + statuses.len() == 1;
    let errors = items(value, "errors").first();
    let calls = calls.iter().map(|it| (call(it, &profiles, errors, only_one), it));
    let statuses = statuses.iter().map(|it| (status(it, &profiles, only_one), it));
    calls.chain(statuses).map(|(read, raw)| read.map_or_else(|| other(raw), &known)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Vec<Option<CallUpdate>> {
        all(value, Some, |_| None)
    }

    fn one(value: &Value) -> CallUpdate {
        read(value).remove(0).unwrap()
    }

    #[test]
    fn a_customer_calls_and_hangs_up() {
        let connect = json!({"contacts": [{"profile": {"name": "Sam"}, "wa_id": "16505551234"}],
            "calls": [{"id": "wacid.1", "from": "16505551234", "to": "15550783881", "event": "connect",
                "timestamp": "1750030073", "direction": "USER_INITIATED",
                "session": {"sdp_type": "offer", "sdp": "v=0\r\n"}}]});
        let it = one(&connect);
        assert_eq!((it.wacid.as_str(), it.who.phone.as_deref()), ("wacid.1", Some("16505551234")));
        assert_eq!(it.profile_name.as_deref(), Some("Sam"));
        assert_eq!(it.what, CallWord::Offer(Some("v=0\r\n".into())));
        let end = |status: &str| {
            json!({"calls": [{"id": "wacid.1", "event": "terminate", "direction": "USER_INITIATED",
                "from": "16505551234", "status": status}], "errors": [{"code": 138_021, "message": "No media"}]})
        };
        assert_eq!(one(&end("Completed")).what, CallWord::Terminated(None));
        assert!(matches!(one(&end("FAILED")).what, CallWord::Terminated(Some(_))));
    }

    #[test]
    fn we_call_and_the_customer_is_the_one_at_the_other_end() {
        let answer = json!({"calls": [{"id": "wacid.2", "from": "15550783881", "to": "16505551234",
            "event": "connect", "direction": "BUSINESS_INITIATED", "session": {"sdp_type": "answer", "sdp": "v=0"}}]});
        let it = one(&answer);
        assert_eq!(it.who.phone.as_deref(), Some("16505551234"));
        assert_eq!(it.what, CallWord::Answer("v=0".into()));
        let status = json!({"statuses": [{"id": "wacid.2", "type": "call", "status": "RINGING",
            "timestamp": "1750030073", "recipient_id": "16505551234"}]});
        assert_eq!(one(&status).what, CallWord::Ringing);
    }

    #[test]
    fn what_is_missing_costs_nobody_anything() {
        let strange = json!({"calls": [{}, {"id": "1"}, {"id": "1", "event": "call_created"},
            {"id": "1", "event": "connect", "direction": "BUSINESS_INITIATED"}, 7],
            "statuses": [{"id": "1", "status": "OTHER"}, null]});
        assert!(read(&strange).iter().all(Option::is_none));
        // Without a direction, an offer comes in and an answer belongs to a call of ours.
        let offer = json!({"calls": [{"id": "1", "event": "connect", "session": {"sdp_type": "offer", "sdp": "x"}}]});
        assert_eq!(one(&offer).what, CallWord::Offer(Some("x".into())));
    }
}
