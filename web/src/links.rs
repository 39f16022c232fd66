//! Addresses of files, asked for when something is to be shown, many at once, and again when they have become too old.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{ConversationId, MessageId};
use shared::message::file::Link;
use shared::reads::CONVERSATIONS;
use shared::time::Millis;

use crate::clock;
use crate::session::Session;

/// The most that may be asked for at once.
const AT_ONCE: usize = 50;
/// Addresses are renewed when they work for less than this.
const SOON: Millis = Millis::minutes(1);

/// Addresses of files, and which picture is looked at. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Links(StoredValue<Inner>);

#[derive(Clone, Copy)]
struct Inner {
    session: Session,
    looking: RwSignal<Option<(ConversationId, MessageId)>>,
    /// Each file of a message by where it stands in it.
    known: RwSignal<HashMap<(MessageId, usize), Link>>,
    wanted: StoredValue<HashMap<ConversationId, HashSet<MessageId>>>,
}

impl Links {
    /// None yet.
    pub fn new(session: Session) -> Self {
        Self(StoredValue::new(Inner {
            session,
            looking: RwSignal::new(None),
            known: RwSignal::new(HashMap::new()),
            wanted: StoredValue::new(HashMap::new()),
        }))
    }

    /// Which picture is looked at, above everything else.
    pub fn looking(self) -> RwSignal<Option<(ConversationId, MessageId)>> {
        self.0.get_value().looking
    }

    /// The address of a message's file, as soon as it is known.
    pub fn of(self, conversation: ConversationId, message: MessageId) -> Option<String> {
        self.of_part(conversation, message, 0)
    }

    /// The address of one of a note's files, as soon as it is known.
    pub fn of_part(
        self,
        conversation: ConversationId,
        message: MessageId,
        part: usize,
    ) -> Option<String> {
        let soon = clock::now() + SOON;
        let link = self.0.get_value().known.with(|it| it.get(&(message, part)).cloned());
        if let Some(link) = link.filter(|link| link.until > soon) {
            return Some(link.path);
        }
        self.ask(conversation, message);
        None
    }

    /// The address did not work.
    pub fn renew(self, message: MessageId) {
        self.0.get_value().known.update(|it| it.retain(|(of, _), _| *of != message));
    }

    fn ask(self, conversation: ConversationId, message: MessageId) {
        let first = self.0.get_value().wanted.try_update_value(|all| {
            let wanted = all.entry(conversation).or_default();
            wanted.insert(message) && wanted.len() == 1
        });
        if first == Some(true) {
            // By then, everything that is shown at once has asked.
            request_animation_frame(move || spawn_local(self.fetch(conversation)));
        }
    }

    async fn fetch(self, conversation: ConversationId) {
        let all =
            self.0.get_value().wanted.try_update_value(|all| all.remove(&conversation)).flatten();
        let all: Vec<String> = all.unwrap_or_default().iter().map(ToString::to_string).collect();
        for some in all.chunks(AT_ONCE) {
            let path = format!("{CONVERSATIONS}/{conversation}/files?of={}", some.join(","));
            // Without an answer the placeholder stays; what shows it asks again when it is shown again.
            if let Ok(links) = self.0.get_value().session.get::<Vec<Link>>(path).await {
                // The session may have ended meanwhile.
                let _ = self.0.get_value().known.try_update(|known| {
                    known.extend(links.into_iter().map(|link| ((link.message, link.part), link)));
                });
            }
        }
    }
}
