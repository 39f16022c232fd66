//! How well we are connected, as it is told to a person: never better than it is. And as of when the picture is, which is
//! what they want to know when it is not of now.

use leptos::prelude::*;
use shared::time::Timestamp;

use super::Workspace;
use crate::clock;

/// How well we are connected, truthfully.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What is shown is what is.
    Connected,
    /// On the way to it.
    Connecting,
    /// Connected, and reading what was missed.
    Syncing,
    /// It may take a while.
    Offline,
}

/// As of when the picture is.
#[derive(Clone, Copy)]
pub(super) struct AsOf {
    /// It was kept in this browser, and the server has not been asked.
    kept: StoredValue<bool>,
    /// When it was known to be complete.
    heard: StoredValue<Timestamp>,
    /// The same, when the connection was lost.
    told: RwSignal<Timestamp>,
}

impl AsOf {
    pub(super) fn new(kept: Option<Timestamp>) -> Self {
        let at = kept.unwrap_or_else(clock::now);
        Self {
            kept: StoredValue::new(kept.is_some()),
            heard: StoredValue::new(at),
            told: RwSignal::new(at),
        }
    }
}

impl Workspace {
    /// How well we are connected.
    pub fn line(self) -> Line {
        self.line.get()
    }

    /// Whether it may take a while until we are connected, right now.
    pub fn is_offline(self) -> bool {
        self.line.try_get_untracked() == Some(Line::Offline)
    }

    /// Says how well we are connected. With a picture that was kept one is not, until it is replaced.
    pub fn set_line(self, line: Line) {
        let line = if self.is_kept() { Line::Offline } else { line };
        if line == Line::Connected {
            // The page may be gone.
            let _ = self.as_of.heard.try_update_value(|it| *it = clock::now());
        }
        if self.line.try_get_untracked().is_some_and(|before| before != line) {
            self.as_of.told.set(self.heard());
            self.line.set(line);
        }
    }

    /// As of when the picture is, while we are not connected.
    pub fn as_of(self) -> Timestamp {
        self.as_of.told.get()
    }

    /// When the picture was last known to be complete.
    pub fn heard(self) -> Timestamp {
        self.as_of.heard.try_get_value().unwrap_or_default()
    }

    /// Whether the picture was kept in this browser, and is to be fetched.
    pub fn is_kept(self) -> bool {
        self.as_of.kept.try_get_value().unwrap_or_default()
    }

    /// The picture is the server's again.
    pub fn is_fetched(self) {
        self.as_of.kept.set_value(false);
        self.as_of.heard.set_value(clock::now());
    }
}
