//! What else can be done about a conversation, in a menu, and by keys.

use leptos::prelude::*;
use shared::conversation::{Action, Conversation};
use shared::ids::ConversationId;
use shared::permission::Permission;

use crate::features::escalate::{self, EscalateWindow};
use crate::features::may::RefusedNote;
use crate::features::{customer, deleted, followers, snooze};
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::{Menu, MenuItem};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What else can be done.
#[component]
pub fn More(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let unread = memo(move || conversation.with(|it| it.as_ref().is_some_and(|it| it.unread > 0)));
    let follows = followers::mine(it, conversation);
    let face = || view! { <Icon kind=Kind::More /> }.into_any();
    view! {
        <Menu id="more-menu" testid="more-menu" label="More" class="icon-button" face=face>
            <MenuItem on_choose=move |()| customer::flip() icon=Kind::Person keys=it.keys.shown("customer") testid="more-customer">"Customer"</MenuItem>
            <MenuItem on_choose=move |()| snooze::open_window() icon=Kind::Clock keys=it.keys.shown("snooze")>"Snooze"</MenuItem>
            <MenuItem on_choose=move |()| flip_unread(it, id) icon=Kind::Inbox keys=it.keys.shown("unread") testid="mark-unread">
                {move || if unread.get() { "Mark as read" } else { "Mark as unread" }}
            </MenuItem>
            <MenuItem on_choose=move |()| { conversation.with_untracked(|of| of.as_ref().map_or((), |of| followers::flip(it, of))); }
                icon=Kind::Eye testid="more-follow">
                {move || if follows.get() { "Stop following" } else { "Follow" }}
            </MenuItem>
            <MenuItem on_choose=move |()| escalate::open_window() icon=Kind::Alert keys=it.keys.shown("escalate") testid="more-escalate">"Escalate to leads…"</MenuItem>
            <MenuItem on_choose=move |()| { conversation.with_untracked(|of| of.as_ref().map_or((), |of| deleted::delete(it, of))); }
                disabled=Signal::derive(move || !it.store.may(Permission::Delete)) icon=Kind::Trash testid="delete">"Delete"</MenuItem>
            <RefusedNote needs=Permission::Delete />
        </Menu>
        <EscalateWindow id=id />
    }
}

/// Marks it as unread, or as read.
pub fn flip_unread(it: Workspace, id: ConversationId) {
    let Some(found) = it.store.peek(|it| it.conversation(id).cloned()) else { return };
    match found.last {
        Some(last) if found.unread > 0 => it.act(id, Action::Read { through: last.message }),
        _ => it.act(id, Action::Unread),
    }
}
