//! What is between colleagues in the open conversation: following it, discussing a message, asking whoever has it for it, and
//! leads to look.

use shared::conversation::Status;
use shared::permission::Permission;

use super::conversation::{open, with};
use super::{Action, Group};
use crate::features::{ask_for, discuss, escalate, followers};
use crate::ui::icon::Kind;

const GROUP: Group = Group::Conversation;

/// In the order in which they are listed.
pub const ALL: &[Action] = &[
    Action {
        id: "follow",
        name: "Follow",
        group: GROUP,
        icon: Kind::Eye,
        keys: "W",
        needs: Permission::Look,
        able: |here| match open(here)?.followers.contains(&here.it.me()).then_some(()) {
            Some(()) => Err("You follow it already."),
            None => Ok(()),
        },
        run: |here| with(here, |it| followers::flip(here.it, it)),
    },
    Action {
        id: "unfollow",
        name: "Stop following",
        group: GROUP,
        icon: Kind::Eye,
        keys: "W",
        needs: Permission::Look,
        able: |here| {
            let follows = open(here)?.followers.contains(&here.it.me());
            follows.then_some(()).ok_or("You don't follow it.")
        },
        run: |here| with(here, |it| followers::flip(here.it, it)),
    },
    Action {
        id: "ask-for",
        name: "Ask who has it for it",
        group: GROUP,
        icon: Kind::Person,
        keys: "Shift I",
        needs: Permission::Reply,
        able: |here| {
            let of = open(here)?;
            match (of.assignee, of.asked, of.status) {
                (_, _, Status::Closed) => Err("It is closed: nobody answers there."),
                (None, _, _) => Err("Nobody has it: take it."),
                (Some(has), _, _) if has == here.it.me() => Err("It is yours already."),
                (Some(_), Some(_), _) => Err("Somebody asks for it already."),
                (Some(_), None, _) => Ok(()),
            }
        },
        run: |here| with(here, |it| ask_for::ask(here.it, it)),
    },
    Action {
        id: "discuss",
        name: "Discuss a message with colleagues",
        group: GROUP,
        icon: Kind::People,
        keys: "Shift N",
        needs: Permission::Look,
        able: |here| open(here).map(|_| ()),
        run: |here| with(here, |it| discuss::open_at_hand(here.it, it.id)),
    },
    Action {
        id: "escalate",
        name: "Escalate to leads…",
        group: GROUP,
        icon: Kind::Alert,
        keys: "H",
        needs: Permission::Look,
        able: |here| match open(here)?.deleted {
            Some(_) => Err("It is deleted."),
            None => Ok(()),
        },
        run: |_| escalate::open_window(),
    },
];
