//! The rows of a list: only those near what is in sight are in the page, and none moves while somebody aims at one.

mod sight;

use leptos::html;
use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::view::View;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use self::sight::Sight;
use crate::features::row::Row;
use crate::logic::hold::hold;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// The rows of a list; above them waits what came meanwhile.
#[component]
pub fn Rows(
    /// What scrolls.
    list: NodeRef<html::Div>,
    /// How far, in pixels.
    top: RwSignal<f64>,
    /// What is in the list.
    rows: Memo<Option<Vec<ConversationId>>>,
    view: Memo<View>,
    open: Memo<Option<ConversationId>>,
) -> impl IntoView {
    let sight = Sight::new(list, top);
    let shown = RwSignal::new(Vec::new());
    let waiting = RwSignal::new(0);
    listen(sight);
    keep_order(sight, rows, view, shown, waiting);
    effect(move || {
        view.track();
        sight.scroll_to(0.0);
        sight.let_go();
    });
    effect(move || {
        let Some(open) = open.get() else { return };
        if let Some(at) = shown.with_untracked(|it: &Vec<_>| it.iter().position(|id| *id == open)) {
            sight.show(at);
        }
    });
    let range = memo(move || sight.range(shown.with(Vec::len)));
    let above = move || format!("calc({} * var(--row))", range.with(|it| it.start));
    let below = move || {
        let left = shown.with(Vec::len).saturating_sub(range.with(|it| it.end));
        format!("calc({left} * var(--row))")
    };
    let near = move || shown.with(|it| it.get(range.get()).map(<[_]>::to_vec)).unwrap_or_default();
    let to_top = move |_| {
        sight.let_go();
        sight.scroll_to(0.0);
    };
    view! {
        <button class="fresh" data-testid="fresh" hidden=move || waiting.get() == 0 on:click=to_top>
            <Icon kind=Kind::Up />
            {move || format!("{} new", waiting.get())}
        </button>
        <div class="rows" style:padding-block-start=above style:padding-block-end=below>
            <For each=near key=|id| *id let:id>
                <OneRow id=id view=view open=open />
            </For>
        </div>
    }
}

/// A row, or its place while somebody aims and it is gone already.
#[component]
fn OneRow(
    id: ConversationId,
    view: Memo<View>,
    open: Memo<Option<ConversationId>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let conversation = it.store.conversation(id);
    let there = memo(move || conversation.with(Option::is_some));
    move || {
        if there.get() {
            view! { <Row id=id view=view open=open /> }.into_any()
        } else {
            view! { <div class="row" aria-hidden="true"></div> }.into_any()
        }
    }
}

/// Shows the list as it is, or as it was while somebody aims or has scrolled down.
fn keep_order(
    sight: Sight,
    rows: Memo<Option<Vec<ConversationId>>>,
    view: Memo<View>,
    shown: RwSignal<Vec<ConversationId>>,
    waiting: RwSignal<usize>,
) {
    let scrolled = memo(move || sight.top.get() > sight.row());
    Effect::new(move |before: Option<View>| {
        let (view, now) = (view.get(), rows.get().unwrap_or_default());
        let (aiming, scrolled) = (sight.aiming.get(), scrolled.get());
        let same = before.as_ref() == Some(&view);
        let was = shown.get_untracked();
        let (next, above) = if same && !was.is_empty() && (aiming || scrolled) {
            hold(&was, &now, aiming)
        } else {
            (now, 0)
        };
        if same && scrolled && !aiming {
            stay(sight, &was, &next);
        }
        if waiting.get_untracked() != above {
            waiting.set(above);
        }
        if was != next {
            shown.set(next);
        }
        view
    });
}

/// Scrolls up by what has gone above what is in sight.
fn stay(sight: Sight, was: &[ConversationId], next: &[ConversationId]) {
    let gone = was.iter().take(sight.above()).filter(|id| !next.contains(id)).count();
    if gone > 0 {
        sight.scroll_up(gone);
    }
}

/// Hears whether somebody aims.
fn listen(sight: Sight) {
    let aimed = move |target: Option<web_sys::EventTarget>| {
        let target = target.and_then(|it| it.dyn_into::<Element>().ok());
        target.is_some_and(|it| it.closest(".list").is_ok_and(|it| it.is_some()))
    };
    let pointer = window_event_listener(leptos::ev::pointermove, move |event| {
        if event.pointer_type() != "mouse" {
            return;
        }
        if aimed(event.target()) { sight.aim() } else { sight.let_go() }
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let walks = matches!(event.key().as_str(), "ArrowUp" | "ArrowDown" | "Tab");
        if walks && aimed(event.target()) { sight.aim() } else { sight.let_go() }
    });
    on_cleanup(move || {
        pointer.remove();
        keys.remove();
        sight.let_go_later(None);
    });
}

/// The arrow keys move the focus from row to row.
pub fn step(event: KeyboardEvent) {
    let row = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let Some(row) = row.filter(|it| it.matches(".row").unwrap_or_default()) else { return };
    let line = row.closest(".row-line").ok().flatten();
    let next = match event.key().as_str() {
        "ArrowDown" => line.and_then(|it| it.next_element_sibling()),
        "ArrowUp" => line.and_then(|it| it.previous_element_sibling()),
        _ => return,
    };
    event.prevent_default();
    let next = next.and_then(|it| it.query_selector(".row").ok().flatten());
    if let Some(next) = next.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // What can't be focused is not a row.
        let _ = next.focus();
    }
}
