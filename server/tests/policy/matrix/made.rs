//! One action of each kind that begins a conversation, or is about messages with more than text or a file.

use shared::chat::Begin;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId, NumberId};
use shared::message;

/// A conversation with somebody who has not written.
pub fn begin(chat: ConversationId, number: NumberId) -> Action {
    Action::Begin(chat, Begin { number, phone: String::new(), name: String::new() })
}

/// Messages that are more than text or a file.
pub fn made(chat: ConversationId, id: MessageId) -> Vec<Action> {
    let (template, values) = ("1".into(), shared::template::Values::new());
    let interactive = message::Interactive::default();
    let template = message::Action::SendTemplate { id, template, values, file: None };
    let interactive = message::Action::SendInteractive { id, interactive, reply_to: None };
    let react = message::Action::React { id, target: id, emoji: None };
    let forward = message::Action::Forward { id, of: chat, message: id };
    let due = shared::time::Timestamp(0);
    let text = "Hi".into();
    let later = message::Action::Schedule { id, text, reply_to: None, due, unless_reply: false };
    let (back, now) = (message::Action::Withdraw { id }, message::Action::SendNow { id });
    [template, interactive, later, back, now, forward, react]
        .map(|it| Action::Message(chat, it))
        .into()
}
