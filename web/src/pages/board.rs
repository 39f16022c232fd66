//! The live board: who has how much to do, who waits and for how long, and where everybody is. It is for looking and for
//! going where something has to be done, and for moving what one person has to others.

pub mod calls;
pub mod cells;
pub mod people;
pub mod queues;
pub mod reassign;

use leptos::html;
use leptos::prelude::*;
use shared::agent::Agent;
use shared::board::{Board, LIMIT, Sum};
use shared::conversation::Status;
use shared::filter::{Filter, Sort, Who};
use shared::permission::Permission;
use shared::view::View;

use self::calls::LiveCalls;
use self::cells::Tile;
use self::people::People;
use self::queues::Queues;
use self::reassign::{Moving, Reassign};
use crate::features::bulk::report::Report;
use crate::features::may;
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
    let moving = Moving::new();
    provide_context(moving);
    let gives = may::why(it, Permission::Assign);
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
                <button class="button" data-testid="board-move" disabled=move || gives.get().is_some() title=gives on:click=move |_| moving.begin(None)>
                    "Move conversations…"
                </button>
                <button class="button board-wall" data-testid="board-wall" on:click=whole_screen>
                    "Full screen"
                </button>
            </header>
            <Show when=move || counted.get() fallback=Counting>
                <Tiles limit=limit />
                <LiveCalls />
                <div class="board-tables">
                    <People limit=limit />
                    <Queues limit=limit />
                </div>
            </Show>
            <Report />
            <Reassign limit=limit />
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

/// Which of what somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All that is open.
    Open,
    /// Where somebody waits.
    Waiting,
    /// Where somebody has waited too long.
    Late,
}

impl Which {
    const ALL: [Self; 3] = [Self::Open, Self::Waiting, Self::Late];

    const fn name(self) -> &'static str {
        match self {
            Self::Open => "All that is open",
            Self::Waiting => "Where somebody waits",
            Self::Late => "Where somebody waits too long",
        }
    }

    const fn of(self, sum: &Sum) -> u64 {
        match self {
            Self::Open => sum.open,
            Self::Waiting => sum.waiting,
            Self::Late => sum.late,
        }
    }

    /// The list of these, who has waited longest first; too long is so many minutes.
    fn list(self, these: Filter, limit: u32) -> View {
        let open = Filter { status: [Status::Open].into(), ..these };
        View::Filtered(Box::new(match self {
            Self::Open => open,
            Self::Waiting => Filter { waiting: true, sort: Sort::Waiting, ..open },
            Self::Late => Filter { waits: Some(limit), sort: Sort::Waiting, ..open },
        }))
    }
}

/// The address of what is open of these.
fn open(these: Filter) -> String {
    format!("/inbox/{}", Which::Open.list(these, LIMIT))
}

/// The address of where somebody waits.
fn waiting(these: Filter) -> String {
    format!("/inbox/{}", Which::Waiting.list(these, LIMIT))
}

/// The address of where somebody has waited for so many minutes.
fn late(these: Filter, limit: u32) -> String {
    format!("/inbox/{}", Which::Late.list(these, limit))
}
