//! Every kind of promised work: one readable list, matched exhaustively by the worker.
//!
//! A job runs at least once, after its commit. Each starts by looking whether it is already done.

mod allocate;
mod block;
mod bulk;
pub mod call_hook;
mod calls;
mod cede;
mod erase;
mod fetch_file;
mod ingest_webhooks;
mod let_go;
mod perform;
mod release;
mod remind;
mod send_message;
mod shift;
mod show_read;
mod sync_templates;
mod wake;
mod ways;
pub mod worker;

use serde::{Deserialize, Serialize};
use shared::ids::{AgentId, BulkId, CallId, ConversationId, MessageId};
use shared::message::file::Hash;
use shared::time::{Millis, Timestamp};

/// Promised work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Puts what WhatsApp delivered into its threads. There is at most one: promised again, it looks again.
    IngestWebhooks,
    /// Hands a message to WhatsApp.
    SendMessage {
        /// Which.
        message: MessageId,
        /// Where: replies of one thread leave one after the other.
        conversation: ConversationId,
    },
    /// Fetches a file that a customer sent.
    FetchFile {
        /// In which message.
        message: MessageId,
        /// Where.
        conversation: ConversationId,
    },
    /// Reads the templates of a business account.
    SyncTemplates {
        /// WhatsApp's id of it.
        account: String,
    },
    /// Tells WhatsApp that we have read, up to a message.
    ShowRead {
        /// The customer's latest.
        message: MessageId,
        /// Where.
        conversation: ConversationId,
    },
    /// Tells WhatsApp whether somebody is blocked.
    Block {
        /// One of their conversations.
        conversation: ConversationId,
    },
    /// Does the same for many conversations.
    Bulk {
        /// Which.
        bulk: BulkId,
    },
    /// Whoever has left follows nothing any more.
    LetGo {
        /// Who.
        agent: AgentId,
    },
    /// Does what follows when somebody's hours begin or end.
    Shift {
        /// Whose.
        agent: AgentId,
    },
    /// Lets go of a message that waits.
    Release {
        /// Which.
        message: MessageId,
        /// Where.
        conversation: ConversationId,
    },
    /// Reminds of who waits for an answer while we may still write freely.
    Remind {
        /// Where.
        conversation: ConversationId,
    },
    /// Gives a conversation to who asked for it, if whoever has it has said nothing.
    Cede {
        /// Which.
        conversation: ConversationId,
    },
    /// Erases a conversation that was deleted.
    Erase {
        /// Which.
        conversation: ConversationId,
    },
    /// Removes a file that nothing has any more.
    DropFile {
        /// Which.
        hash: Hash,
    },
    /// Gives what waits to who can take it. There is at most one: promised again, it looks again.
    Allocate,
    /// Looks at a time whether something has become of what waits.
    AllocateLater,
    /// Takes the sound of a call that comes in.
    SetUpCall {
        /// Which.
        call: CallId,
    },
    /// Looks whom else a call could ring at, or whether it has rung long enough.
    RingOn {
        /// Which.
        call: CallId,
        /// Where.
        conversation: ConversationId,
    },
    /// Tells WhatsApp that a call is over.
    EndCall {
        /// Which.
        call: CallId,
    },
    /// Keeps what was recorded of a call that is over.
    KeepRecording {
        /// Which.
        call: CallId,
    },
    /// Deletes a recording whose time has come.
    ForgetRecording {
        /// Of which call.
        call: CallId,
    },
    /// Ends what somebody has to do after a call, when its time is over.
    WrapUp {
        /// Which call.
        call: CallId,
        /// Whose.
        agent: AgentId,
    },
    /// Tells another program that nobody has answered.
    CallHook(call_hook::Call),
    /// Brings a conversation back that was put off until a time.
    Wake {
        /// Which.
        conversation: ConversationId,
    },
}

/// A job and when it is due; at once without a time.
pub struct Scheduled {
    /// What.
    pub job: Job,
    /// When.
    pub at: Option<Timestamp>,
}

/// The one job that puts deliveries into their threads.
pub(crate) const INGEST: &str = "ingest";
/// The one job that gives what waits to who can take it.
pub(crate) const ALLOCATE: &str = "allocate";
/// Begins the keys of jobs that carry files: slow ones, which nothing else must wait for.
pub(crate) const FILES: &str = "file ";
/// Begins the keys of jobs that tell WhatsApp that a call is over.
pub(crate) const END_CALL: &str = "end call ";

/// How a try ended.
pub enum Outcome {
    /// It is done.
    Done,
    /// There is more to do, after a pause.
    More(Millis),
    /// It did not work: again after a pause, and why.
    Later(Millis, String),
}

impl From<Job> for Scheduled {
    fn from(job: Job) -> Self {
        Self { job, at: None }
    }
}
