//! The rows of a list: only those near what is in sight are in the page, and none moves while somebody aims at one.

use std::ops::Range;
use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::view::View;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::features::row::Row;
use crate::logic::hold::hold;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// So many rows are in the page above and below those in sight.
const SPARE: usize = 12;
/// Rows come and go in such groups, so that most scrolling changes nothing.
const STEP: usize = 6;
/// Who has not moved the pointer for so long is not aiming any more.
const AIM: Duration = Duration::from_secs(5);
/// The height of a row before any was measured, in pixels.
const USUAL: f64 = 72.0;

/// Where a list is scrolled to, and what is in sight.
#[derive(Clone, Copy)]
struct Sight {
    list: NodeRef<html::Div>,
    /// In pixels.
    top: RwSignal<f64>,
    /// Whether somebody is aiming at a row.
    aiming: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Sight {
    /// Somebody points at a row, or walks there with the arrows.
    fn aim(self) {
        self.let_go_later(Some(AIM));
        if !self.aiming.get_untracked() {
            self.aiming.set(true);
        }
    }

    fn let_go(self) {
        self.let_go_later(None);
        // The list may have been left.
        if self.aiming.try_get_untracked() == Some(true) {
            self.aiming.set(false);
        }
    }

    fn let_go_later(self, after: Option<Duration>) {
        let next =
            after.and_then(|after| set_timeout_with_handle(move || self.let_go(), after).ok());
        let before = self.timer.try_update_value(|it| std::mem::replace(it, next)).flatten();
        if let Some(before) = before {
            before.clear();
        }
    }

    /// How high a row is, in pixels: what the style says.
    fn row(self) -> f64 {
        let styles = self.list.get_untracked();
        let styles = styles.and_then(|it| window().get_computed_style(&it).ok().flatten());
        let height = styles.and_then(|it| it.get_property_value("--row").ok());
        let height = height.and_then(|it| it.trim().trim_end_matches("px").parse().ok());
        height.filter(|it: &f64| *it >= 1.0).unwrap_or(USUAL)
    }

    /// Which of so many rows belong into the page.
    fn range(self, many: usize) -> Range<usize> {
        let (row, top) = (self.row(), self.top.get());
        let height = self.list.get().map_or(0, |it| it.client_height());
        let first = whole(top / row).saturating_sub(SPARE) / STEP * STEP;
        let last = (whole((top + f64::from(height)) / row) + SPARE) / STEP * STEP + STEP;
        first.min(many)..last.min(many)
    }

    fn scroll_to(self, top: f64) {
        if let Some(list) = self.list.get_untracked() {
            list.set_scroll_top(pixels(top));
            self.top.set(f64::from(list.scroll_top()));
        }
    }

    /// Brings a row into sight.
    fn show(self, at: usize) {
        let Some(list) = self.list.get_untracked() else { return };
        let (row, height) = (self.row(), f64::from(list.client_height()));
        let (top, place) = (f64::from(list.scroll_top()), number(at) * row);
        if place < top {
            self.scroll_to(place);
        } else if place + row > top + height {
            self.scroll_to(place + row - height + PADDING);
        }
    }
}

/// Around the rows, in pixels (`style/list.css`).
const PADDING: f64 = 12.0;

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
    let sight = Sight { list, top, aiming: RwSignal::new(false), timer: StoredValue::new(None) };
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
    let (row, top) = (sight.row(), sight.top.get_untracked());
    let above = was.iter().take(whole(top / row));
    let gone = above.filter(|id| !next.contains(id)).count();
    if gone > 0 {
        sight.scroll_to(top - number(gone) * row);
    }
}

/// Hears whether somebody aims, and when the window becomes another size.
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
    let size = window_event_listener(leptos::ev::resize, move |_| sight.top.notify());
    on_cleanup(move || {
        pointer.remove();
        keys.remove();
        size.remove();
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

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
fn whole(number: f64) -> usize {
    number.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "lists are shorter than 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, reason = "browsers scroll less than 2^31 pixels")]
fn pixels(number: f64) -> i32 {
    number as i32
}
