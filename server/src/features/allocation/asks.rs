//! What rules want to know of those who wait, so that nothing else is read.

use std::collections::{BTreeMap, HashMap};

use shared::allocation::Allocation;
use shared::attribute::Attribute;
use shared::ids::{ContactId, MessageId};

use super::decide::Chat;
use super::rows::{self, waiting::Waiter};
use crate::error::Result;
use crate::features::attribute;
use crate::features::contact::person;
use crate::store::Conn;

/// What rules want to know.
pub struct Asks {
    words: bool,
    languages: bool,
    /// Whose attribute a rule asks for.
    pub attributes: Vec<Attribute>,
}

/// What was read of those who wait.
pub(super) struct Known {
    texts: HashMap<MessageId, String>,
    languages: HashMap<ContactId, String>,
}

impl Asks {
    /// What these rules want to know.
    pub fn of(conn: &mut Conn, set: &Allocation) -> Result<Self> {
        let words = set.all().any(|(_, terms)| !terms.when.words.is_empty());
        let languages = set.all().any(|(_, terms)| !terms.when.languages.is_empty());
        let asked: Vec<_> = set
            .all()
            .filter_map(|(_, terms)| Some(terms.when.attribute.as_ref()?.attribute))
            .collect();
        let mut attributes = if asked.is_empty() { vec![] } else { attribute::rows::all(conn)? };
        attributes.retain(|it| asked.contains(&it.id));
        Ok(Self { words, languages, attributes })
    }

    /// Reads it, of all at once.
    pub(super) fn read(&self, conn: &mut Conn, these: &[Waiter]) -> Result<Known> {
        let begun: Vec<_> = these.iter().filter_map(|it| it.episode.message).collect();
        let texts = if self.words { rows::texts(conn, &begun)? } else { HashMap::new() };
        let who: Vec<_> = these.iter().map(|it| it.contact).collect();
        let languages =
            if self.languages { person::languages(conn, &who)? } else { HashMap::new() };
        Ok(Known { texts, languages })
    }

    /// One of them, as rules see it.
    pub(super) fn chat(&self, it: &Waiter, read: &Known) -> Chat {
        let known: BTreeMap<_, _> = self
            .attributes
            .iter()
            .filter_map(|of| {
                let known = it.attributes.get(&of.id);
                let known = known.or_else(|| it.about.attributes.get(&of.id))?;
                Some((of.id, known.words(of)))
            })
            .collect();
        let text = it.episode.message.and_then(|id| read.texts.get(&id)).cloned();
        Chat {
            number: it.number,
            team: it.team,
            moved: it.episode.moved,
            text: text.unwrap_or_default(),
            // It came through the one by which this episode began, or an earlier one brought them here.
            ad: it.source.as_ref().map(|it| it.ad.id.clone()),
            labels: it.labels.clone(),
            language: read.languages.get(&it.contact).cloned().unwrap_or_default(),
            known,
            since: it.since(),
            had: it.episode.had,
            holder: it.assignee,
            tried: it.episode.tried.clone(),
        }
    }
}
