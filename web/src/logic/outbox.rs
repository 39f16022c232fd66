//! Commands that are on their way. It decides what is sent next; it sends nothing itself.

use shared::call;
use shared::command::{Action, Command};
use shared::event::Seq;
use shared::ids::{CommandId, ConversationId, MessageId};
use shared::message;
use shared::note::{self, Piece};
use shared::problem::Code;
use shared::time::Timestamp;

/// How often a command may meet a fault of the server before its sender is told.
pub const FAULTS_MAX: u32 = 5;

/// Commands that are on their way, in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
}

/// One command on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same id each time it is sent, so that it happens once.
    pub command: Command,
    /// When it was given.
    pub at: Timestamp,
    /// How far it is.
    pub stage: Stage,
    /// Whether the latest attempt got no answer.
    pub troubled: bool,
}

/// How far a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its turn has not come.
    Waiting,
    /// Asked, and asked again until there is an answer.
    Asked,
    /// Done; to be seen at this place in the log.
    Done(Seq),
}

/// A message that is being sent or a note that is being added, as the thread shows it until the log says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// The id it will have.
    pub id: MessageId,
    /// What it says.
    pub text: &'a str,
    /// What it says when it is a note.
    pub note: Option<&'a [Piece]>,
    /// What it answers.
    pub reply_to: Option<MessageId>,
    /// When it was given.
    pub at: Timestamp,
    /// Whether the latest attempt got no answer.
    pub troubled: bool,
}

impl Outbox {
    /// Adds a command.
    pub fn push(&mut self, command: Command, at: Timestamp) {
        self.entries.push(Entry { command, at, stage: Stage::Waiting, troubled: false });
    }

    /// Adds a command that was given before all others, unless it is here; its latest attempt got no answer.
    pub fn push_first(&mut self, command: Command, at: Timestamp) {
        if self.entries.iter().all(|it| it.command.id != command.id) {
            self.entries.insert(0, Entry { command, at, stage: Stage::Waiting, troubled: true });
        }
    }

    /// What may be asked now, marked as asked. In one conversation one thing is asked at a time, so that what was
    /// written first is said first.
    pub fn take_turns(&mut self) -> Vec<Command> {
        let mut next = Vec::new();
        let mut busy: Vec<ConversationId> = self
            .entries
            .iter()
            .filter(|entry| entry.stage == Stage::Asked)
            .filter_map(Entry::lane)
            .collect();
        for entry in self.entries.iter_mut().filter(|entry| entry.stage == Stage::Waiting) {
            let lane = entry.lane();
            if lane.is_some_and(|lane| busy.contains(&lane)) {
                continue;
            }
            busy.extend(lane);
            entry.stage = Stage::Asked;
            next.push(entry.command.clone());
        }
        next
    }

    /// An attempt got no answer.
    pub fn trouble(&mut self, id: CommandId) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.command.id == id) {
            entry.troubled = true;
        }
    }

    /// It is done, and will be seen at `seq`.
    pub fn done(&mut self, id: CommandId, seq: Seq) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.command.id == id) {
            entry.stage = Stage::Done(seq);
            entry.troubled = false;
        }
    }

    /// It was refused and will not happen.
    pub fn refused(&mut self, id: CommandId) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.command.id == id)?;
        Some(self.entries.remove(at))
    }

    /// Nobody is asking any more (the session ended): what has no answer waits for its turn again.
    pub fn pause(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.stage == Stage::Asked) {
            entry.stage = Stage::Waiting;
        }
    }

    /// The picture shows everything up to `seq`, and so what was done until then. Says whether that changes anything.
    pub fn settle(&mut self, seq: Seq) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| !matches!(entry.stage, Stage::Done(done) if done <= seq));
        self.entries.len() != before
    }

    /// The messages that are being sent to a conversation, oldest first.
    pub fn outgoing(&self, to: ConversationId) -> impl Iterator<Item = Outgoing<'_>> {
        self.entries.iter().filter_map(move |entry| match &entry.command.action {
            Action::Message(id, message::Action::Send { id: message, text, reply_to })
                if *id == to =>
            {
                Some(Outgoing {
                    id: *message,
                    text,
                    note: None,
                    reply_to: *reply_to,
                    at: entry.at,
                    troubled: entry.troubled,
                })
            }
            Action::Message(
                id,
                message::Action::SendFile { id: message, caption, reply_to, .. },
            ) if *id == to => Some(Outgoing {
                id: *message,
                text: caption.as_deref().unwrap_or("📎 File"),
                note: None,
                reply_to: *reply_to,
                at: entry.at,
                troubled: entry.troubled,
            }),
            Action::Note(id, note::Action::Add { id: note, pieces, .. }) if *id == to => {
                Some(Outgoing {
                    id: note.as_message(),
                    text: "",
                    note: Some(pieces),
                    reply_to: None,
                    at: entry.at,
                    troubled: entry.troubled,
                })
            }
            _ => None,
        })
    }

    /// The answers to a conversation that the picture may not have yet.
    pub fn answers(&self, to: ConversationId) -> Vec<MessageId> {
        let answer = |entry: &Entry| match &entry.command.action {
            Action::Message(id, action) if *id == to => action.answers(),
            _ => None,
        };
        self.entries.iter().filter_map(answer).collect()
    }

    /// How many have no answer yet.
    pub fn unanswered(&self) -> usize {
        self.entries.iter().filter(|entry| !matches!(entry.stage, Stage::Done(_))).count()
    }

    /// Whether something like this is on its way.
    pub fn any(&self, like: impl Fn(&Action) -> bool) -> bool {
        self.entries.iter().any(|entry| like(&entry.command.action))
    }
}

impl Entry {
    const fn lane(&self) -> Option<ConversationId> {
        match &self.command.action {
            Action::Message(id, _)
            | Action::Conversation(id, _)
            | Action::Note(id, _)
            | Action::Contact(id, _)
            // Tones are heard in the order in which their keys were pressed.
            // And what came of a call is said after the note about it.
            | Action::Call(
                id,
                call::Action::Dial { .. } | call::Action::Hold { .. } | call::Action::WrapUp { .. },
            ) => Some(*id),
            // Whoever hangs up waits for no message.
            Action::Call(..)
            | Action::Begin(..)
            | Action::Mention(..)
            | Action::QuickReply(..)
            | Action::Agent(..)
            | Action::Role(..)
            | Action::Team(..)
            | Action::Number(..)
            | Action::Label(..)
            | Action::Attribute(..)
            | Action::Space(..)
            | Action::Bulk(..)
            | Action::CallSettings(_)
            | Action::Allocation(_) => None,
        }
    }
}

/// Whether a refusal is about this moment only, so that the same command may be asked again: after a fault at most
/// [`FAULTS_MAX`] times, otherwise for as long as it takes.
pub const fn again(code: Code, faults: u32) -> bool {
    match code {
        Code::Unavailable | Code::TooMany => true,
        Code::Internal => faults < FAULTS_MAX,
        Code::Malformed
        | Code::Invalid
        | Code::NotLoggedIn
        | Code::WrongPassword
        | Code::LinkExpired
        | Code::Forbidden
        | Code::NotFound
        | Code::Answered
        | Code::Changed
        | Code::Conflict
        | Code::Taken
        | Code::WindowClosed
        | Code::TooLarge
        | Code::Unsupported
        | Code::Outdated => false,
    }
}

#[cfg(test)]
mod tests;
