//! Whether the business may call a customer: asked for by a message, given for a week or for good, taken back at will.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::envelope::{Change, message_value, sender};
use crate::error::Refusal;
use crate::ids;
use crate::incoming::post;
use crate::line::{Line, Tick};
use crate::options::BusinessNumber;
use crate::outbox::Webhook;
use crate::put::Put as _;
use crate::world::{State, World};

const DAY: i64 = 24 * 60 * 60;
/// How long a permission lasts that is not for good.
const TEMPORARY: i64 = 7 * DAY;
/// Requests to one customer: in a day, and in a week. A call that connects makes them forgotten.
const REQUESTS_A_DAY: usize = 1;
const REQUESTS_A_WEEK: usize = 2;
/// Calls to one customer that connect in a day.
const CALLS_A_DAY: usize = 100;

/// What one customer allows one number.
#[derive(Default)]
pub(crate) struct Permission {
    given: Option<Given>,
    /// When the business asked, and by which message.
    requests: Vec<(i64, String)>,
    /// When calls of the business connected.
    calls: Vec<i64>,
}

#[derive(Clone, Copy)]
enum Given {
    ForGood,
    /// Until then, in Unix seconds.
    Until(i64),
}

impl Permission {
    fn holds(&self, now: i64) -> Option<Given> {
        self.given.filter(|given| match given {
            Given::ForGood => true,
            Given::Until(end) => *end > now,
        })
    }

    fn asked(&self, since: i64) -> usize {
        self.requests.iter().filter(|(at, _)| *at > since).count()
    }

    fn may_ask(&self, now: i64) -> bool {
        self.asked(now - DAY) < REQUESTS_A_DAY && self.asked(now - 7 * DAY) < REQUESTS_A_WEEK
    }

    fn called(&self, now: i64) -> usize {
        self.calls.iter().filter(|at| **at > now - DAY).count()
    }
}

fn of<'a>(state: &'a mut State, chat: usize, number: &BusinessNumber) -> &'a mut Permission {
    state.permissions.entry((chat, number.id.clone())).or_default()
}

/// Refuses a call that is not allowed.
pub(crate) fn check_call(
    world: &World,
    chat: usize,
    number: &BusinessNumber,
) -> Result<(), Refusal> {
    let now = world.clock.now();
    let mut state = world.state();
    let permission = of(&mut state, chat, number);
    if permission.holds(now).is_none() {
        return Err(Refusal::of(138_006));
    }
    if permission.called(now) >= CALLS_A_DAY {
        return Err(Refusal::of(138_012));
    }
    Ok(())
}

/// The business asks by this message, or is refused to.
pub(crate) fn ask(
    state: &mut State,
    now: i64,
    chat: usize,
    number: &BusinessNumber,
    wamid: &str,
) -> Result<(), Refusal> {
    let permission = of(state, chat, number);
    if matches!(permission.holds(now), Some(Given::ForGood)) {
        return Err(Refusal::of(138_017));
    }
    if !permission.may_ask(now) {
        return Err(Refusal::of(138_009));
    }
    permission.requests.push((now, wamid.to_owned()));
    Ok(())
}

/// A call of the business connected.
pub(super) fn connected(world: &World, state: &mut State, chat: usize, number: &BusinessNumber) {
    let permission = of(state, chat, number);
    permission.requests.clear();
    permission.calls.push(world.clock.now());
}

/// A customer called, by which they may be called back where the business has set that up.
pub(super) fn called(
    world: &Arc<World>,
    state: &mut State,
    chat: usize,
    number: &BusinessNumber,
    wacid: &str,
) {
    if !world.options.callback_permission
        || of(state, chat, number).holds(world.clock.now()).is_some()
    {
        return;
    }
    let until = world.clock.now() + TEMPORARY;
    of(state, chat, number).given = Some(Given::Until(until));
    let reply = json!({
        "response": "accept", "is_permanent": false, "expiration_timestamp": until,
        "response_source": "automatic",
    });
    tell(world, state, chat, number, &reply, Some(wacid.to_owned()));
}

/// The customer answers the latest request, or says it in the profile of the business when there is none.
pub(crate) fn reply(
    world: &Arc<World>,
    chat: usize,
    number: &BusinessNumber,
    allow: bool,
    permanent: bool,
) {
    let mut state = world.state();
    let now = world.clock.now();
    let permission = of(&mut state, chat, number);
    let request = permission.requests.last().map(|(_, wamid)| wamid.clone());
    let until = now + TEMPORARY;
    permission.given = match (allow, permanent) {
        (false, _) => None,
        (true, true) => Some(Given::ForGood),
        (true, false) => Some(Given::Until(until)),
    };
    let mut reply = json!({
        "response": if allow { "accept" } else { "reject" }, "response_source": "user_action",
    });
    if allow {
        reply.put("is_permanent", permanent);
        if !permanent {
            reply.put("expiration_timestamp", until);
        }
    }
    tell(world, &mut state, chat, number, &reply, request);
}

fn tell(
    world: &Arc<World>,
    state: &mut State,
    chat: usize,
    number: &BusinessNumber,
    reply: &Value,
    context: Option<String>,
) {
    let customer = state.chat(chat).customer.clone();
    let wamid = ids::wamid();
    let body = json!({ "type": "call_permission_reply", "call_permission_reply": reply });
    let mut message: Map<String, Value> = sender(&customer);
    message.insert("id".into(), json!(wamid));
    message.insert("timestamp".into(), json!(world.clock.now().to_string()));
    message.insert("type".into(), json!("interactive"));
    message.insert("interactive".into(), body.clone());
    if let Some(id) = &context {
        message.insert("context".into(), json!({ "from": number.display, "id": id }));
    }
    let line = Line {
        wamid: wamid.clone(),
        number: number.id.clone(),
        mine: true,
        kind: "interactive".into(),
        body,
        context,
        at: world.clock.now(),
        callback_data: None,
        preview: None,
        tick: Tick::Sent,
        arrived: None,
    };
    state.write(world, chat, &line);
    let value = message_value(number, &customer, &message.into(), true);
    let mut webhook = Webhook::new(&customer.phone, Change::messages(value));
    webhook.wamids.push(wamid);
    post(world, state, webhook, Duration::ZERO);
}

/// `GET /{phone}/call_permissions`: what is allowed, and what is left.
pub(crate) fn describe(world: &World, chat: Option<usize>, number: &BusinessNumber) -> Value {
    let now = world.clock.now();
    let mut state = world.state();
    let nothing = &mut Permission::default();
    let known = match chat {
        Some(chat) => of(&mut state, chat, number),
        None => nothing,
    };
    let held = known.holds(now);
    let permission = match held {
        None => json!({ "status": "no_permission" }),
        Some(Given::ForGood) => json!({ "status": "permanent" }),
        Some(Given::Until(end)) => json!({ "status": "temporary", "expiration_time": end }),
    };
    let limit = |period: &str, most: usize, used: usize, oldest: Option<i64>, span: i64| {
        let mut limit =
            json!({ "time_period": period, "max_allowed": most, "current_usage": used });
        if let Some(oldest) = oldest.filter(|_| used >= most) {
            limit.put("limit_expiration_time", oldest + span);
        }
        limit
    };
    let first_request =
        |span: i64| known.requests.iter().map(|(at, _)| *at).find(|at| *at > now - span);
    let first_call = known.calls.iter().copied().find(|at| *at > now - DAY);
    let may_ask = !matches!(held, Some(Given::ForGood)) && known.may_ask(now);
    json!({
        "messaging_product": "whatsapp",
        "permission": permission,
        "actions": [
            { "action_name": "send_call_permission_request", "can_perform_action": may_ask, "limits": [
                limit("PT24H", REQUESTS_A_DAY, known.asked(now - DAY), first_request(DAY), DAY),
                limit("P7D", REQUESTS_A_WEEK, known.asked(now - 7 * DAY), first_request(7 * DAY), 7 * DAY),
            ] },
            { "action_name": "start_call", "can_perform_action": held.is_some() && known.called(now) < CALLS_A_DAY,
              "limits": [limit("PT24H", CALLS_A_DAY, known.called(now), first_call, DAY)] },
        ],
    })
}
