//! The live board: who has how much to do, who waits and for how long, and where everybody is. It is for looking and for
//! going where something has to be done; nothing is changed here.

pub mod cells;
pub mod people;
pub mod queues;

use leptos::html;
use leptos::prelude::*;
use shared::agent::Agent;
use shared::board::{Board, LIMIT, Sum};
use shared::conversation::Status;
use shared::filter::{Filter, Sort, Who};
use shared::permission::Permission;
use shared::view::View;

use self::cells::Tile;
use self::people::People;
use self::queues::Queues;
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Under which name the browser keeps when somebody is late.
const KEPT: &str = "onevoice.board.limit";
/// What can be chosen, in minutes.
const LIMITS: [u32; 6] = [5, 10, 15, 30, 60, 240];

part! {
    /// The live board.
    pub fn board() in settings { view! { <LiveBoard /> }.into_any() }
}

#[component]
fn LiveBoard() -> impl IntoView {
    let it: Workspace = expect_context();
    let may = memo(move || it.store.may(Permission::Organise));
    view! {
        <Show when=move || may.get() fallback=NotYours>
            <Shown />
        </Show>
    }
}

#[component]
fn NotYours() -> impl IntoView {
    view! {
        <div class="empty">
            <h1>"The live board"</h1>
            <p>"It is for leads and admins, who see to it that nobody waits for long."</p>
        </div>
    }
}

#[component]
fn Shown() -> impl IntoView {
    let it: Workspace = expect_context();
    let kept = page::kept(KEPT).and_then(|it| it.parse().ok());
    let limit = RwSignal::new(kept.filter(|it| LIMITS.contains(it)).unwrap_or(LIMIT));
    effect(move || it.presence.watch_board(limit.get()));
    on_cleanup(move || it.presence.leave_board());
    let counted = memo(move || it.presence.board.with(Option::is_some));
    let wall = NodeRef::<html::Section>::new();
    let whole_screen = move |_| {
        if let Some(wall) = wall.get_untracked() {
            // Where a browser does not let us, everything stays as it is.
            let _ = wall.request_fullscreen();
        }
    };
    let choose = move |text: String| {
        if let Ok(minutes) = text.parse() {
            page::keep(KEPT, &text);
            limit.set(minutes);
        }
    };
    view! {
        <section class="board" node_ref=wall aria-label="Live board">
            <header class="board-header">
                <h1>"Live board"</h1>
                <label>
                    "Too long is "
                    <select data-testid="board-limit" on:change:target=move |event| choose(event.target().value())>
                        {LIMITS.map(|minutes| view! {
                            <option value=minutes.to_string() selected=move || limit.get() == minutes>
                                {crate::logic::when::span(shared::board::too_long(minutes))}
                            </option>
                        })}
                    </select>
                </label>
                <button class="button" data-testid="board-wall" on:click=whole_screen>
                    "Full screen"
                </button>
            </header>
            <Show when=move || counted.get() fallback=Counting>
                <Tiles limit=limit />
                <div class="board-tables">
                    <People limit=limit />
                    <Queues limit=limit />
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Counting() -> impl IntoView {
    view! { <p class="quiet" role="status">"Counting…"</p> }
}

#[component]
fn Tiles(limit: RwSignal<u32>) -> impl IntoView {
    let it: Workspace = expect_context();
    let sum = memo(move || total(it, |_| true));
    let nobodys = memo(move || total(it, |load| load.assignee.is_none()));
    let online = memo(move || {
        let at_work = |it: &&Agent| it.active && it.availability.takes_work();
        it.store.agents().iter().filter(at_work).count() as u64
    });
    let escalated = memo(move || it.store.count(&View::escalated()).unwrap_or_default());
    view! {
        <dl class="tiles" data-testid="tiles">
            <Tile name="Waiting for us" count=Signal::derive(move || sum.get().waiting) since=Signal::derive(move || sum.get().oldest)
                to=Signal::derive(|| waiting(Filter::default())) />
            <Tile name="Waiting too long" count=Signal::derive(move || sum.get().late) wrong=true
                to=Signal::derive(move || late(Filter::default(), limit.get())) />
            <Tile name="Waiting, unassigned" count=Signal::derive(move || nobodys.get().waiting) since=Signal::derive(move || nobodys.get().oldest)
                to=Signal::derive(|| waiting(nobody())) />
            <Tile name="Open" count=Signal::derive(move || sum.get().open) to=Signal::derive(|| open(Filter::default())) />
            <Tile name="Escalated" count=escalated wrong=true to=Signal::derive(|| format!("/inbox/{}", View::escalated())) />
            <Tile name="Online" count=online />
        </dl>
    }
}

/// What those come to for which `of` says so.
fn total(it: Workspace, of: impl Fn(&shared::board::Load) -> bool) -> Sum {
    it.presence.board.with(|board| board.as_ref().map(|it: &Board| it.sum(of)).unwrap_or_default())
}

fn nobody() -> Filter {
    Filter { assignee: [Who::Nobody].into(), ..Filter::default() }
}

/// The address of what is open of these.
fn open(these: Filter) -> String {
    address(Filter { status: [Status::Open].into(), ..these })
}

/// The address of where somebody waits, who has waited longest first.
fn waiting(these: Filter) -> String {
    open(Filter { waiting: true, sort: Sort::Waiting, ..these })
}

/// The address of where somebody has waited for so many minutes.
fn late(these: Filter, limit: u32) -> String {
    open(Filter { waits: Some(limit), sort: Sort::Waiting, ..these })
}

fn address(filter: Filter) -> String {
    format!("/inbox/{}", View::Filtered(Box::new(filter)))
}
