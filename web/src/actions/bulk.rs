//! What can be done about all that are selected, and selecting. While any is, its keys mean all of them.

use shared::bulk::What;
use shared::ids::ConversationId;
use shared::permission::Permission;

use super::{Action, Group, Here};
use crate::features::bulk::start;
use crate::ui::icon::Kind;
use crate::ui::page;

/// In the order in which they are listed.
pub const ALL: &[Action] = &[
    Action {
        id: "select",
        name: "Select, or not any more",
        group: Group::Conversation,
        icon: Kind::Check,
        keys: "X",
        needs: Permission::Look,
        able: |here| here_is(here).map(|_| ()),
        run: |here| {
            if let Ok(id) = here_is(here) {
                here.it.selection.flip(id);
            }
        },
    },
    Action {
        id: "select-range",
        name: "Select up to here",
        group: Group::Conversation,
        icon: Kind::Checks,
        keys: "Shift X",
        needs: Permission::Look,
        able: |here| here_is(here).map(|_| ()),
        run: |here| {
            let rows = here.it.store.peek(|it| it.list(&here.view).map(|it| it.ids().collect()));
            if let (Ok(id), Some(rows)) = (here_is(here), rows) {
                let rows: Vec<_> = rows;
                here.it.selection.extend(&rows, id);
            }
        },
    },
    Action {
        needs: Permission::Triage,
        ..selected("bulk-close", "Close all that are selected", "E", Kind::Check, |here| {
            start(here.it, What::Close);
        })
    },
    selected("bulk-unread", "Mark all that are selected as unread", "U", Kind::Inbox, |here| {
        start(here.it, What::Unread);
    }),
    selected("bulk-read", "Mark all that are selected as read", "", Kind::Checks, |here| {
        start(here.it, What::Read);
    }),
    Action {
        needs: Permission::Triage,
        ..selected("bulk-snooze", "Snooze all that are selected…", "S", Kind::Clock, |_| {
            page::press("[data-testid=bulk-snooze]");
        })
    },
    Action {
        needs: Permission::Reply,
        ..selected("bulk-me", "Assign all that are selected to me", "I", Kind::Person, |here| {
            start(here.it, What::Assign { to: Some(here.it.me()) });
        })
    },
    Action {
        needs: Permission::Assign,
        ..selected("bulk-assign", "Assign all that are selected…", "A", Kind::People, |_| {
            page::press("[data-testid=bulk-assign]");
        })
    },
    Action {
        needs: Permission::Delete,
        ..selected("bulk-delete", "Delete all that are selected", "", Kind::Trash, |here| {
            start(here.it, What::Delete);
        })
    },
    Action {
        needs: Permission::Triage,
        ..selected("bulk-label", "Labels on all that are selected…", "L", Kind::Tag, |_| {
            page::press("[data-testid=bulk-label]");
        })
    },
];

const fn selected(
    id: &'static str,
    name: &'static str,
    keys: &'static str,
    icon: Kind,
    run: fn(&Here),
) -> Action {
    let able = |here: &Here| {
        let any = here.inbox && leptos::prelude::untrack(|| here.it.selection.any());
        if any { Ok(()) } else { Err("None is selected.") }
    };
    Action { id, name, group: Group::Conversation, icon, keys, needs: Permission::Look, able, run }
}

/// The row that has the focus, or the thread that is open.
fn here_is(here: &Here) -> Result<ConversationId, &'static str> {
    let focused = page::focused_row().and_then(|id| id.parse().ok());
    let id = focused.or_else(|| here.open.as_ref().map(|it| it.id));
    id.filter(|_| here.inbox).ok_or("No conversation is open or has the focus.")
}
