//! Tables of numbers that lead to what they count, and flash when they change.

use std::hash::Hash;

use leptos::prelude::*;
use shared::time::Timestamp;

use crate::logic::when;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// One number, large.
#[component]
pub fn Tile(
    name: &'static str,
    #[prop(into)] count: Signal<u64>,
    /// Since when who waits longest has.
    #[prop(optional, into)]
    since: Option<Signal<Option<Timestamp>>>,
    /// Whether more than none is a breach.
    #[prop(optional)]
    wrong: bool,
    /// Where what it counts is listed, if that is a list.
    #[prop(optional, into)]
    to: Option<Signal<String>>,
) -> impl IntoView {
    let breach = count;
    let count = match to {
        Some(to) => view! { <Count count=count to=to /> }.into_any(),
        None => view! { <Count count=count /> }.into_any(),
    };
    view! {
        <div class="tile" class:wrong=move || wrong && breach.get() != 0>
            <dt>{name}</dt>
            <dd>{count}</dd>
            {since.map(|since| view! {
                <dd class="tile-more quiet"><Longest since=since prefix="longest " /></dd>
            })}
        </div>
    }
}

/// One line for each of some. The first column names it, `words` more are words, the others numbers.
#[component]
pub fn Table<K, L, V>(
    name: &'static str,
    testid: &'static str,
    columns: &'static [&'static str],
    words: usize,
    #[prop(into)] all: Signal<Vec<K>>,
    line: L,
) -> impl IntoView
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    L: Fn(K) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let head = |(at, column): (usize, &&'static str)| {
        view! { <th scope="col" class:number={at > words}>{*column}</th> }
    };
    view! {
        <table class="board-table" data-testid=testid>
            <caption>{name}</caption>
            <thead>
                <tr>{columns.iter().enumerate().map(head).collect_view()}</tr>
            </thead>
            <tbody>
                <For each=move || all.get() key=|it| *it children=line />
            </tbody>
        </table>
    }
}

/// A number that leads to what it counts.
#[component]
pub fn Count(
    #[prop(into)] count: Signal<u64>,
    /// Where what it counts is listed, if that is a list.
    #[prop(optional, into)]
    to: Option<Signal<String>>,
) -> impl IntoView {
    let count = memo(move || count.get());
    let turns = RwSignal::new(0_u32);
    let before = StoredValue::new(count.get_untracked());
    effect(move || {
        let now = count.get();
        if before.get_value() != now {
            before.set_value(now);
            turns.update(|it| *it += 1);
        }
    });
    // Two names for the same flash: the same one twice would not begin again.
    let class = move || match turns.get() {
        0 => "count",
        n if n % 2 == 0 => "count flash-even",
        _ => "count flash-odd",
    };
    match to {
        Some(to) => {
            view! { <a class=class class:none=move || count.get() == 0 href=to>{count}</a> }
                .into_any()
        }
        None => view! { <span class=class class:none=move || count.get() == 0>{count}</span> }
            .into_any(),
    }
}

/// How long who waits longest has waited.
#[component]
pub fn Longest(
    #[prop(into)] since: Signal<Option<Timestamp>>,
    #[prop(optional)] prefix: &'static str,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let words = memo(move || since.get().map(|at| when::span(it.time.now() - at)));
    move || words.get().map(|words| format!("{prefix}{words}"))
}
