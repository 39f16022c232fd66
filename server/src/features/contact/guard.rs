//! To whom nothing is written: who is blocked, and marketing to who wants none.

use shared::conversation::Conversation;
use shared::problem::{Code, Problem};
use shared::template::{Category, Template};

use crate::error::Result;

/// Refuses whatever would be sent to somebody who is blocked.
pub fn check(it: &Conversation) -> Result<()> {
    if it.contact.about.blocked.is_none() {
        return Ok(());
    }
    let words = "This customer is blocked. Unblock them to write to them again.";
    Err(Problem::new(Code::Conflict, words).into())
}

/// Refuses marketing to who wants none.
pub fn check_template(it: &Conversation, template: &Template) -> Result<()> {
    if wants(it, template) {
        return Ok(());
    }
    let words = "This customer wants no marketing. Choose a template of another category.";
    Err(Problem { field: Some("template".into()), ..Problem::new(Code::Conflict, words) }.into())
}

/// Whether somebody may get a template of this kind.
pub fn wants(it: &Conversation, template: &Template) -> bool {
    let declined = it.contact.about.consent.as_ref().is_some_and(|it| !it.given);
    !declined || template.category != Category::Marketing
}
