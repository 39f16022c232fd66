//! Who may be in a draft that is written together: its author, who may take replies over by force, and whoever sees the conversation where its author
//! offered it.

use shared::ids::AgentId;
use shared::permission::Permission;
use shared::problem::Problem;
use shared::together::Stroke;

use super::{Viewer, Visible};
use crate::error::Result;

impl Viewer {
    /// Refuses who may not read and write along in this author's draft. That they see the conversation is known.
    pub fn joins(&self, author: AgentId, offered: bool) -> Result<()> {
        self.require(Permission::Reply)?;
        if offered || author == self.agent || self.require(Permission::Force).is_ok() {
            return Ok(());
        }
        Err(Problem::not_found("draft").into())
    }

    /// Refuses who may not take this author's draft and go on with it alone.
    pub fn finishes(&self, author: AgentId) -> Result<()> {
        self.require(Permission::Force)?;
        if author == self.agent {
            return Err(Problem::forbidden("It is yours already.").into());
        }
        Ok(())
    }

    /// What somebody did with a draft, for this viewer, whose tab looks at the conversation; unless they may not join.
    pub fn stroke(&self, it: Stroke) -> Option<Visible<Stroke>> {
        self.joins(it.draft.author, it.offered).ok().map(|()| Visible(it))
    }
}
