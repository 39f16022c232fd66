//! Who has which spaces, and who may change them.

use shared::ids::SpaceId;
use shared::permission::Permission;
use shared::problem::Problem;
use shared::space::{Audience, Space};

use super::Viewer;
use crate::error::Result;
use crate::features;
use crate::store::Tx;

impl Viewer {
    /// Theirs, or shared with them. Who organises sees all that are shared.
    pub(super) fn sees_space(&self, it: &Space) -> bool {
        match it.audience {
            Audience::Owner => it.owner == self.agent,
            Audience::Everyone => true,
            Audience::Team(id) => self.teams.contains(&id) || self.rights.may(Permission::Organise),
        }
    }

    /// A space that they may change, if there is one of this id.
    pub(super) fn space(&self, tx: &mut Tx<'_>, id: SpaceId) -> Result<Option<Space>> {
        let Some(it) = features::space::rows::find(tx.conn(), id)? else { return Ok(None) };
        if !self.sees_space(&it) {
            return Err(Problem::not_found("space").into());
        }
        if it.audience.shared() {
            self.require(Permission::Organise)?;
        }
        Ok(Some(it))
    }
}
