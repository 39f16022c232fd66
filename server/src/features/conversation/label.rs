//! Puts labels on a conversation and takes them off.

use shared::conversation::{Conversation, Fact};
use shared::ids::LabelId;
use shared::label::ON_ONE_MAX;
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::features::{activity, label, search};
use crate::store::Tx;

/// What is so already stays so; a label that is archived can only be taken off.
pub(super) fn relabel(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    add: &[LabelId],
    remove: &[LabelId],
) -> Result<()> {
    if add.iter().any(|id| remove.contains(id)) {
        return Err(
            Problem::invalid("add", "A label can't be put on and taken off at once.").into()
        );
    }
    let mut labels = it.labels.clone();
    labels.retain(|id| !remove.contains(id));
    labels.extend(add.iter().copied().filter(|id| !it.labels.contains(id)));
    labels.sort_unstable();
    labels.dedup();
    let only_in = |these: &[LabelId], others: &[LabelId]| -> Vec<LabelId> {
        these.iter().copied().filter(|id| !others.contains(id)).collect()
    };
    let (added, removed) = (only_in(&labels, &it.labels), only_in(&it.labels, &labels));
    if added.is_empty() && removed.is_empty() {
        return Ok(());
    }
    for id in &added {
        if label::rows::find(tx.conn(), *id)?.is_none_or(|label| label.archived) {
            return Err(Problem::invalid(
                "add",
                "This label is not there any more. Choose another one.",
            )
            .into());
        }
    }
    if labels.len() > ON_ONE_MAX && !added.is_empty() {
        return Err(Problem::invalid(
            "add",
            format!("A conversation has at most {ON_ONE_MAX} labels. Take one off first."),
        )
        .into());
    }
    let fact = Fact::Labelled { added: added.clone(), removed: removed.clone() };
    let mut noted = activity::change(tx, &mut it, fact, |it| it.labels = labels)?;
    rows::put_on(&mut noted.writer(), it.id, &added)?;
    rows::take_off(&mut noted.writer(), it.id, &removed)?;
    search::rows::known::put(&mut noted.writer(), &it)
}
