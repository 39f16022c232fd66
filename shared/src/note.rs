//! What colleagues tell each other in a thread. A type of its own: nothing that writes to a customer takes one.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ConversationId, MessageId, NoteId, TeamId, UploadId};
use crate::message::{File, Place};
use crate::permission::{Permission, Rights};
use crate::time::Timestamp;
use crate::words::words;

/// Longest text of a note, in characters, mentions not counted.
pub const TEXT_MAX: usize = 5_000;
/// Most files in a note.
pub const FILES_MAX: usize = 10;
/// Most mentions in a note.
pub const MENTIONS_MAX: usize = 20;

/// A note in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Made by who wrote it.
    pub id: NoteId,
    /// In whose thread.
    pub conversation: ConversationId,
    /// Who wrote it.
    pub author: AgentId,
    /// Who may read it, of those who see the conversation.
    pub audience: Audience,
    /// What it says.
    pub body: Body,
    /// Files in it, in this order; none once it is deleted.
    #[serde(default)]
    pub files: Vec<Attached>,
    /// The message that it discusses: then it stands in the discussion of that message, and not in the thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<MessageId>,
    /// When it was written, and so where it stands.
    pub at: Timestamp,
    /// Counts up with each change.
    pub version: u32,
}

/// A file in a note. Nothing that writes to a customer takes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// As it was called; only a name.
    pub name: String,
    /// What it is.
    pub file: File,
}

/// Who may read a note, of those who see its conversation. Its author always may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All of them.
    #[default]
    Everyone,
    /// Leads and admins.
    Leads,
}

words!(Audience { Everyone = "everyone", Leads = "leads" });

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Text and mentions, in order.
    Written(Vec<Piece>),
    /// Nothing any more: its text is kept nowhere but in the log, for as long as that is kept.
    Deleted {
        /// By whom.
        by: AgentId,
    },
}

/// A piece of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// As typed.
    Text(String),
    /// Somebody, to be shown with the name that they have then.
    Mention(Who),
}

/// Who is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A colleague.
    Agent(AgentId),
    /// Everyone in a team who may read the note.
    Team(TeamId),
}

impl Note {
    /// The place in its thread, among messages.
    pub const fn place(&self) -> Place {
        (self.at, self.id.as_message())
    }

    /// What was typed, without mentions; nothing once it is deleted.
    pub fn text(&self) -> String {
        let Body::Written(pieces) = &self.body else { return String::new() };
        let texts = pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Mention(_) => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    /// What it is found by: what was typed, and what its files are called.
    pub fn words(&self) -> String {
        let names = self.files.iter().map(|it| it.name.clone());
        std::iter::once(self.text()).chain(names).collect::<Vec<_>>().join(" ")
    }
}

impl Audience {
    /// Whether who has these rights may read it, also when somebody else wrote it.
    pub fn has(self, rights: Rights) -> bool {
        match self {
            Self::Everyone => true,
            Self::Leads => rights.may(Permission::LeadNotes),
        }
    }
}

/// What can be done with notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Writes one.
    Add {
        /// Made by who writes: the same id twice is the same note.
        id: NoteId,
        /// At most [`TEXT_MAX`] characters of text and [`MENTIONS_MAX`] mentions, and not only blanks where there is no file.
        pieces: Vec<Piece>,
        /// At most [`FILES_MAX`] files of mine that were handed over for a note.
        #[serde(default)]
        files: Vec<UploadId>,
        /// Who may read it.
        audience: Audience,
    },
    /// Writes one in the discussion of a message, beside the thread.
    Discuss {
        /// Made by who writes: the same id twice is the same note.
        id: NoteId,
        /// Of which message of the same thread.
        about: MessageId,
        /// As of any note.
        pieces: Vec<Piece>,
        /// As of any note.
        #[serde(default)]
        files: Vec<UploadId>,
        /// Who may read it.
        audience: Audience,
    },
    /// Takes away what I wrote; that there was a note stays.
    Delete {
        /// Which.
        id: NoteId,
    },
}

/// What happened to a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Somebody wrote it.
    Added {
        /// Which.
        note: NoteId,
    },
    /// Its author took it away.
    Deleted {
        /// Which.
        note: NoteId,
    },
}
