//! What can be done about the open conversation.

use shared::conversation::{Action as Wish, Conversation, Status};
use shared::permission::Permission;

use super::{Action, Group, Here};
use crate::features::{
    composer, customer, deleted, labels, message_menu, more, moves, schedule, snooze, templates,
    together,
};
use crate::ui::icon::Kind;
use crate::ui::page;

const GROUP: Group = Group::Conversation;
const NOTHING_OPEN: &str = "No conversation is open.";

/// In the order in which they are listed.
pub const ALL: &[Action] = &[
    Action {
        id: "reply",
        name: "Write a reply",
        group: GROUP,
        icon: Kind::Reply,
        keys: "R",
        needs: Permission::Reply,
        able: |here| open(here).map(|_| ()),
        run: |here| with(here, |it| composer::switch(here.it, it.id, false)),
    },
    Action {
        id: "note",
        name: "Write a note for colleagues",
        group: GROUP,
        icon: Kind::Lock,
        keys: "N",
        needs: Permission::Look,
        able: |here| open(here).map(|_| ()),
        run: |here| with(here, |it| composer::switch(here.it, it.id, true)),
    },
    Action {
        id: "quick-reply",
        name: "Quick replies…",
        group: GROUP,
        icon: Kind::Bolt,
        keys: "Q",
        needs: Permission::Reply,
        able: |here| {
            let writes = open(here)?.window_open(here.it.time.now());
            writes.then_some(()).ok_or("The customer's last message is more than 24 hours ago.")
        },
        run: |here| with(here, |it| composer::quick::open(here.it, it.id)),
    },
    Action {
        id: "assign-me",
        name: "Assign to me",
        group: GROUP,
        icon: Kind::Person,
        keys: "I",
        needs: Permission::Reply,
        able: |here| match open(here)?.assignee {
            Some(who) if who == here.it.me() => Err("It is yours already."),
            _ => Ok(()),
        },
        run: |here| with(here, |it| moves::assign(here.it, it, Some(here.it.me()))),
    },
    Action {
        id: "assign",
        name: "Assign to a colleague…",
        group: GROUP,
        icon: Kind::People,
        keys: "A",
        needs: Permission::Assign,
        able: |here| open(here).map(|_| ()),
        run: |_| page::press("[data-testid=assign-menu]"),
    },
    Action {
        id: "transfer",
        name: "Give to a team…",
        group: GROUP,
        icon: Kind::People,
        keys: "",
        needs: Permission::Assign,
        able: |here| {
            open(here)?;
            let any = here.it.store.peek(|it| !it.teams().is_empty());
            any.then_some(()).ok_or("There are no teams. Admins make them in the settings.")
        },
        run: |_| page::press("[data-testid=assign-menu]"),
    },
    Action {
        id: "unassign",
        name: "Assign to nobody",
        group: GROUP,
        icon: Kind::Close,
        keys: "",
        needs: Permission::Reply,
        able: |here| open(here)?.assignee.map(|_| ()).ok_or("It is nobody's already."),
        run: |here| with(here, |it| moves::assign(here.it, it, None)),
    },
    Action {
        id: "close",
        name: "Close",
        group: GROUP,
        icon: Kind::Check,
        keys: "E",
        needs: Permission::Triage,
        able: |here| not_closed(open(here)?),
        run: |here| with(here, |it| moves::close(here.it, it)),
    },
    Action {
        id: "reopen",
        name: "Reopen",
        group: GROUP,
        icon: Kind::Redo,
        keys: "E",
        needs: Permission::Triage,
        able: |here| match open(here)?.status {
            Status::Closed => Ok(()),
            Status::Open | Status::Snoozed => Err("It is open already."),
        },
        run: |here| with(here, |it| moves::reopen(here.it, it)),
    },
    Action {
        id: "close-next",
        name: "Close and open the next",
        group: GROUP,
        icon: Kind::Checks,
        keys: "Shift E",
        needs: Permission::Triage,
        able: |here| not_closed(open(here)?),
        run: |here| {
            let next = here.beside(1).or_else(|| here.beside(-1));
            with(here, |it| moves::close(here.it, it));
            here.open(next);
        },
    },
    Action {
        id: "snooze",
        name: "Snooze…",
        group: GROUP,
        icon: Kind::Clock,
        keys: "S",
        needs: Permission::Triage,
        able: |here| open(here).map(|_| ()),
        run: |_| snooze::open_window(),
    },
    Action {
        id: "unsnooze",
        name: "Bring back from snooze",
        group: GROUP,
        icon: Kind::Inbox,
        keys: "",
        needs: Permission::Triage,
        able: |here| match open(here)?.status {
            Status::Snoozed => Ok(()),
            Status::Open | Status::Closed => Err("It is not snoozed."),
        },
        run: |here| with(here, |it| here.it.act(it.id, Wish::Reopen)),
    },
    Action {
        id: "unread",
        name: "Mark as unread, or as read",
        group: GROUP,
        icon: Kind::Inbox,
        keys: "U",
        needs: Permission::Look,
        able: |here| open(here).map(|_| ()),
        run: |here| with(here, |it| more::flip_unread(here.it, it.id)),
    },
    Action {
        id: "delete",
        name: "Delete",
        group: GROUP,
        icon: Kind::Trash,
        keys: "",
        needs: Permission::Delete,
        able: |here| match open(here)?.deleted {
            Some(_) => Err("It is deleted already."),
            None => Ok(()),
        },
        run: |here| with(here, |it| deleted::delete(here.it, it)),
    },
    Action {
        id: "label",
        name: "Labels…",
        group: GROUP,
        icon: Kind::Tag,
        keys: "L",
        needs: Permission::Triage,
        able: |here| open(here).map(|_| ()),
        run: |_| labels::open_menu(),
    },
    Action {
        id: "customer",
        name: "Customer’s panel",
        group: GROUP,
        icon: Kind::Person,
        keys: "D",
        needs: Permission::Look,
        able: |here| open(here).map(|_| ()),
        run: |_| customer::flip(),
    },
    Action {
        id: "templates",
        name: "Templates…",
        group: GROUP,
        icon: Kind::Template,
        keys: "T",
        needs: Permission::Reply,
        able: |here| open(here).map(|_| ()),
        run: |_| templates::open_window(),
    },
    Action {
        id: "schedule",
        name: "Send later what is written…",
        group: GROUP,
        icon: Kind::Clock,
        keys: "",
        needs: Permission::Reply,
        able: |here| {
            let it = open(here)?;
            let written = !here.it.drafts().get(it.id).text.trim().is_empty();
            written.then_some(()).ok_or("Nothing is written yet.")
        },
        run: |_| schedule::open_window(),
    },
    Action {
        id: "write-together",
        name: "Write together with colleagues",
        group: GROUP,
        icon: Kind::People,
        keys: "",
        needs: Permission::Reply,
        able: |here| open(here).map(|_| ()),
        run: |here| with(here, |it| together::offer(here.it, it.id, true)),
    },
    Action {
        id: "message-menu",
        name: "About a message: react, copy, details…",
        group: GROUP,
        icon: Kind::More,
        keys: ".",
        needs: Permission::Look,
        able: |here| open(here).map(|_| ()),
        run: |_| message_menu::open(),
    },
    Action {
        id: "copy-link",
        name: "Copy the link of this conversation",
        group: GROUP,
        icon: Kind::Link,
        keys: "",
        needs: Permission::Look,
        able: |here| open(here).map(|_| ()),
        run: |here| {
            with(here, |it| {
                here.it.toasts().copy(page::address(&format!("/inbox/all/{}", it.id)));
            });
        },
    },
    Action {
        id: "copy-phone",
        name: "Copy the customer's number",
        group: GROUP,
        icon: Kind::Copy,
        keys: "",
        needs: Permission::Phones,
        able: |here| {
            open(here)?.contact.phone.as_ref().map(|_| ()).ok_or("WhatsApp does not tell it.")
        },
        run: |here| {
            with(here, |it| {
                if let Some(phone) = &it.contact.phone {
                    here.it.toasts().copy(format!("+{phone}"));
                }
            });
        },
    },
];

pub(super) fn open(here: &Here) -> Result<&Conversation, &'static str> {
    here.open.as_ref().ok_or(NOTHING_OPEN)
}

pub(super) fn with(here: &Here, run: impl FnOnce(&Conversation)) {
    if let Some(it) = &here.open {
        run(it);
    }
}

fn not_closed(it: &Conversation) -> Result<(), &'static str> {
    if it.status == Status::Closed { Err("It is closed already.") } else { Ok(()) }
}
