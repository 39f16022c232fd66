//! What each team has, and what belongs to everyone.

use leptos::prelude::*;
use shared::filter::Filter;
use shared::ids::TeamId;

use super::cells::{Count, Longest, Table};
use super::{late, nobody, open, total, waiting};
use crate::watch::memo;
use crate::workspace::Workspace;

const COLUMNS: [&str; 6] = ["Team", "Open", "Waiting", "Unassigned", "Too long", "Longest"];

/// One line for each team, and one for what is everyone's.
#[component]
pub fn Queues(limit: RwSignal<u32>) -> impl IntoView {
    let it: Workspace = expect_context();
    let all = memo(move || {
        let teams = it.store.teams().into_iter().map(|it| Some(it.id));
        teams.chain([None]).collect::<Vec<_>>()
    });
    view! {
        <Table name="Teams" testid="board-queues" columns=&COLUMNS words=0 all=all
            line=move |id| view! { <Line id=id limit=limit /> } />
    }
}

#[component]
fn Line(id: Option<TeamId>, limit: RwSignal<u32>) -> impl IntoView {
    let it: Workspace = expect_context();
    let sum = memo(move || total(it, |load| load.team == id));
    let nobodys = memo(move || total(it, |load| load.team == id && load.assignee.is_none()));
    let name = move || {
        let found = it.store.teams().into_iter().find(|it| Some(it.id) == id);
        found.map_or_else(|| "Everyone".to_owned(), |it| it.name)
    };
    // There is no condition for what is no team's: those numbers lead nowhere.
    let cell = move |count: Signal<u64>, to: fn(Filter, u32) -> String| match id {
        None => view! { <Count count=count /> }.into_any(),
        Some(id) => {
            let these = move || Filter { team: [id].into(), ..Filter::default() };
            let to = Signal::derive(move || to(these(), limit.get()));
            view! { <Count count=count to=to /> }.into_any()
        }
    };
    let open = cell(Signal::derive(move || sum.get().open), |these, _| open(these));
    let waits = cell(Signal::derive(move || sum.get().waiting), |these, _| waiting(these));
    let free = cell(Signal::derive(move || nobodys.get().waiting), |these, _| {
        waiting(Filter { assignee: nobody().assignee, ..these })
    });
    let late = cell(Signal::derive(move || sum.get().late), late);
    view! {
        <tr data-testid="board-team" class:wrong=move || { sum.get().late > 0 }>
            <th scope="row"><bdi>{name}</bdi></th>
            <td class="number">{open}</td>
            <td class="number">{waits}</td>
            <td class="number">{free}</td>
            <td class="number late">{late}</td>
            <td class="number"><Longest since=Signal::derive(move || sum.get().oldest) /></td>
        </tr>
    }
}
