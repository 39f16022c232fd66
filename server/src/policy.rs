//! Who may do what, and who sees what: the whole of it.
//!
//! Nothing leaves the server but as [`Visible`], and only this file can make one. Nothing is done to a subject but
//! through [`Allowed`], which [`authorize`] alone makes.

#![deny(clippy::wildcard_enum_match_arm)]

mod allowed;
mod begin;
mod board;
mod deleted;
mod details;
mod found;
mod notes;
mod presence;
mod redact;
mod space;
mod table;
mod together;

use std::borrow::Borrow;

use serde::Serialize;
use shared::agent::Agent;
use shared::command::Action;
use shared::contact;
use shared::conversation::{Conversation, Scope};
use shared::event::{Entity, Event};
use shared::ids::{AgentId, ConversationId, SessionId, TeamId};
use shared::permission::{Permission, Rights, Visibility};
use shared::problem::Problem;
use shared::protocol::Batch;
use shared::reads::Bootstrap;
use shared::time::Timestamp;
use shared::view::View;

use crate::error::Result;
use crate::features;
use crate::store::Tx;
use crate::store::log::Logged;
use crate::store::tx::Change;

pub use allowed::Allowed;
pub use notes::{reads_note, sees};
pub use table::{Requirement, requirement};

/// What one logged-in person may see and do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub agent: AgentId,
    /// In which browser.
    pub session: SessionId,
    /// What they may do.
    pub rights: Rights,
    /// Which conversations they see.
    pub visibility: Visibility,
    /// The teams they answer in.
    pub teams: Vec<TeamId>,
}

/// Something that its viewer may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Visible<T>(T);

impl<T> Visible<T> {
    /// To be sent to the viewer for whom it was made.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// Loads the subject through the viewer's eyes: what they don't see does not exist for them, what they see but may
/// not do is forbidden.
pub fn authorize(tx: &mut Tx<'_>, viewer: &Viewer, action: Action) -> Result<Allowed> {
    let (subject, permission) = match requirement(&action) {
        Requirement::Conversation(id, permission) => {
            (Some(deleted::guard(viewer.seen(tx, id)?, &action)?), permission)
        }
        Requirement::Workspace(permission) | Requirement::Space(_, permission) => {
            (None, permission)
        }
        Requirement::Person(id, _) if id == viewer.agent => (None, Permission::Look),
        Requirement::Person(_, permission) => (None, permission),
    };
    viewer.require(viewer.for_own(subject.as_ref(), &action).unwrap_or(permission))?;
    if let Action::Contact(_, contact::Action::Merge { with }) = &action {
        // Whom they don't see they can't call the same.
        viewer.seen(tx, *with)?;
    }
    Ok(match (action, subject) {
        (Action::Begin(id, it), _) => Allowed::Begin(id, it),
        (Action::Conversation(_, action), Some(it)) => Allowed::Conversation(it, action),
        (Action::Message(_, action), Some(it)) => Allowed::Message(it, viewer.sources(tx, action)?),
        (Action::Contact(_, action), Some(it)) => Allowed::Contact(it, action),
        (Action::Note(_, action), Some(it)) => Allowed::Note(it, action),
        (Action::Call(_, action), Some(it)) => Allowed::Call(it, action),
        (Action::Mention(of, action), _) => Allowed::Mention(of, action),
        (Action::QuickReply(id, action), _) => Allowed::QuickReply(id, action),
        (Action::Agent(id, action), _) => Allowed::Agent(id, action),
        (Action::Role(id, action), _) => Allowed::Role(id, action),
        (Action::Team(id, action), _) => Allowed::Team(id, action),
        (Action::Number(id, action), _) => Allowed::Number(id, action),
        (Action::Attribute(id, action), _) => Allowed::Attribute(id, action),
        (Action::Label(id, action), _) => Allowed::Label(id, action),
        (Action::Bulk(id, action), _) => Allowed::Bulk(id, action),
        (Action::Allocation(action), _) => Allowed::Allocation(action),
        (Action::CallSettings(setting), _) => Allowed::CallSettings(setting),
        (Action::Space(id, action), _) => Allowed::Space(id, viewer.space(tx, id)?, action),
        (
            Action::Contact(..)
            | Action::Conversation(..)
            | Action::Message(..)
            | Action::Call(..)
            | Action::Note(..),
            None,
        ) => {
            return Err(Problem::not_found("conversation").into());
        }
    })
}

impl Viewer {
    /// A conversation that they see, for changing it.
    pub fn seen(&self, tx: &mut Tx<'_>, id: ConversationId) -> Result<Conversation> {
        let it = features::conversation::rows::lock(tx.conn(), id)?;
        let seen = it.filter(|it| self.sees_scope(it.scope()));
        Ok(seen.ok_or_else(|| Problem::not_found("conversation"))?)
    }

    /// What an agent sees in a session.
    pub fn of(agent: Agent, session: SessionId) -> Self {
        Self {
            agent: agent.id,
            session,
            rights: agent.rights,
            visibility: agent.visibility,
            teams: agent.teams,
        }
    }

    /// Refuses what their role does not allow.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.rights.may(permission) {
            return Ok(());
        }
        Err(Problem::forbidden("Your role does not allow this. Ask an admin.").into())
    }

    /// Whether they see what has this scope. `conversation/rows.rs` says the same in SQL.
    pub fn sees_scope(&self, scope: impl Borrow<Scope>) -> bool {
        let scope = scope.borrow();
        self.visibility.shows(scope, self.agent, &self.teams) && self.sees_deleted(scope)
    }

    fn sees(&self, entity: &Entity, scope: Option<&Scope>) -> bool {
        match entity {
            Entity::Conversation(it) => self.sees_scope(it.scope()),
            Entity::Message(_)
            | Entity::Delivery(_)
            | Entity::Held(_)
            | Entity::Activity(_)
            | Entity::Call(_) => scope.is_some_and(|scope| self.sees_scope(scope)),
            Entity::Note(it) => {
                scope.is_some_and(|scope| self.sees_scope(scope))
                    && self.reads(it.audience, it.author)
            }
            Entity::Mention(it) => it.agent == self.agent,
            Entity::Space(it) => self.sees_space(it),
            Entity::Agent(_)
            | Entity::Role(_)
            | Entity::Team(_)
            | Entity::Number(_)
            | Entity::Label(_)
            | Entity::Attribute(_)
            | Entity::QuickReply(_)
            | Entity::Allocation(_)
            | Entity::CallSettings(_) => true,
            Entity::Bulk(it) => it.owner == self.agent,
        }
    }

    /// This viewer's part of a line of the log, or nothing.
    fn project(&self, line: &Logged) -> Option<Event> {
        let (mut now, mut gone) = (vec![], vec![]);
        for Change { before, after, scope } in &line.body.changes {
            match after {
                Some(after) if self.sees(after, scope.as_ref()) => now.push(self.redact(after)),
                Some(_) | None => {
                    gone.extend(
                        before
                            .iter()
                            .filter(|before| self.sees(before, scope.as_ref()))
                            .map(Entity::id),
                    );
                }
            }
        }
        if now.is_empty() && gone.is_empty() {
            return None;
        }
        // Who only loses sight isn't told what happened.
        let fact = (!now.is_empty()).then(|| line.body.fact.clone());
        Some(Event { seq: line.seq, at: line.at, by: line.body.by, fact, now, gone })
    }

    /// A batch with this viewer's part of some lines of the log instead of its events. What else is in it is of lists that
    /// this viewer watches.
    pub fn batch<'l>(
        &self,
        lines: impl IntoIterator<Item = &'l Logged>,
        mut it: Batch,
    ) -> Visible<Batch> {
        it.events = lines.into_iter().filter_map(|line| self.project(line)).collect();
        it.entered.retain(|it| self.sees_scope(it.scope()));
        it.entered.iter_mut().for_each(|it| self.veil(it));
        Visible(it)
    }

    /// By how much a line of the log changes the length of a list as it is at `now`, for this viewer.
    pub fn count_change(&self, view: &View, line: &Logged, now: Timestamp) -> i64 {
        // Lists are of conversations and of nothing else.
        let counts = |entity: &Option<Entity>| {
            let Some(Entity::Conversation(it)) = entity else { return 0 };
            i64::from(self.sees_scope(it.scope()) && view.matches(it, self.agent, now))
        };
        line.body.changes.iter().map(|change| counts(&change.after) - counts(&change.before)).sum()
    }

    /// Everything a client starts with. The lists were read for this viewer; here nothing else gets through.
    pub fn bootstrap(&self, mut it: Bootstrap) -> Visible<Bootstrap> {
        it.me = self.agent;
        it.mentions.retain(|mention| mention.agent == self.agent);
        it.spaces.retain(|it| self.sees_space(it));
        it.bulks.retain(|it| it.owner == self.agent);
        it.agents = it.agents.into_iter().map(|agent| self.redact_agent(agent)).collect();
        for these in [&mut it.calls, &mut it.asked] {
            these.retain(|it| self.sees_scope(it.scope()));
            for it in these.iter_mut() {
                self.veil(it);
            }
        }
        it.lists = it.lists.into_iter().map(|page| self.list_page(page).0).collect();
        Visible(it)
    }

    /// Something that is theirs alone, such as their sessions.
    pub const fn own<T>(&self, it: T) -> Visible<T> {
        Visible(it)
    }
}

/// Something for who is no viewer yet, but has shown the secret that it belongs to: a password, a link, a token.
pub const fn to_holder<T>(it: T) -> Visible<T> {
    Visible(it)
}
