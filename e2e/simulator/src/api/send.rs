//! From a well-formed message to the customer's phone.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::calls::permission;
use crate::customer::{Customer, digits_of};
use crate::error::Refusal;
use crate::ids;
use crate::line::{Line, Tick};
use crate::misbehaviour::Misbehaviour;
use crate::options::{BusinessNumber, WindowCheck};
use crate::preferences;
use crate::put::Put as _;
use crate::simulator::Accepted;
use crate::statuses::{self, Dispatch};
use crate::templates;
use crate::world::{State, World};

/// Seconds after a customer's message in which the business may write freely.
const WINDOW: i64 = 24 * 60 * 60;

/// What somebody wants sent.
pub(crate) struct Order {
    pub(crate) number: BusinessNumber,
    pub(crate) message: Value,
}

/// A message on its way, with what the answer says.
pub(crate) struct OnItsWay {
    pub(crate) dispatch: Dispatch,
    pub(crate) answer: Value,
    /// What becomes of it, once the answer is out.
    pub(crate) fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Arrives,
    Fails(i64),
}

/// Takes the order: from here on it is sent, whatever happens to the answer.
pub(crate) fn accept(world: &Arc<World>, order: Order) -> Result<OnItsWay, Refusal> {
    let Order { number, message } = order;
    let to = text(&message, "to").or_else(|| text(&message, "recipient")).unwrap_or_default();
    let by_phone = text(&message, "to").is_some_and(|to| !to.contains('.'));
    if digits_of(&to) == number.display {
        return Err(Refusal::of(131_021));
    }
    let chat = recipient(world, &to, by_phone);
    let mut state = world.state();
    check_media(&state, &message)?;
    let has_media = |id: &str| state.media.contains_key(id);
    let template = templates::check(&state.templates, &message, has_media)?;
    let now = world.clock.now();
    let open =
        template.is_some() || chat.is_none_or(|chat| window_open(&state, chat, &number, now));
    if !open && world.options.window == WindowCheck::AtOnce {
        return Err(Refusal::of(131_047));
    }
    let wamid = ids::wamid();
    if let Some(chat) = chat.filter(|_| asks_to_call(&message)) {
        permission::ask(&mut state, now, chat, &number, &wamid)?;
    }
    state.limits.take(&world.options, &number.id, &to)?;

    let customer = chat.map_or_else(
        || Customer { phone: digits_of(&to), ..Customer::default() },
        |chat| state.chat(chat).customer.clone(),
    );
    let unwanted = |state: &State| {
        let category = template.as_ref().map(|it| it.category.as_str());
        chat.zip(category).is_some_and(|(chat, it)| preferences::refuses(state, chat, &number, it))
    };
    let fate = match fate(world, &mut state, chat, open) {
        Fate::Arrives if !reactable(&state, &message, now) => Fate::Fails(131_009),
        Fate::Arrives if unwanted(&state) => Fate::Fails(131_050),
        fate => fate,
    };
    let kind = text(&message, "type").unwrap_or_else(|| "text".into());
    let dispatch = Dispatch {
        wamid: wamid.clone(),
        number: number.clone(),
        callback_data: text(&message, "biz_opaque_callback_data"),
        by_phone,
        category: template.as_ref().map(|template| template.category.to_lowercase()),
        reaction: kind == "reaction",
        customer,
    };
    let answer = answer(&dispatch, &to, template.is_some());
    if let (Some(chat), Fate::Arrives) = (chat, fate) {
        let preview = template.map(|template| template.text);
        let line = line(world, &dispatch, &message, kind, preview);
        state.write(world, chat, &line);
    }
    state.accepted.push(Accepted { wamid, number: number.id, at: now, request: message });
    drop(state);
    world.changed.send_modify(|count| *count += 1);
    Ok(OnItsWay { dispatch, answer, fate })
}

/// The customer's chat; an unknown phone number becomes one if the options say so.
pub(super) fn recipient(world: &World, to: &str, by_phone: bool) -> Option<usize> {
    let known = world.state().find(to);
    if known.is_none() && by_phone && world.options.adopt_unknown {
        return Some(world.add(Customer { phone: digits_of(to), ..Customer::default() }));
    }
    known
}

/// Whether it is a request for permission to call.
fn asks_to_call(message: &Value) -> bool {
    message.pointer("/interactive/type").and_then(Value::as_str) == Some("call_permission_request")
}

/// An adopted stranger has written before, to a simulator that has forgotten it.
fn window_open(state: &State, chat: usize, number: &BusinessNumber, now: i64) -> bool {
    let chat = state.chat(chat);
    let stranger = chat.heard.is_empty() && chat.customer.name.starts_with('+');
    stranger || chat.heard.get(&number.id).is_some_and(|heard| now - heard < WINDOW)
}

fn fate(world: &World, state: &mut State, chat: Option<usize>, open: bool) -> Fate {
    let told = state.plans.take(|what| match what {
        Misbehaviour::FailLater { code } => Some(*code),
        _ => None,
    });
    if let Some(code) = told {
        return Fate::Fails(code);
    }
    if chat.is_none() {
        return Fate::Fails(131_026);
    }
    if !open && world.options.window == WindowCheck::Later {
        return Fate::Fails(131_047);
    }
    Fate::Arrives
}

/// Whether there is such a message to react to: none of more than 30 days, and no reaction. Meta tells it by a status.
fn reactable(state: &State, message: &Value, now: i64) -> bool {
    let Some(target) = message.get("reaction").and_then(|it| text(it, "message_id")) else {
        return true;
    };
    let line = state.line(&target).and_then(|(chat, at)| state.chat(chat).lines.get(at));
    line.is_some_and(|line| line.kind != "reaction" && now - line.at < 30 * 24 * 60 * 60)
}

/// An id that was never uploaded is refused at once.
fn check_media(state: &State, message: &Value) -> Result<(), Refusal> {
    let kind = text(message, "type").unwrap_or_default();
    let Some(media) = message.get(&kind).and_then(|body| text(body, "id")) else { return Ok(()) };
    if state.media.contains_key(&media) {
        return Ok(());
    }
    Err(Refusal::parameter(format!(
        "Param {kind}['id'] is not a valid whatsapp business account media attachment ID"
    )))
}

fn answer(dispatch: &Dispatch, to: &str, template: bool) -> Value {
    let customer = &dispatch.customer;
    let mut contact = json!({ "input": to });
    if dispatch.by_phone || !customer.hide_phone {
        contact.put("wa_id", customer.wa_id());
    }
    if !dispatch.by_phone {
        contact.put("user_id", customer.user_id.clone());
    }
    let mut message = json!({ "id": dispatch.wamid });
    if template {
        message.put("message_status", "accepted");
    }
    json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [message] })
}

fn line(
    world: &World,
    dispatch: &Dispatch,
    message: &Value,
    kind: String,
    preview: Option<String>,
) -> Line {
    let read = dispatch.customer.auto_read;
    Line {
        wamid: dispatch.wamid.clone(),
        number: dispatch.number.id.clone(),
        mine: false,
        body: message.get(&kind).cloned().unwrap_or(Value::Null),
        context: message.get("context").and_then(|context| text(context, "message_id")),
        kind,
        at: world.clock.now(),
        callback_data: dispatch.callback_data.clone(),
        preview,
        tick: if read { Tick::Read } else { Tick::Delivered },
        arrived: Some(std::time::Instant::now() + world.options.status_delay * 2),
    }
}

/// Starts the statuses, after the answer.
pub(crate) fn tell_fate(world: &Arc<World>, on_its_way: &OnItsWay) {
    let mut state = world.state();
    match on_its_way.fate {
        Fate::Arrives => statuses::succeed(world, &mut state, &on_its_way.dispatch),
        Fate::Fails(code) => statuses::fail(world, &mut state, &on_its_way.dispatch, code),
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}
