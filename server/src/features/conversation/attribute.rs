//! Sets what a workspace wants to know of a conversation.

use shared::attribute::{Of, Value};
use shared::conversation::{Conversation, Fact};
use shared::ids::AttributeId;

use crate::error::Result;
use crate::features::{activity, attribute};
use crate::store::Tx;

/// What is so already stays so.
pub(super) fn set(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    id: AttributeId,
    value: Option<Value>,
) -> Result<()> {
    attribute::check_value(tx, id, Of::Conversation, value.as_ref())?;
    let from = it.attributes.get(&id).cloned();
    if from == value {
        return Ok(());
    }
    let fact = Fact::Attributed { attribute: id, from, to: value.clone() };
    let mut noted = activity::change(tx, &mut it, fact, |it| {
        attribute::put(&mut it.attributes, id, value);
    })?;
    attribute::rows::renew_values(&mut noted.writer(), &it)
}
