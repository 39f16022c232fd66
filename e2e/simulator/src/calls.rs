//! Calls, as WhatsApp leads them: who calls whom, what came of it, and the voice on the customer's side.

mod lead;
pub(crate) mod permission;
pub(crate) mod sdp;
mod webhooks;

use serde::Serialize;
use serde_json::{Value, json};

use crate::options::BusinessNumber;
use crate::outbox::Webhook;
use crate::voice::{Heard, Voice};
use crate::world::State;

pub(crate) use lead::{
    accept, answer, call, connect, decline, hang_up, pre_accept, reject, terminate,
};

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has answered yet.
    Ringing,
    /// They talk.
    Accepted,
    /// Whoever was called did not want to.
    Rejected,
    /// It is over, or was never answered.
    Ended,
}

/// A call as tests see it.
#[derive(Clone, Debug, Serialize)]
pub struct CallState {
    /// The call's id at WhatsApp (`wacid`).
    pub id: String,
    /// The `phone_number_id` of the business.
    pub number: String,
    /// `USER_INITIATED` or `BUSINESS_INITIATED`.
    pub direction: &'static str,
    /// Where it is.
    pub state: Phase,
    /// The business has announced that it will answer.
    pub pre_accepted: bool,
    /// Sound can flow.
    pub connected: bool,
    /// When it was answered, in Unix seconds.
    pub started_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// What the customer plays, in Hz.
    pub tone: u32,
    /// What the customer hears; after the end, what they last heard.
    pub heard: Heard,
}

pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) chat: usize,
    pub(crate) number: BusinessNumber,
    /// The customer called.
    pub(crate) incoming: bool,
    pub(crate) phase: Phase,
    /// What the business answered with, at `pre_accept`.
    pub(crate) answer: Option<String>,
    pub(crate) voice: Voice,
    pub(crate) started_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) callback_data: Option<String>,
    /// Webhooks that a misbehaviour keeps back.
    held: Vec<Webhook>,
    held_until: Option<Until>,
}

/// What ends the keeping back of a call's webhooks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    Answered,
    Ended,
}

impl Call {
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Rejected | Phase::Ended)
    }

    /// How it is now. Decodes what is heard: not while the world is locked.
    pub(crate) fn snapshot(&self) -> impl FnOnce() -> CallState + Send + 'static {
        let voice = self.voice.clone();
        let state = CallState {
            id: self.id.clone(),
            number: self.number.id.clone(),
            direction: self.direction(),
            state: self.phase,
            pre_accepted: self.answer.is_some(),
            connected: !self.is_over() && voice.is_connected(),
            started_at: self.started_at,
            ended_at: self.ended_at,
            tone: voice.tone(),
            heard: Heard::default(),
        };
        move || CallState { heard: voice.heard(), ..state }
    }

    fn direction(&self) -> &'static str {
        if self.incoming { "USER_INITIATED" } else { "BUSINESS_INITIATED" }
    }

    /// For the page, without what is heard.
    fn brief(&self) -> Value {
        json!({
            "id": self.id, "number": self.number.id, "direction": self.direction(), "state": self.phase,
            "started_at": self.started_at, "ended_at": self.ended_at,
        })
    }
}

impl State {
    pub(crate) fn call(&mut self, id: &str) -> Option<&mut Call> {
        self.calls.iter_mut().find(|call| call.id == id)
    }

    /// The latest call with a customer, over or not.
    pub(crate) fn latest_call(&mut self, chat: usize) -> Option<&mut Call> {
        self.calls.iter_mut().rfind(|call| call.chat == chat)
    }

    /// Whether they are already talking, or about to.
    pub(crate) fn in_call(&self, chat: usize, number: &BusinessNumber) -> bool {
        self.calls
            .iter()
            .any(|call| call.chat == chat && call.number.id == number.id && !call.is_over())
    }
}

/// The page's news of a call.
pub(crate) fn told(call: &Call, phone: &str) -> Value {
    json!({ "type": "call", "phone": phone, "call": call.brief() })
}

/// The latest call, for the page.
pub(crate) fn brief_of(state: &State, chat: usize) -> Option<Value> {
    state.calls.iter().rfind(|call| call.chat == chat).map(Call::brief)
}
