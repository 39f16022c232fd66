//! What customers send, and how a webhook goes out with the misbehaviours in force.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::envelope::{Change, message_value, sender, value};
use crate::ids;
use crate::line::{Line, Tick};
use crate::misbehaviour::Misbehaviour;
use crate::options::BusinessNumber;
use crate::outbox::{self, Webhook};
use crate::world::{State, World};

/// How long a gathering of webhooks waits for more.
const GATHERING: Duration = Duration::from_secs(2);

/// A customer sends a message: `message` has at least `type` and the object of that name; what Meta
/// adds (sender, id, timestamp) is added unless given.
pub(crate) fn say(
    world: &Arc<World>,
    chat: usize,
    number: &BusinessNumber,
    mut message: Map<String, Value>,
) -> String {
    let mut state = world.state();
    let customer = state.chat(chat).customer.clone();
    let at = stamp(world, &mut state, &mut message);
    for (key, value) in sender(&customer) {
        message.entry(key).or_insert(value);
    }
    let wamid = text_of(message.entry("id").or_insert_with(|| json!(ids::wamid())));
    if opens_window(&message) {
        let heard = state.chat_mut(chat).heard.entry(number.id.clone()).or_insert(at);
        *heard = (*heard).max(at);
    }
    let line = line_of(&message, &wamid, number, at);
    state.write(world, chat, &line);
    if state.chat(chat).blocked.contains(&number.id) {
        // They see one tick, and the business nothing.
        return wamid;
    }

    if state.plans.happens(&Misbehaviour::UnknownMessageType) {
        make_unknown(&mut message);
    }
    let with_contacts = !state.plans.happens(&Misbehaviour::OmitContacts);
    let value = message_value(number, &customer, &Value::Object(message), with_contacts);
    let mut webhook = Webhook::new(&customer.phone, Change::messages(value));
    webhook.wamids.push(wamid.clone());
    post(world, &mut state, webhook, Duration::ZERO);
    wamid
}

/// Sends a webhook as the misbehaviours in force want it sent.
pub(crate) fn post(
    world: &Arc<World>,
    state: &mut State,
    mut webhook: Webhook,
    mut after: Duration,
) {
    let plans = &mut state.plans;
    if plans.happens(&Misbehaviour::UnknownField) {
        add_the_unknown(world, &mut webhook);
    }
    if let Some(ms) = plans.take(|what| match what {
        Misbehaviour::DelayWebhooks { ms } => Some(*ms),
        _ => None,
    }) {
        after += Duration::from_millis(ms);
        // What is delayed lets the others pass.
        webhook.lane = alone();
    }
    let copies = plans.take(|what| match what {
        Misbehaviour::DuplicateWebhooks { copies } => Some(*copies),
        _ => None,
    });
    for _ in 0..copies.unwrap_or(0) {
        let copy = Webhook { lane: alone(), done: None, ..webhook.clone() };
        outbox::send(world, copy, after);
    }
    if plans.happens(&Misbehaviour::HoldWebhooks) {
        world.outbox.hold(webhook);
    } else if let Some((size, shuffle)) = plans.take(|what| match what {
        Misbehaviour::ReorderWebhooks { batch } => Some((*batch, true)),
        Misbehaviour::BatchWebhooks { size } => Some((*size, false)),
        _ => None,
    }) {
        gather(world, state, webhook, size, shuffle);
    } else {
        outbox::send(world, webhook, after);
    }
}

fn gather(world: &Arc<World>, state: &mut State, webhook: Webhook, size: usize, shuffle: bool) {
    let gathered = world.outbox.gather(webhook);
    if gathered >= size {
        let random = state.plans.random().fork();
        return scatter(world, shuffle.then_some(random));
    }
    if gathered == 1 {
        let random = shuffle.then(|| state.plans.random().fork());
        let own = Arc::clone(world);
        world.runtime.spawn(async move {
            tokio::time::sleep(GATHERING).await;
            scatter(&own, random);
        });
    }
}

/// Sends what was gathered: shuffled when there is a `random`, otherwise as one request.
fn scatter(world: &Arc<World>, random: Option<fastrand::Rng>) {
    let mut webhooks = world.outbox.gathered();
    match random {
        Some(mut random) => {
            random.shuffle(&mut webhooks);
            outbox::send_each(world, webhooks);
        }
        None => outbox::send_as_one(world, webhooks),
    }
}

/// The message's time: given, or now, or days ago when webhooks are to be late.
fn stamp(world: &World, state: &mut State, message: &mut Map<String, Value>) -> i64 {
    let given = message.get("timestamp").map(text_of).and_then(|text| text.parse::<i64>().ok());
    let days = state.plans.take(|what| match what {
        Misbehaviour::LateWebhooks { days } => Some(*days),
        _ => None,
    });
    let at = given.unwrap_or_else(|| world.clock.now()) - i64::from(days.unwrap_or(0)) * 86_400;
    message.insert("timestamp".into(), json!(at.to_string()));
    at
}

/// Whether it counts as the customer having written.
fn opens_window(message: &Map<String, Value>) -> bool {
    !matches!(message.get("type").and_then(Value::as_str), Some("system" | "edit" | "revoke"))
}

fn line_of(message: &Map<String, Value>, wamid: &str, number: &BusinessNumber, at: i64) -> Line {
    let kind = message.get("type").map(text_of).unwrap_or_default();
    Line {
        wamid: wamid.to_owned(),
        number: number.id.clone(),
        mine: true,
        body: message.get(&kind).cloned().unwrap_or(Value::Null),
        context: message.get("context").and_then(|context| context.get("id")).map(text_of),
        kind,
        at,
        callback_data: None,
        preview: None,
        tick: Tick::Sent,
        arrived: None,
    }
}

fn make_unknown(message: &mut Map<String, Value>) {
    let kind = message.insert("type".into(), json!("hologram")).map(|kind| text_of(&kind));
    let body = kind.and_then(|kind| message.remove(&kind));
    message.insert("hologram".into(), json!({ "depth": 3, "projection": body }));
}

fn add_the_unknown(world: &World, webhook: &mut Webhook) {
    for change in &mut webhook.changes {
        if let Some(known) = change.value.as_object_mut() {
            known.insert("moon_phase".into(), json!({ "illumination": 0.4, "waxing": true }));
        }
    }
    let mut unknown = value(world.first_number());
    unknown.insert("tides".into(), json!([{ "height": "2.1", "at": null }]));
    webhook.changes.push(Change { field: "tide_update".into(), value: Value::Object(unknown) });
}

/// A lane that nothing else is in.
pub(crate) fn alone() -> String {
    format!("alone {}", ids::digits(18))
}

pub(crate) fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
