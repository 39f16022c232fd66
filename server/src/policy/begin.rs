//! What is told of a phone number to who wants to write to it.

use shared::chat::Line;
use shared::conversation::Conversation;
use shared::permission::Permission;
use shared::problem::{Code, Problem};

use super::{Viewer, Visible};
use crate::error::Result;

impl Viewer {
    /// What there is with a phone number. A conversation that the viewer does not see is told of all the same, without
    /// whose it is: else they would write to a customer behind a colleague's back.
    pub fn line(&self, phone: String, held: Option<&Conversation>) -> Result<Visible<Line>> {
        // Else numbers could be tried until a customer is found.
        self.require(Permission::Phones)?;
        match held {
            Some(it) if it.deleted.is_some() && !self.sees_scope(it.scope()) => Err(Problem::new(
                Code::Taken,
                "The conversation with this customer is deleted. Ask a lead or an admin to restore it.",
            )
            .into()),
            Some(it) if !self.sees_scope(it.scope()) => Err(Problem::new(
                Code::Taken,
                "A colleague has a conversation with this customer, which you don't see. Ask a lead to give it to you.",
            )
            .into()),
            held => Ok(Visible(Line { phone, conversation: held.map(|it| it.id) })),
        }
    }
}
