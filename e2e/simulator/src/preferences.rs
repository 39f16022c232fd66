//! Whether a customer wants offers from a business, as they say in WhatsApp's own settings of a chat.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::envelope::{Change, value};
use crate::incoming::post;
use crate::options::BusinessNumber;
use crate::outbox::Webhook;
use crate::world::{State, World};

/// The customer stops a number's marketing, or wants it again; the business is told.
pub(crate) fn choose(world: &Arc<World>, chat: usize, number: &BusinessNumber, wants: bool) {
    let mut state = world.state();
    let chat = state.chat_mut(chat);
    if wants {
        chat.no_marketing.remove(&number.id);
    } else {
        chat.no_marketing.insert(number.id.clone());
    }
    let customer = chat.customer.clone();
    let verb = if wants { "resume" } else { "stop" };
    let mut preference = json!({
        "user_id": customer.user_id, "detail": format!("User requested to {verb} marketing messages"),
        "category": "marketing_messages", "value": verb, "timestamp": world.clock.now(),
    });
    if !customer.hide_phone
        && let Some(preference) = preference.as_object_mut()
    {
        preference.insert("wa_id".into(), json!(customer.wa_id()));
    }
    let mut body = value(number);
    body.insert("user_preferences".into(), json!([preference]));
    let change = Change { field: "user_preferences".into(), value: body.into() };
    post(world, &mut state, Webhook::new(&customer.phone, change), Duration::ZERO);
    drop(state);
    world.changed.send_modify(|count| *count += 1);
}

/// Whether something of this category must not reach them from this number.
pub(crate) fn refuses(state: &State, chat: usize, number: &BusinessNumber, category: &str) -> bool {
    category.eq_ignore_ascii_case("marketing") && state.chat(chat).no_marketing.contains(&number.id)
}
