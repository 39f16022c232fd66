//! Asks the Cloud API to begin, take and end calls, and whether a customer may be called (Cloud API Calling).

use serde_json::{Value, json};
use shared::call::{Calling, Consent, Quota};
use shared::time::{Millis, Timestamp};

use super::{Number, Recipient, WhatsApp};
use crate::whatsapp::errors::{ApiError, Class};
use crate::whatsapp::json::{id, integer, items, text, time, yes};

impl WhatsApp {
    /// Calls a customer, who hears and sends sound as the offer (SDP) says. `ours` comes back with webhooks. WhatsApp's id
    /// of the call.
    pub async fn call(
        &self,
        number: &Number,
        to: &Recipient,
        offer: &str,
        ours: &str,
    ) -> Result<String, ApiError> {
        let (key, to) = match to {
            Recipient::Phone(phone) => ("to", format!("+{}", phone.trim_start_matches('+'))),
            Recipient::Bsuid(bsuid) => ("recipient", bsuid.clone()),
        };
        let body = json!({
            "messaging_product": "whatsapp",
            "action": "connect",
            key: to,
            "session": { "sdp_type": "offer", "sdp": offer },
            "biz_opaque_callback_data": ours,
        });
        let said = self.act(number, &body).await?;
        items(&said, "calls").first().and_then(|it| id(it, "id")).ok_or_else(|| ApiError {
            class: Class::Transient,
            code: None,
            trace: None,
            words: "WhatsApp did not say which call that is. Try again in a moment.".to_owned(),
        })
    }

    /// The customer's phone may set up its sound; it goes on ringing there.
    pub async fn pre_accept(
        &self,
        number: &Number,
        wacid: &str,
        sdp: &str,
    ) -> Result<(), ApiError> {
        self.answer(number, "pre_accept", wacid, sdp).await
    }

    /// One of us is there. The same answer (SDP) as before.
    pub async fn accept(&self, number: &Number, wacid: &str, sdp: &str) -> Result<(), ApiError> {
        self.answer(number, "accept", wacid, sdp).await
    }

    /// It is over: `reject` for what nobody answered, else `terminate`.
    pub async fn end_call(
        &self,
        number: &Number,
        wacid: &str,
        answered: bool,
    ) -> Result<(), ApiError> {
        let action = if answered { "terminate" } else { "reject" };
        let body = json!({ "messaging_product": "whatsapp", "action": action, "call_id": wacid });
        self.act(number, &body).await.map(drop)
    }

    /// Whether a customer may be called, and asked.
    pub async fn call_permissions(
        &self,
        number: &Number,
        of: &Recipient,
    ) -> Result<Calling, ApiError> {
        let query = match of {
            Recipient::Phone(phone) => ("user_wa_id", phone.trim_start_matches('+')),
            Recipient::Bsuid(bsuid) => ("recipient", bsuid.as_str()),
        };
        let url = self.url(&[&number.phone_number_id, "call_permissions"]);
        let said = self.ask(number, self.http.get(url).query(&[query])).await.result()?;
        Ok(calling(&said))
    }

    async fn answer(
        &self,
        number: &Number,
        action: &str,
        wacid: &str,
        sdp: &str,
    ) -> Result<(), ApiError> {
        let body = json!({
            "messaging_product": "whatsapp",
            "action": action,
            "call_id": wacid,
            "session": { "sdp_type": "answer", "sdp": sdp },
        });
        self.act(number, &body).await.map(drop)
    }

    async fn act(&self, number: &Number, body: &Value) -> Result<Value, ApiError> {
        let url = self.url(&[&number.phone_number_id, "calls"]);
        self.ask(number, self.http.post(url).json(body)).await.result()
    }
}

fn calling(said: &Value) -> Calling {
    let permission = said.get("permission").unwrap_or(&Value::Null);
    let until = time(permission, "expiration_time").or_else(|| time(permission, "expiration"));
    let consent = match text(permission, "status").as_deref() {
        Some("permanent") => Consent::Always,
        Some("temporary") => until.map_or(Consent::None, Consent::Until),
        _ => Consent::None,
    };
    let find = |name: &str| {
        let of = |it: &&Value| text(it, "action_name").as_deref() == Some(name);
        items(said, "actions").iter().find(of).unwrap_or(&Value::Null)
    };
    let (call, request) = (find("start_call"), find("send_call_permission_request"));
    Calling {
        consent,
        may_call: yes(call, "can_perform_action"),
        may_ask: yes(request, "can_perform_action"),
        calls: quotas(call),
        asks: quotas(request),
    }
}

fn quotas(action: &Value) -> Vec<Quota> {
    let number = |it: &Value, key: &str| {
        integer(it, key).and_then(|it| u32::try_from(it).ok()).unwrap_or_default()
    };
    let quota = |it: &Value| {
        Some(Quota {
            within: span(&text(it, "time_period")?)?,
            most: number(it, "max_allowed"),
            used: number(it, "current_usage"),
            again: time(it, "limit_expiration_time").filter(|at| *at > Timestamp(0)),
        })
    };
    items(action, "limits").iter().filter_map(quota).collect()
}

/// A span as `PT24H` or `P7D` (ISO 8601), of hours or days alone.
fn span(text: &str) -> Option<Millis> {
    let (digits, hours) = match text.strip_prefix("PT") {
        Some(rest) => (rest.strip_suffix('H')?, true),
        None => (text.strip_prefix('P')?.strip_suffix('D')?, false),
    };
    let count: i64 = digits.parse().ok().filter(|it| (0..10_000).contains(it))?;
    Some(if hours { Millis::hours(count) } else { Millis::days(count) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_whatsapp_says_of_permission_is_read_whole() {
        let said = json!({"messaging_product": "whatsapp",
            "permission": {"status": "temporary", "expiration_time": 1_745_343_479},
            "actions": [
                {"action_name": "send_call_permission_request", "can_perform_action": false, "limits": [
                    {"time_period": "PT24H", "max_allowed": 1, "current_usage": 1, "limit_expiration_time": 1_745_000_000},
                    {"time_period": "P7D", "max_allowed": 2, "current_usage": 1}]},
                {"action_name": "start_call", "can_perform_action": true, "limits": [
                    {"time_period": "PT24H", "max_allowed": 100, "current_usage": 3}]}]});
        let it = calling(&said);
        assert_eq!(it.consent, Consent::Until(Timestamp::from_seconds(1_745_343_479)));
        assert!(it.may_call && !it.may_ask);
        assert_eq!(it.asks.iter().map(Quota::left).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(
            it.asks.first().and_then(|it| it.again),
            Some(Timestamp::from_seconds(1_745_000_000))
        );
        assert_eq!(
            it.calls.first().map(|it| (it.within, it.left())),
            Some((Millis::hours(24), 97))
        );
    }

    #[test]
    fn nothing_is_no_permission() {
        let none = calling(&json!({}));
        assert_eq!((none.consent, none.may_call, none.may_ask), (Consent::None, false, false));
        assert_eq!(span("P1Y"), None);
        assert_eq!(span("PT-1H"), None);
    }
}
