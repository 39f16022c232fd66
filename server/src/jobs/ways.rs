//! How each kind of work is done: after which other, how often at a time, and how often again.

use super::{ALLOCATE, END_CALL, FILES, INGEST, Job, call_hook};

impl Job {
    /// Jobs of one lane run one after the other, in the order of their promises.
    pub fn lane(&self) -> Option<String> {
        match self {
            Self::IngestWebhooks => Some(INGEST.into()),
            Self::SendMessage { conversation, .. } => Some(conversation.to_string()),
            Self::FetchFile { .. }
            | Self::ShowRead { .. }
            | Self::SyncTemplates { .. }
            | Self::Wake { .. }
            | Self::SetUpCall { .. }
            | Self::RingOn { .. }
            | Self::EndCall { .. }
            | Self::KeepRecording { .. }
            | Self::ForgetRecording { .. }
            | Self::WrapUp { .. }
            | Self::Block { .. }
            | Self::Release { .. }
            | Self::Remind { .. }
            | Self::Cede { .. }
            | Self::Erase { .. }
            | Self::DropFile { .. }
            | Self::Allocate
            | Self::AllocateLater
            | Self::CallHook(_)
            | Self::LetGo { .. }
            | Self::Shift { .. }
            | Self::Bulk { .. } => None,
        }
    }

    /// Of jobs with one key there is at most one.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::IngestWebhooks => Some(INGEST.into()),
            Self::FetchFile { message, .. } => Some(format!("{FILES}{message}")),
            Self::ShowRead { conversation, message } => {
                Some(format!("read {conversation} {message}"))
            }
            Self::Block { conversation } => Some(format!("block {conversation}")),
            Self::SetUpCall { call } => Some(format!("call {call}")),
            Self::RingOn { call, .. } => Some(format!("ring {call}")),
            Self::EndCall { call } => Some(format!("{END_CALL}{call}")),
            Self::KeepRecording { call } => Some(format!("{FILES}call {call}")),
            Self::ForgetRecording { call } => Some(format!("recording {call}")),
            Self::WrapUp { call, .. } => Some(format!("wrap up {call}")),
            Self::Bulk { bulk } => Some(format!("bulk {bulk}")),
            Self::LetGo { agent } => Some(format!("let go {agent}")),
            Self::Shift { agent } => Some(format!("shift {agent}")),
            Self::Allocate => Some(ALLOCATE.into()),
            Self::AllocateLater => Some("allocate later".into()),
            Self::CallHook(call) => Some(format!("hook {}", call.id())),
            Self::Wake { conversation } => Some(format!("wake {conversation}")),
            Self::Remind { conversation } => Some(format!("remind {conversation}")),
            Self::Cede { conversation } => Some(format!("cede {conversation}")),
            Self::Erase { conversation } => Some(format!("erase {conversation}")),
            Self::DropFile { hash } => Some(format!("drop {hash}")),
            Self::Release { message, .. } => Some(format!("release {message}")),
            Self::SyncTemplates { account } => Some(format!("templates {account}")),
            Self::SendMessage { .. } => None,
        }
    }

    /// For logs and metrics.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::IngestWebhooks => "ingest_webhooks",
            Self::FetchFile { .. } => "fetch_file",
            Self::SendMessage { .. } => "send_message",
            Self::ShowRead { .. } => "show_read",
            Self::Wake { .. } => "wake",
            Self::Remind { .. } => "remind",
            Self::Cede { .. } => "cede",
            Self::Erase { .. } => "erase",
            Self::DropFile { .. } => "drop_file",
            Self::Release { .. } => "release",
            Self::SyncTemplates { .. } => "sync_templates",
            Self::Block { .. } => "block",
            Self::SetUpCall { .. } => "set_up_call",
            Self::RingOn { .. } => "ring_on",
            Self::EndCall { .. } => "end_call",
            Self::KeepRecording { .. } => "keep_recording",
            Self::ForgetRecording { .. } => "forget_recording",
            Self::WrapUp { .. } => "wrap_up",
            Self::Bulk { .. } => "bulk",
            Self::LetGo { .. } => "let_go",
            Self::Shift { .. } => "shift",
            Self::Allocate => "allocate",
            Self::AllocateLater => "allocate_later",
            Self::CallHook(_) => "call_hook",
        }
    }

    /// How often it is tried before it is given up.
    pub const fn tries(&self) -> i32 {
        match self {
            Self::IngestWebhooks
            | Self::Wake { .. }
            | Self::Remind { .. }
            | Self::Cede { .. }
            | Self::Erase { .. }
            | Self::DropFile { .. }
            | Self::Release { .. }
            | Self::Allocate
            | Self::AllocateLater
            | Self::LetGo { .. }
            | Self::Shift { .. }
            | Self::RingOn { .. }
            | Self::KeepRecording { .. }
            | Self::ForgetRecording { .. }
            | Self::WrapUp { .. }
            | Self::Bulk { .. } => i32::MAX,
            Self::SendMessage { .. } => 12,
            Self::FetchFile { .. } => 13,
            Self::ShowRead { .. } => 4,
            Self::CallHook(_) => call_hook::TRIES,
            Self::SyncTemplates { .. } | Self::Block { .. } => 8,
            // It rings for less than a minute.
            Self::SetUpCall { .. } => 2,
            Self::EndCall { .. } => 5,
        }
    }
}
