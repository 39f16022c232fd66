//! Who reads which notes.

use shared::agent::Agent;
use shared::conversation::Scope;
use shared::ids::{AgentId, SessionId};
use shared::message::Author;
use shared::note::{Audience, Note};
use shared::search::Hit;
use ulid::Ulid;

use super::Viewer;

/// Whether a colleague may read a note of a conversation of this scope.
pub fn reads_note(agent: &Agent, scope: Scope, note: &Note) -> bool {
    let viewer = of(agent);
    viewer.sees_scope(scope) && viewer.reads(note.audience, note.author)
}

/// Whether a colleague sees a conversation of this scope.
pub fn sees(agent: &Agent, scope: &Scope) -> bool {
    of(agent).sees_scope(scope)
}

fn of(agent: &Agent) -> Viewer {
    Viewer::of(agent.clone(), SessionId(Ulid::nil()))
}

impl Viewer {
    /// Whether they may read a note for this audience in a conversation that they see. `note/rows.rs` says the same in
    /// SQL.
    pub fn reads(&self, audience: Audience, author: AgentId) -> bool {
        audience.has(self.rights) || author == self.agent
    }

    /// Whether they may read what was found in a conversation that they see.
    pub(super) fn reads_hit(&self, hit: &Hit) -> bool {
        match (hit.note, hit.author) {
            (None, _) => true,
            (Some(audience), Author::Agent(author)) => self.reads(audience, author),
            (Some(_), Author::Contact | Author::Phone | Author::Automatic | Author::System) => {
                false
            }
        }
    }
}
