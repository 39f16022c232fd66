//! How much came below while somebody reads further up.

use leptos::prelude::*;
use shared::ids::MessageId;

use crate::logic::timeline::Item;
use crate::watch::memo;

/// Counts what came below while somebody reads further up.
pub(super) fn count(
    items: Memo<Option<Vec<Item>>>,
    at_end: ReadSignal<bool>,
    below: RwSignal<u32>,
) {
    let latest = memo(move || {
        items.with(|it| {
            it.as_ref()?.iter().rev().find_map(|item| match item {
                Item::Message { id, .. } | Item::Note { place: (_, id), .. } => Some(*id),
                Item::Day(_)
                | Item::Unread
                | Item::Activity { .. }
                | Item::Call { .. }
                | Item::Fold { .. }
                | Item::Held { .. }
                | Item::Outgoing { .. } => None,
            })
        })
    });
    Effect::new(move |before: Option<Option<MessageId>>| {
        let latest = latest.get();
        if at_end.get_untracked() {
            below.set(0);
        } else if before.flatten().is_some_and(|before| latest != Some(before)) {
            below.update(|it| *it += 1);
        }
        latest
    });
}
