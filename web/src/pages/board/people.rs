//! Everybody who answers: how much each has, who waits for them, and what they do just now.

use leptos::prelude::*;
use shared::agent::Agent;
use shared::availability::Availability;
use shared::filter::{Filter, Who};
use shared::ids::AgentId;
use shared::presence::Doing;

use super::cells::{Count, Longest, Table};
use super::reassign::MoveButton;
use super::{late, open, total, waiting};
use crate::logic::when;
use crate::ui::avatar::Avatar;
use crate::watch::memo;
use crate::workspace::Workspace;

const COLUMNS: [&str; 7] = ["Who", "Now", "Open", "Waiting", "Too long", "Longest", "Move"];

/// One line for each.
#[component]
pub fn People(limit: RwSignal<u32>) -> impl IntoView {
    let it: Workspace = expect_context();
    let all = memo(move || {
        let active = it.store.agents().into_iter().filter(|it: &Agent| it.active);
        active.map(|it| it.id).collect::<Vec<_>>()
    });
    view! {
        <Table name="People" testid="board-people" columns=&COLUMNS words=1 all=all
            line=move |id| view! { <Line id=id limit=limit /> } />
    }
}

#[component]
fn Line(id: AgentId, limit: RwSignal<u32>) -> impl IntoView {
    let it: Workspace = expect_context();
    let sum = memo(move || total(it, |load| load.assignee == Some(id)));
    let name = Signal::derive(move || it.store.name_of(id));
    let theirs = move || Filter { assignee: [Who::Agent(id)].into(), ..Filter::default() };
    view! {
        <tr data-testid="board-person" class:wrong=move || { sum.get().late > 0 }>
            <th scope="row">
                <span class="board-who">
                    <Avatar id=id.0 name=name small=true />
                    <bdi>{name}</bdi>
                </span>
            </th>
            <td class="board-now"><Now id=id /></td>
            <td class="number"><Count count=Signal::derive(move || sum.get().open) to=Signal::derive(move || open(theirs())) /></td>
            <td class="number"><Count count=Signal::derive(move || sum.get().waiting) to=Signal::derive(move || waiting(theirs())) /></td>
            <td class="number late"><Count count=Signal::derive(move || sum.get().late) to=Signal::derive(move || late(theirs(), limit.get())) /></td>
            <td class="number"><Longest since=Signal::derive(move || sum.get().oldest) /></td>
            <td class="number board-move"><MoveButton from=id name=name /></td>
        </tr>
    }
}

/// Where they are and what they do there, leading to where one can watch.
#[component]
fn Now(id: AgentId) -> impl IntoView {
    let it: Workspace = expect_context();
    let place = memo(move || it.presence.place_of(id));
    let stands = memo(move || {
        let found = it.store.agent(id)?;
        let wraps_up = found.wrap_up.map(|it| it.since);
        let since = found.in_call.or(wraps_up).unwrap_or(found.available_since);
        let ago = when::span(it.time.now() - since);
        Some(match found.availability {
            _ if found.in_call.is_some() => format!("In a call, for {ago}"),
            _ if wraps_up.is_some() => format!("After a call, for {ago}"),
            Availability::Online => "Online".to_owned(),
            other => format!("{}, for {ago}", other.words()),
        })
    });
    move || {
        let Some((at, person)) = place.get() else {
            return view! { <span data-testid="board-stands">{stands}</span> }.into_any();
        };
        let what = match (person.holds || person.typing, person.doing) {
            (true, Doing::Replying) => "Replying to ",
            (true, Doing::Noting) => "Noting about ",
            (true, Doing::Viewing) | (false, _) => "Looking at ",
        };
        let name = move || {
            it.presence.board.with(|board| {
                let places = board.iter().flat_map(|it| &it.places);
                places.into_iter().find(|place| place.id == at).map(|it| it.name.clone())
            })
        };
        view! {
            {what}
            <a href=format!("/inbox/all/{at}?watch") title="Watch without marking it as read" data-testid="board-watch">
                <bdi>{move || name().unwrap_or_else(|| "a conversation".to_owned())}</bdi>
            </a>
        }
        .into_any()
    }
}
