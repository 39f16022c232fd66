//! How a message of the business fares: sent, delivered, read, or failed, each told by a webhook.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::customer::Customer;
use crate::envelope::{Change, status_value};
use crate::error;
use crate::incoming;
use crate::line::{Line, Tick};
use crate::misbehaviour::Misbehaviour;
use crate::options::BusinessNumber;
use crate::outbox::Webhook;
use crate::put::Put as _;
use crate::world::{State, World};

/// A message whose statuses are told.
#[derive(Clone)]
pub(crate) struct Dispatch {
    pub(crate) wamid: String,
    pub(crate) customer: Customer,
    pub(crate) number: BusinessNumber,
    pub(crate) callback_data: Option<String>,
    /// Sent to a phone number, not to a BSUID.
    pub(crate) by_phone: bool,
    /// The category of a template; other messages are `service`.
    pub(crate) category: Option<String>,
    pub(crate) reaction: bool,
}

/// Tells `sent`, `delivered`, and `read` if the customer reads at once.
pub(crate) fn succeed(world: &Arc<World>, state: &mut State, dispatch: &Dispatch) {
    let step = world.options.status_delay;
    tell(world, state, dispatch, "sent", step);
    if state.plans.happens(&Misbehaviour::UnknownStatus) {
        tell(world, state, dispatch, "teleported", step);
    }
    // A reaction is not delivered or read: Meta tells only that it went.
    if !dispatch.reaction {
        if !state.plans.happens(&Misbehaviour::SkipDelivered) {
            tell(world, state, dispatch, "delivered", step * 2);
        }
        if dispatch.customer.auto_read {
            tell(world, state, dispatch, "read", step * 3);
        }
    }
}

/// Tells that a message failed after all.
pub(crate) fn fail(world: &Arc<World>, state: &mut State, dispatch: &Dispatch, code: i64) {
    let mut status = status(world, dispatch, "failed");
    if dispatch.by_phone
        && let Some(status) = status.as_object_mut()
    {
        status.remove("recipient_user_id");
    }
    status.put("errors", json!([error::in_webhook(code)]));
    post(world, state, dispatch, &status, world.options.status_delay);
}

/// The customer opens the chat: everything received from `number` is read.
pub(crate) fn read_all(world: &Arc<World>, chat: usize, number: &BusinessNumber) {
    let mut state = world.state();
    let unread: Vec<Line> = state
        .chat(chat)
        .lines
        .iter()
        .filter(|line| !line.mine && line.number == number.id && line.tick < Tick::Read)
        .cloned()
        .collect();
    for line in unread {
        state.raise(world, &line.wamid, Tick::Read);
        if line.kind == "reaction" {
            continue;
        }
        let dispatch = Dispatch {
            customer: state.chat(chat).customer.clone(),
            number: number.clone(),
            callback_data: line.callback_data.clone(),
            by_phone: false,
            category: None,
            reaction: false,
            wamid: line.wamid,
        };
        let after = line.arrived.map_or(Duration::ZERO, |arrived| {
            let left = arrived.saturating_duration_since(Instant::now());
            if left.is_zero() { left } else { left + world.options.status_delay }
        });
        tell(world, &mut state, &dispatch, "read", after);
    }
}

/// Posts the status that comes along with a message before its answer; its `done` tells when.
pub(crate) fn sent_before_answer(
    world: &Arc<World>,
    state: &mut State,
    dispatch: &Dispatch,
) -> Arc<tokio::sync::Notify> {
    let done = Arc::new(tokio::sync::Notify::new());
    let mut webhook = webhook(dispatch, &status(world, dispatch, "sent"));
    webhook.lane = incoming::alone();
    webhook.done = Some(Arc::clone(&done));
    incoming::post(world, state, webhook, Duration::ZERO);
    done
}

fn tell(world: &Arc<World>, state: &mut State, dispatch: &Dispatch, name: &str, after: Duration) {
    post(world, state, dispatch, &status(world, dispatch, name), after);
}

fn post(
    world: &Arc<World>,
    state: &mut State,
    dispatch: &Dispatch,
    status: &Value,
    after: Duration,
) {
    incoming::post(world, state, webhook(dispatch, status), after);
}

fn webhook(dispatch: &Dispatch, status: &Value) -> Webhook {
    let value = status_value(&dispatch.number, &dispatch.customer, status);
    Webhook::new(&dispatch.customer.phone, Change::messages(value))
}

fn status(world: &World, dispatch: &Dispatch, name: &str) -> Value {
    let customer = &dispatch.customer;
    let mut status = json!({
        "id": dispatch.wamid, "status": name, "timestamp": world.clock.now().to_string(),
    });
    if !customer.hide_phone {
        status.put("recipient_id", customer.wa_id());
    }
    if !customer.user_id.is_empty() {
        status.put("recipient_user_id", customer.user_id.clone());
    }
    if let Some(parent) = &customer.parent_user_id {
        status.put("recipient_parent_user_id", parent.clone());
    }
    if matches!(name, "sent" | "delivered") {
        status.put("pricing", pricing(dispatch.category.as_deref()));
    }
    if let Some(data) = &dispatch.callback_data {
        status.put("biz_opaque_callback_data", data.clone());
    }
    status
}

fn pricing(template: Option<&str>) -> Value {
    let kind = if template.is_some() { "regular" } else { "free_customer_service" };
    json!({
        "billable": template.is_some(),
        "pricing_model": "PMP",
        "type": kind,
        "category": template.unwrap_or("service"),
    })
}
