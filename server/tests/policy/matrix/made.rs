//! One action of each kind that begins a conversation, or is about messages with more than text or a file.

use shared::chat::Begin;
use shared::command::Action;
use shared::conversation;
use shared::ids::{AgentId, ConversationId, MessageId, NumberId, UploadId};
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
    let (upload, values, file) = (UploadId(id.0), shared::template::Values::new(), None);
    let file_later = message::Action::ScheduleFile {
        id,
        upload,
        caption: None,
        voice: false,
        reply_to: None,
        due,
        unless_reply: false,
    };
    let (template_of, unless_reply) = ("1".to_owned(), false);
    let template_later = message::Action::ScheduleTemplate {
        id,
        template: template_of,
        values,
        file,
        due,
        unless_reply,
    };
    let moved = message::Action::Reschedule { id, due };
    let (back, now) = (message::Action::Withdraw { id }, message::Action::SendNow { id });
    [template, interactive, later, file_later, template_later, moved, back, now, forward, react]
        .map(|it| Action::Message(chat, it))
        .into()
}

/// About who asks for it, who follows, and what leads should look at.
pub fn following(chat: ConversationId, who: AgentId) -> [Action; 10] {
    use conversation::Action::{
        Ask, BringBack, Cede, Escalate, Follow, Keep, LetGo, Settle, Unask, Unfollow,
    };

    let (ask, keep, cede) = (Ask { of: who }, Keep { from: who }, Cede { to: who });
    let escalate = Escalate { reason: "Why".into() };
    let back = BringBack { who: vec![who] };
    [ask, Unask, keep, cede, escalate, Settle, Follow, Unfollow, LetGo { who }, back]
        .map(|it| Action::Conversation(chat, it))
}

/// About notes, and where one was mentioned in them.
pub fn noted(chat: ConversationId, about: MessageId) -> [Action; 5] {
    use shared::mention::Action::{See, SeeOne};
    use shared::note::Action::{Add, Delete, Discuss};

    let (id, audience) = (shared::ids::NoteId(about.0), shared::note::Audience::Everyone);
    let add = Add { id, pieces: vec![], files: vec![], audience };
    let discuss = Discuss { id, about, pieces: vec![], files: vec![], audience };
    let [add, discuss, delete] = [add, discuss, Delete { id }].map(|it| Action::Note(chat, it));
    let [all, one] = [See, SeeOne { note: id }].map(|it| Action::Mention(chat, it));
    [add, discuss, delete, all, one]
}

/// About calls.
pub fn calls(chat: ConversationId) -> [Action; 13] {
    use shared::call::Action::{Ask, Back, BeHeard, Decline, Dial, Hand, HangUp, Hold, Leave};
    use shared::call::Action::{MoreTime, Pass, Together, WrapUp};

    let call = shared::ids::CallId(chat.0);
    let to = shared::call::To::Agent(AgentId(chat.0));
    let (hold, dial) = (Hold { call, on: true }, Dial { call, digits: "1".into() });
    let heard = BeHeard { call, mode: shared::call::Mode::Barge };
    let (leave, more) = (Leave { call }, MoreTime { call });
    let done = WrapUp { call, outcome: None, note: None };
    let who = AgentId(chat.0);
    let asking = [Ask { call, who }, Together { call }, Back { call }, Pass { call, to: who }];
    let [ask, together, back, pass] = asking;
    let (hand, decline, hang_up) = (Hand { call, to }, Decline { call }, HangUp { call });
    [decline, hang_up, hold, hand, ask, together, back, pass, dial, heard, leave, done, more]
        .map(|it| Action::Call(chat, it))
}

/// About a new number.
pub fn add() -> shared::number::Action {
    shared::number::Action::Add {
        phone_number_id: "1".into(),
        display: "+1".into(),
        name: "One".into(),
        access_token: "t".into(),
        team: None,
        account: None,
    }
}

/// About how calls of a number are recorded.
pub fn record() -> shared::number::Action {
    let announcement = shared::number::Announcement::None;
    shared::number::Action::Record { on: true, announcement, days: None }
}

/// What an action is called in the table.
pub fn name(action: &Action) -> String {
    let (feature, it) = match action {
        Action::Begin(_, it) => ("chat", format!("{it:?}")),
        Action::Conversation(_, it) => ("conversation", format!("{it:?}")),
        Action::Message(_, it) => ("message", format!("{it:?}")),
        Action::Note(_, it) => ("note", format!("{it:?}")),
        Action::Call(_, it) => ("call", format!("{it:?}")),
        Action::Mention(_, it) => ("mention", format!("{it:?}")),
        Action::QuickReply(_, it) => ("quick_reply", format!("{it:?}")),
        Action::Contact(_, it) => ("contact", format!("{it:?}")),
        Action::Attribute(_, it) => ("attribute", format!("{it:?}")),
        Action::Agent(_, it) => ("agent", format!("{it:?}")),
        Action::Role(_, it) => ("role", format!("{it:?}")),
        Action::Team(_, it) => ("team", format!("{it:?}")),
        Action::Number(_, it) => ("number", format!("{it:?}")),
        Action::Label(_, it) => ("label", format!("{it:?}")),
        Action::Bulk(_, it) => ("bulk", format!("{it:?}")),
        Action::Space(_, it) => ("space", format!("{it:?}")),
        Action::Allocation(it) => ("allocation", format!("{it:?}")),
        Action::CallSettings(it) => ("calls", format!("{it:?}")),
    };
    format!("{feature} {}", it.split([' ', '{', '(']).next().unwrap())
}
