//! What a supervisor watches is for who organises, and no more of it than they see.

use shared::board::{Board, Load, Place};
use shared::conversation::Conversation;
use shared::permission::Permission;

use super::{Viewer, Visible};
use crate::error::Result;

impl Viewer {
    /// `loads` were counted for this viewer; of the places those are left that they see.
    pub fn board(
        &self,
        limit: u32,
        loads: Vec<Load>,
        places: Vec<Conversation>,
    ) -> Result<Visible<Board>> {
        self.require(Permission::Organise)?;
        let places = places.into_iter().filter(|it| self.sees_scope(it.scope()));
        let mut places: Vec<_> =
            places.map(|it| Place { id: it.id, name: self.name(&it) }).collect();
        places.sort_unstable();
        Ok(Visible(Board { limit, loads, places }))
    }
}
