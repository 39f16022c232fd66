//! One key for each common act, while nobody is writing.

use leptos::ev::keydown;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::conversation::{Action, Status};
use shared::ids::ConversationId;
use shared::view::View;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::features::{composer, labels, more, search, snooze};
use crate::workspace::Workspace;

/// Listens for as long as the owner lives.
pub fn listen(view: Memo<View>, open: Memo<Option<ConversationId>>) {
    let it: Workspace = expect_context();
    let navigate = use_navigate();
    let go = move |to: Option<ConversationId>| {
        if to == open.get_untracked() {
            return;
        }
        let view = view.get_untracked();
        let path = to.map_or_else(|| format!("/inbox/{view}"), |id| format!("/inbox/{view}/{id}"));
        navigate(&path, leptos_router::NavigateOptions::default());
    };
    let handle = window_event_listener(keydown, move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let writing = target.as_ref().is_some_and(is_field);
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.default_prevented() || event.is_composing() || modified || covered() {
            return;
        }
        let open = open.get_untracked();
        let to = |by| step(it, &view.get_untracked(), open, by);
        match (key(&event).as_str(), writing, open) {
            ("escape", true, _) => blur(target.as_ref()),
            ("escape", false, Some(_)) => go(None),
            ("j", false, _) => go(to(1).or(open)),
            ("k", false, _) => go(to(-1).or(open)),
            ("r", false, Some(_)) => composer::focus(),
            ("i", false, Some(id)) => it.act(id, Action::Assign { to: Some(it.me()) }),
            ("/", false, _) => search::open(),
            ("l", false, Some(_)) => labels::open_menu(),
            ("e", false, Some(id)) => close_or_reopen(it, id),
            ("u", false, Some(id)) => more::flip_unread(it, id),
            ("s", false, Some(_)) => snooze::open_window(),
            ("z", false, _) => drop(it.toasts().undo_last()),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// The letter on the key; by its place where the keyboard writes other letters.
fn key(event: &KeyboardEvent) -> String {
    let key = event.key();
    if key.is_ascii() {
        key.to_ascii_lowercase()
    } else {
        event.code().trim_start_matches("Key").to_ascii_lowercase()
    }
}

/// The conversation after or before the open one; the first when none is open.
fn step(
    it: Workspace,
    view: &View,
    open: Option<ConversationId>,
    by: isize,
) -> Option<ConversationId> {
    let rows: Vec<_> = it.store.peek(|it| it.list(view).map(|it| it.ids().collect()))?;
    match open.and_then(|open| rows.iter().position(|id| *id == open)) {
        Some(at) => rows.get(at.checked_add_signed(by)?).copied(),
        None => rows.first().copied(),
    }
}

fn close_or_reopen(it: Workspace, id: ConversationId) {
    match it.store.peek(|it| it.conversation(id).map(|it| it.status)) {
        Some(Status::Open | Status::Snoozed) => it.act(id, Action::Close),
        Some(Status::Closed) => it.act(id, Action::Reopen),
        None => {}
    }
}

fn is_field(element: &Element) -> bool {
    element.matches("input, textarea, select, [contenteditable]").unwrap_or_default()
}

/// Whether a dialog or a menu is open, to which the keys belong then.
fn covered() -> bool {
    document()
        .query_selector("dialog[open], :popover-open:not(.tooltip)")
        .is_ok_and(|it| it.is_some())
}

fn blur(field: Option<&Element>) {
    if let Some(field) = field.and_then(|it| it.dyn_ref::<HtmlElement>()) {
        // Only an element that is gone can't lose the focus.
        let _ = field.blur();
    }
}
