//! What is said in a thread, and how far it got.

pub mod content;
pub mod delivery;
pub mod details;
pub mod file;
pub mod interactive;
pub mod reaction;
pub mod sending;

use serde::{Deserialize, Serialize};

pub use content::Content;
pub use delivery::{Delivery, Failure, Status};
pub use details::Details;
pub use file::{Bytes, File};
pub use interactive::Interactive;
pub use sending::SentAs;

use crate::ids::{AgentId, ConversationId, MessageId, UploadId};
use crate::template::Values;
use crate::time::Timestamp;

/// Longest text of a message, in characters (Cloud API, text messages).
pub const TEXT_MAX: usize = 4096;

/// One message, from either side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Ours; for one of ours also what WhatsApp echoes in its statuses.
    pub id: MessageId,
    /// Where it was said.
    pub conversation: ConversationId,
    /// Who said it.
    pub author: Author,
    /// What was said.
    pub content: Content,
    /// What it answers.
    pub reply_to: Option<Quote>,
    /// When it was said: WhatsApp's second, and within it by arrival.
    pub at: Timestamp,
    /// When it reached us; much later than `at` when WhatsApp had to repeat it.
    pub arrived: Timestamp,
    /// Counts up with each change.
    pub version: u32,
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The customer.
    Contact,
    /// One of us, here.
    Agent(AgentId),
    /// One of us, in the WhatsApp Business app.
    Phone,
    /// Nobody: what a setting says is said by itself.
    Automatic,
    /// WhatsApp.
    System,
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Which; absent when it is older than what we know.
    pub message: Option<MessageId>,
    /// In one line, when we know it.
    pub preview: Option<String>,
    /// Whether we had said it, when we know it.
    pub outgoing: Option<bool>,
}

/// The place of a message in its thread: WhatsApp's time, then arrival.
pub type Place = (Timestamp, MessageId);

impl Message {
    /// The place in its thread.
    pub const fn place(&self) -> Place {
        (self.at, self.id)
    }

    /// Whether we said it.
    pub const fn outgoing(&self) -> bool {
        matches!(self.author, Author::Agent(_) | Author::Phone | Author::Automatic)
    }
}

/// What can be done in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Says something.
    Send {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// Not empty, at most [`TEXT_MAX`] characters.
        text: String,
        /// What it answers.
        reply_to: Option<MessageId>,
    },
    /// Sends a file that I have handed over.
    SendFile {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// Which file.
        upload: UploadId,
        /// At most [`sending::CAPTION_MAX`] characters, where the file takes one.
        caption: Option<String>,
        /// Whether it was spoken for this.
        voice: bool,
        /// What it answers.
        reply_to: Option<MessageId>,
    },
    /// Sends a template with everything filled in; also when the customer has not written for a day.
    SendTemplate {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// WhatsApp's id of it.
        template: String,
        /// What is filled in, by [`crate::template::Slot::key`].
        values: Values,
        /// The file above its text, where it has one there.
        file: Option<UploadId>,
    },
    /// Sends something that the customer answers by pressing it.
    SendInteractive {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// What; see [`Interactive::wrongs`].
        interactive: Interactive,
        /// What it answers.
        reply_to: Option<MessageId>,
    },
    /// Says something at a time to come, if one may write freely then.
    Schedule {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// Not empty, at most [`TEXT_MAX`] characters.
        text: String,
        /// What it answers.
        reply_to: Option<MessageId>,
        /// When; at most [`crate::held::AHEAD_MAX`] from now.
        due: Timestamp,
        /// Whether it stops when the customer writes first.
        unless_reply: bool,
    },
    /// Sends a file that I have handed over at a time to come, if one may write freely then.
    ScheduleFile {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// Which file.
        upload: UploadId,
        /// At most [`sending::CAPTION_MAX`] characters, where the file takes one.
        caption: Option<String>,
        /// Whether it was spoken for this.
        voice: bool,
        /// What it answers.
        reply_to: Option<MessageId>,
        /// When; at most [`crate::held::AHEAD_MAX`] from now.
        due: Timestamp,
        /// Whether it stops when the customer writes first.
        unless_reply: bool,
    },
    /// Sends a template with everything filled in at a time to come, also when the customer has not written for a day.
    ScheduleTemplate {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// WhatsApp's id of it.
        template: String,
        /// What is filled in, by [`crate::template::Slot::key`].
        values: Values,
        /// The file above its text, where it has one there.
        file: Option<UploadId>,
        /// When; at most [`crate::held::AHEAD_MAX`] from now.
        due: Timestamp,
        /// Whether it stops when the customer writes first.
        unless_reply: bool,
    },
    /// Another time for what waits for one; what the customer's writing had stopped waits again.
    Reschedule {
        /// Which.
        id: MessageId,
        /// When; at most [`crate::held::AHEAD_MAX`] from now.
        due: Timestamp,
    },
    /// Takes back what waits: it will not be sent.
    Withdraw {
        /// Which.
        id: MessageId,
    },
    /// Sends at once what waits.
    SendNow {
        /// Which.
        id: MessageId,
    },
    /// Hands a message on to this customer.
    Forward {
        /// Made by the sender: the same id twice is the same message.
        id: MessageId,
        /// In whose thread it stands, which the sender must see too.
        of: ConversationId,
        /// Which message; see [`Content::forwarded`].
        message: MessageId,
    },
    /// Puts an emoji to a message, another one than before, or takes it back.
    React {
        /// Made by the sender: the same id twice is the same reaction.
        id: MessageId,
        /// To which message.
        target: MessageId,
        /// One emoji; nothing to take it back.
        emoji: Option<String>,
    },
    /// Tries a failed message again, or one of which nobody knows.
    Retry {
        /// Which.
        id: MessageId,
    },
    /// Tries again to have a file that could not be had.
    FetchFile {
        /// Of which message.
        id: MessageId,
    },
}

/// What happened in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The customer wrote.
    Received {
        /// Which.
        message: MessageId,
    },
    /// One of us wrote.
    Sent {
        /// Which.
        message: MessageId,
    },
    /// One of us wrote, and it waits.
    Held {
        /// Which.
        message: MessageId,
    },
    /// What waits has another time.
    Rescheduled {
        /// Which.
        message: MessageId,
    },
    /// One of us took back what waited.
    Withdrawn {
        /// Which.
        message: MessageId,
    },
    /// The customer wrote before what waited.
    Stopped {
        /// Which.
        message: MessageId,
    },
    /// What it answers became known after it.
    Joined {
        /// Which.
        message: MessageId,
    },
    /// It got further, or nowhere.
    Moved {
        /// Which.
        message: MessageId,
        /// How far.
        status: Status,
    },
    /// Tried again.
    Retried {
        /// Which.
        message: MessageId,
    },
    /// We have its file, or know why not, or try to have it again.
    FileMoved {
        /// Which.
        message: MessageId,
    },
}
