//! What WhatsApp tells of calls: the field `calls`, spelled by hand from Meta's examples.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Call, Until};
use crate::customer::Customer;
use crate::envelope::{Change, contact, value};
use crate::error;
use crate::incoming::post;
use crate::outbox::Webhook;
use crate::put::Put as _;
use crate::world::{State, World};

/// The call begins: with the offer of a customer who calls, or the answer to the business's.
pub(super) fn connect(world: &Arc<World>, state: &mut State, id: &str, kind: &str, sdp: &str) {
    let session = json!({ "sdp_type": kind, "sdp": sdp });
    tell(world, state, id, |world, call, customer| {
        let mut told = about(world, call, customer, "connect");
        told.put("session", session);
        json!({ "calls": [told] })
    });
}

/// The call is over; `error` is why, if something went wrong.
pub(super) fn terminate(world: &Arc<World>, state: &mut State, id: &str, error: Option<i64>) {
    tell(world, state, id, |world, call, customer| {
        let mut told = about(world, call, customer, "terminate");
        told.put("status", if error.is_some() { "FAILED" } else { "COMPLETED" });
        if let (Some(start), Some(end)) = (call.started_at, call.ended_at) {
            told.put("start_time", start.to_string());
            told.put("end_time", end.to_string());
            told.put("duration", (end - start).max(0));
        }
        let mut body = json!({ "calls": [told] });
        if let Some(code) = error {
            body.put("errors", json!([error::in_webhook(code)]));
        }
        body
    });
    release(world, state, id, Until::Ended);
}

/// `RINGING`, `ACCEPTED` or `REJECTED`, of a call by the business.
pub(super) fn status(world: &Arc<World>, state: &mut State, id: &str, status: &str) {
    tell(world, state, id, |world, call, customer| {
        let mut told = json!({
            "id": call.id, "type": "call", "status": status,
            "timestamp": world.clock.now().to_string(), "recipient_user_id": customer.user_id,
        });
        if !customer.hide_phone {
            told.put("recipient_id", customer.wa_id());
        }
        if let Some(data) = &call.callback_data {
            told.put("biz_opaque_callback_data", data.as_str());
        }
        json!({ "statuses": [told] })
    });
    if status == "ACCEPTED" {
        release(world, state, id, Until::Answered);
    }
}

fn about(world: &World, call: &Call, customer: &Customer, event: &str) -> Value {
    let mut told = json!({
        "id": call.id, "event": event, "timestamp": world.clock.now().to_string(),
        "direction": call.direction(),
    });
    let (theirs, ours, id) =
        if call.incoming { ("from", "to", "from_user_id") } else { ("to", "from", "to_user_id") };
    told.put(ours, call.number.display.as_str());
    told.put(id, customer.user_id.as_str());
    if !customer.hide_phone {
        told.put(theirs, customer.wa_id());
    }
    if let Some(data) = &call.callback_data {
        told.put("biz_opaque_callback_data", data.as_str());
    }
    told
}

/// Posts it, or keeps it back with the others of its call.
fn tell(
    world: &Arc<World>,
    state: &mut State,
    id: &str,
    body: impl FnOnce(&World, &Call, &Customer) -> Value,
) {
    let Some(at) = state.calls.iter().position(|call| call.id == id) else { return };
    let Some(call) = state.calls.get(at) else { return };
    let customer = state.chat(call.chat).customer.clone();
    let body = body(world, call, &customer);
    let mut told = value(&call.number);
    told.insert("contacts".into(), json!([contact(&customer)]));
    let news = body.as_object().cloned().unwrap_or_default();
    let free = match call.held_until {
        None => true,
        Some(Until::Ended) => told_end(&body),
        Some(Until::Answered) => {
            told_end(&body) || body.pointer("/statuses/0/status") == Some(&json!("ACCEPTED"))
        }
    };
    told.extend(news);
    let webhook =
        Webhook::new(&customer.phone, Change { field: "calls".into(), value: told.into() });
    match state.calls.get_mut(at) {
        Some(call) if !free => call.held.push(webhook),
        _ => post(world, state, webhook, Duration::ZERO),
    }
}

fn told_end(body: &Value) -> bool {
    body.pointer("/calls/0/event") == Some(&json!("terminate"))
}

/// Lets go of what was kept back until this.
fn release(world: &Arc<World>, state: &mut State, id: &str, now: Until) {
    let Some(call) = state.call(id) else { return };
    if now == Until::Answered && call.held_until != Some(Until::Answered) {
        return;
    }
    call.held_until = None;
    for webhook in std::mem::take(&mut call.held) {
        post(world, state, webhook, Duration::ZERO);
    }
}
