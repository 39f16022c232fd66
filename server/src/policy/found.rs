//! What may be shown of what was asked for by itself: pages, a search, a conversation, its customer, templates.

use shared::allocation::trial::Trial;
use shared::contact::Card;
use shared::conversation::Conversation;
use shared::permission::Permission;
use shared::reads::{ListPage, ThreadPage};
use shared::search::Found;
use shared::template::Page as Templates;

use super::{Viewer, Visible};
use crate::error::Result;

impl Viewer {
    /// What was found, as far as they see it.
    pub fn found(&self, mut it: Found) -> Visible<Found> {
        let seen = |it: &Conversation| self.sees_scope(it.scope());
        it.people.retain(seen);
        it.people.iter_mut().for_each(|it| self.veil(it));
        it.known.retain(|known| seen(&known.conversation));
        it.messages.retain(|hit| seen(&hit.conversation) && self.reads_hit(hit));
        it.known.iter_mut().for_each(|known| self.veil(&mut known.conversation));
        it.messages.iter_mut().for_each(|hit| self.veil(&mut hit.conversation));
        Visible(it)
    }

    /// A contact, with those of their conversations that they see.
    pub fn card(&self, mut it: Card) -> Visible<Card> {
        it.history.retain(|it| self.sees_scope(it.scope()));
        let history = &it.history;
        it.identities.retain(|who| history.iter().any(|it| it.contact.id == who.id));
        it.identities.iter_mut().chain([&mut it.contact]).for_each(|it| self.veil_contact(it));
        it.history.iter_mut().for_each(|it| self.veil(it));
        Visible(it)
    }

    /// Templates are for everyone who answers.
    pub const fn templates(&self, page: Templates) -> Visible<Templates> {
        Visible(page)
    }

    /// What would become of a conversation: for who sets rules up.
    pub fn trial(&self, it: Trial) -> Result<Visible<Trial>> {
        self.require(Permission::Organise)?;
        Ok(Visible(it))
    }

    /// A conversation, when they see it.
    pub fn conversation(&self, mut it: Conversation) -> Option<Visible<Conversation>> {
        self.veil(&mut it);
        self.sees_scope(it.scope()).then_some(Visible(it))
    }

    /// A part of a list.
    pub fn list_page(&self, mut page: ListPage) -> Visible<ListPage> {
        page.conversations.retain(|it| self.sees_scope(it.scope()));
        page.conversations.iter_mut().for_each(|it| self.veil(it));
        Visible(page)
    }

    /// A part of a thread, when they see its conversation.
    pub fn thread_page(&self, mut page: ThreadPage) -> Option<Visible<ThreadPage>> {
        page.notes.retain(|it| self.reads(it.audience, it.author));
        self.veil(&mut page.conversation);
        self.sees_scope(page.conversation.scope()).then_some(Visible(page))
    }
}
