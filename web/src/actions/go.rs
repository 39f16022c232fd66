//! From one place to another, and what belongs to the app as a whole.

use shared::permission::Permission;
use shared::view::View;

use super::{Action, Group, Here};
use crate::features::{held, may, new_chat, search, spaces};
use crate::ui::icon::Kind;
use crate::ui::page;

const NOT_HERE: &str = "Only where the inbox is shown.";

/// In the order in which they are listed.
pub const ALL: &[Action] = &[
    Action {
        id: "next",
        name: "Next conversation",
        group: Group::Go,
        icon: Kind::Down,
        keys: "J",
        needs: Permission::Look,
        able: |here| beside(here, 1, "This is the last of the list."),
        run: |here| here.open(here.beside(1)),
    },
    Action {
        id: "previous",
        name: "Previous conversation",
        group: Group::Go,
        icon: Kind::Up,
        keys: "K",
        needs: Permission::Look,
        able: |here| beside(here, -1, "This is the first of the list."),
        run: |here| here.open(here.beside(-1)),
    },
    to("go-mine", "Go to Mine", "G M", |here| here.go("/inbox/mine")),
    to("go-unassigned", "Go to Unassigned", "G U", |here| here.go("/inbox/unassigned")),
    to("go-all", "Go to All", "G A", |here| here.go("/inbox/all")),
    to("go-snoozed", "Go to Snoozed", "G Z", |here| here.go("/inbox/snoozed")),
    Action {
        needs: Permission::Organise,
        ..to("go-escalated", "Go to Escalated", "G H", |here| here.go("/inbox/is:escalated"))
    },
    to("go-missed", "Go to Missed calls", "G P", |here| here.go("/inbox/is:missed")),
    to("go-following", "Go to Following", "G F", |here| {
        here.go(&format!("/inbox/{}", View::following()));
    }),
    to("go-closed", "Go to Closed", "G C", |here| here.go("/inbox/closed")),
    Action {
        needs: Permission::Delete,
        ..to("go-deleted", "Go to Deleted", "G D", |here| here.go("/inbox/is:deleted"))
    },
    Action {
        needs: Permission::Organise,
        ..to("go-board", "Go to the live board", "G B", |here| here.go("/board"))
    },
    space::<0>("space-1", "First Space", "G 1"),
    space::<1>("space-2", "Second Space", "G 2"),
    space::<2>("space-3", "Third Space", "G 3"),
    space::<3>("space-4", "Fourth Space", "G 4"),
    space::<4>("space-5", "Fifth Space", "G 5"),
    space::<5>("space-6", "Sixth Space", "G 6"),
    space::<6>("space-7", "Seventh Space", "G 7"),
    space::<7>("space-8", "Eighth Space", "G 8"),
    space::<8>("space-9", "Ninth Space", "G 9"),
    to("go-settings", "Go to Settings", "G S", |here| here.go("/settings")),
    to("go-keyboard", "Settings: keyboard", "", |here| here.go("/settings/keyboard")),
    to("go-sending", "Settings: sending", "", |here| here.go("/settings/sending")),
    to("go-hours", "Settings: working hours", "", |here| here.go("/settings/hours")),
    to("go-sessions", "Settings: where I am logged in", "", |here| here.go("/settings/sessions")),
    Action {
        needs: Permission::Administer,
        ..to("go-people", "Settings: people", "", |here| here.go("/settings/people"))
    },
    Action {
        needs: Permission::Administer,
        ..to("go-roles", "Settings: roles", "", |here| here.go("/settings/roles"))
    },
    Action {
        needs: Permission::Administer,
        ..to("go-teams", "Settings: teams", "", |here| here.go("/settings/teams"))
    },
    Action {
        needs: Permission::Administer,
        ..to("go-numbers", "Settings: numbers", "", |here| here.go("/settings/numbers"))
    },
    Action {
        needs: Permission::Organise,
        ..to("go-labels", "Settings: labels", "", |here| here.go("/settings/labels"))
    },
    Action {
        needs: Permission::Phones,
        able: |here| may::refused(here.it, Permission::Reply).map_or(Ok(()), Err),
        ..app("new-chat", "New chat", "C", Kind::Plus, |_| new_chat::open())
    },
    app("search", "Search people and messages", "/", Kind::Search, |_| search::open()),
    Action {
        able: |here| if here.inbox { Ok(()) } else { Err(NOT_HERE) },
        ..app("filter", "Filter the list…", "F", Kind::Filter, |_| {
            page::press("[data-testid=filter-menu]");
        })
    },
    app("palette", "Everything that can be done", "Ctrl K", Kind::Sliders, Here::show_palette),
    app("help", "All keys", "?", Kind::Question, Here::flip_help),
    app("undo", "Undo", "Z", Kind::Redo, |here| {
        let written = here.open.as_ref().is_some_and(|of| held::undo_last(here.it, of.id));
        if !written && !here.it.toasts().undo_last() {
            here.it.toasts().note("There is nothing to undo.");
        }
    }),
    app("appearance", "Appearance…", "", Kind::Sun, |_| page::press("[data-testid=appearance]")),
    app("logout", "Log out", "", Kind::Logout, |_| page::press("[data-testid=logout]")),
];

const fn to(id: &'static str, name: &'static str, keys: &'static str, run: fn(&Here)) -> Action {
    Action {
        id,
        name,
        group: Group::Go,
        icon: Kind::Forward,
        keys,
        needs: Permission::Look,
        able: |_| Ok(()),
        run,
    }
}

const fn space<const AT: usize>(
    id: &'static str,
    name: &'static str,
    keys: &'static str,
) -> Action {
    let able = |here: &Here| nth::<AT>(here).map(|_| ()).ok_or("There is no such Space yet.");
    let run = |here: &Here| {
        if let Some(view) = nth::<AT>(here) {
            here.go(&format!("/inbox/{view}"));
        }
    };
    Action { able, ..to(id, name, keys, run) }
}

fn nth<const AT: usize>(here: &Here) -> Option<View> {
    spaces::all_now(here.it).into_iter().nth(AT).map(|it| it.view)
}

const fn app(
    id: &'static str,
    name: &'static str,
    keys: &'static str,
    icon: Kind,
    run: fn(&Here),
) -> Action {
    Action {
        id,
        name,
        group: Group::App,
        icon,
        keys,
        needs: Permission::Look,
        able: |_| Ok(()),
        run,
    }
}

fn beside(here: &Here, by: isize, end: &'static str) -> Result<(), &'static str> {
    if !here.inbox {
        return Err(NOT_HERE);
    }
    here.beside(by).map(|_| ()).ok_or(end)
}
