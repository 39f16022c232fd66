//! Conversations that we begin. There is never a second one for the same customer and number, so who asks is told of the one
//! there is; it sends nothing.

use shared::chat::{Begin, DIGITS_MAX, DIGITS_MIN, Line};
use shared::contact::{Action as ContactAction, Field};
use shared::conversation::Fact;
use shared::ids::{ConversationId, NumberId};
use shared::problem::{Code, Problem};

use super::{create, rows};
use crate::error::Result;
use crate::features::{activity, contact, number};
use crate::policy::{Viewer, Visible};
use crate::store::{Conn, Tx};
use crate::whatsapp::identity::Identity;
use crate::whatsapp::phone::digits;

/// What there is with this phone number.
pub fn look(
    conn: &mut Conn,
    viewer: &Viewer,
    number: NumberId,
    written: &str,
) -> Result<Visible<Line>> {
    let phone = check(written)?;
    if number::rows::find(conn, number)?.is_none() {
        return Err(Problem::invalid("number", "Choose one of our numbers.").into());
    }
    let known = contact::known(conn, &identity(&phone))?;
    let held = match known {
        Some(contact) => rows::of_contact(conn, number, contact)?,
        None => None,
    };
    viewer.line(phone, held.as_ref())
}

/// Begins a conversation, which is its beginner's.
pub fn begin(tx: &mut Tx<'_>, viewer: &Viewer, id: ConversationId, it: &Begin) -> Result<()> {
    let line = look(tx.conn(), viewer, it.number, &it.phone)?;
    if line.get().conversation.is_some() {
        return Err(Problem::new(
            Code::Taken,
            "There is a conversation with this customer already. Look for it by their number.",
        )
        .into());
    }
    if rows::lock(tx.conn(), id)?.is_some() {
        return Err(Problem::invalid("id", "Another conversation has this id.").into());
    }
    let number = number::rows::get(tx.conn(), it.number)?;
    let contact = contact::resolve(tx, &identity(&line.get().phone), None)?;
    let at = tx.now();
    let mut begun = create(tx, id, &number, &contact, at)?;
    let to = Some(viewer.agent);
    activity::change(tx, &mut begun, Fact::Assigned { from: None, to }, |it| it.assignee = to)?;
    let name = it.name.trim();
    if name.is_empty() {
        return Ok(());
    }
    contact::edit::handle(
        tx,
        &begun,
        ContactAction::Set { field: Field::Name, text: name.to_owned() },
    )
}

fn identity(phone: &str) -> Identity {
    Identity { phone: Some(phone.to_owned()), ..Identity::default() }
}

/// The digits, if WhatsApp could know them.
fn check(written: &str) -> Result<String> {
    let wrong = |why: &str| Err(Problem::invalid("phone", why).into());
    let Some(digits) = digits(written) else {
        return wrong("Write a phone number, such as +49 151 2345678.");
    };
    if digits.starts_with('0') {
        return wrong(
            "Write it with the country code instead of the first 0, such as +49 151 2345678.",
        );
    }
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) {
        return wrong("A phone number has 7 to 15 digits, the country code included.");
    }
    Ok(digits)
}
