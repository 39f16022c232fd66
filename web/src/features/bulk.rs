//! The same for all that are selected: the bar with what can be done, how far it got, and what could not be done.

pub mod attribute;
pub mod bar;
pub mod report;

use leptos::prelude::*;
use shared::bulk::{Action, Bulk, Targets, What};
use shared::command;
use shared::ids::BulkId;
use shared::permission::Permission;
use shared::state::Part;

use crate::clock;
use crate::watch::effect;
use crate::workspace::Workspace;

/// Does it to all that are selected, and selects none any more.
pub fn start(it: Workspace, what: What) {
    start_for(it, what, it.selection.targets());
    it.selection.clear();
}

/// Does it to these.
pub fn start_for(it: Workspace, what: What, targets: Targets) {
    send(it, Action::Start { what, targets });
}

/// What a role has to allow for it; the server asks it of each conversation.
pub const fn needs(what: &What) -> Permission {
    match what {
        What::Read | What::Unread => Permission::Look,
        What::Close
        | What::Reopen
        | What::Snooze { .. }
        | What::Label { .. }
        | What::SetAttribute { .. } => Permission::Triage,
        What::Assign { .. } | What::Share { .. } | What::Transfer { .. } => Permission::Assign,
        What::Delete | What::Restore => Permission::Delete,
    }
}

fn send(it: Workspace, action: Action) {
    let id = BulkId::new(clock::now());
    it.bulks.update_value(|mine| mine.push(id));
    it.sender.send(command::Action::Bulk(id, action));
}

/// Tells how those ended that this tab began, with a way back.
pub fn tell(it: Workspace, failed: RwSignal<Option<BulkId>>) {
    effect(move || {
        let ended = it.store.read(Part::Bulks, |state| {
            let mine = it.bulks.get_value();
            let ended = mine.iter().filter_map(|id| state.bulks().get(id));
            ended.filter(|it| it.finished).cloned().collect::<Vec<_>>()
        });
        for bulk in ended {
            it.bulks.update_value(|mine| mine.retain(|id| *id != bulk.id));
            if bulk.refused > 0 {
                failed.set(Some(bulk.id));
            }
            let (words, of) = (words(&bulk), bulk.id);
            if bulk.changed > 0 && bulk.undoes.is_none() {
                it.toasts().undoable(words, move || send(it, Action::Undo { of }));
            } else {
                it.toasts().note(words);
            }
        }
    });
}

/// How it ended, in a few words.
fn words(bulk: &Bulk) -> String {
    let many = conversations(bulk.changed);
    let done = match (&bulk.what, bulk.undoes) {
        (_, Some(_)) => format!("{many} as before"),
        (What::Read, None) => format!("{many} marked as read"),
        (What::Unread, None) => format!("{many} marked as unread"),
        (What::Transfer { .. }, None) => format!("{many} given to a team"),
        (What::SetAttribute { .. }, None) => format!("{many} changed"),
        (What::Delete, None) => format!("{many} deleted"),
        (What::Restore, None) => format!("{many} restored"),
        (What::Close, None) => format!("{many} closed"),
        (What::Reopen, None) => format!("{many} opened"),
        (What::Assign { to: Some(_) }, None) => format!("{many} assigned"),
        (What::Assign { to: None }, None) => format!("{many} assigned to nobody"),
        (What::Share { .. }, None) => format!("{many} shared out"),
        (What::Label { .. }, None) => format!("{many} labelled"),
        (What::Snooze { .. }, None) => format!("{many} snoozed"),
    };
    match (bulk.same, bulk.refused) {
        (0, 0) => format!("{done}."),
        (same, 0) => format!("{done}, {same} were so already."),
        (_, refused) => format!("{done}, {refused} could not be changed."),
    }
}

/// What is going on, in a word.
const fn doing(bulk: &Bulk) -> &'static str {
    match (&bulk.what, bulk.undoes) {
        (_, Some(_)) => "Taking back",
        (What::Read | What::Unread, None) => "Marking",
        (What::Transfer { .. }, None) => "Giving to a team",
        (What::SetAttribute { .. }, None) => "Changing",
        (What::Delete, None) => "Deleting",
        (What::Restore, None) => "Restoring",
        (What::Close, None) => "Closing",
        (What::Reopen, None) => "Opening",
        (What::Assign { .. }, None) => "Assigning",
        (What::Share { .. }, None) => "Sharing out",
        (What::Label { .. }, None) => "Labelling",
        (What::Snooze { .. }, None) => "Snoozing",
    }
}

fn conversations(count: u32) -> String {
    if count == 1 { "1 conversation".into() } else { format!("{count} conversations") }
}
