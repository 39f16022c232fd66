//! Handing a call to somebody else, who takes it with one press; if nobody does, it comes back.

use leptos::prelude::*;
use shared::call::{Action, To};
use shared::command;
use shared::ids::{CallId, ConversationId};

use crate::features::assign::away;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::ui::popover::Popover;
use crate::workspace::Workspace;

const PANEL: &str = "call-transfer";

/// Colleagues and teams, behind a button.
#[component]
pub fn Transfer(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let hand = move |to: To| {
        page::hide_popover(PANEL);
        it.sender.send(command::Action::Call(at, Action::Hand { call: id, to }));
    };
    let people = move || {
        let mut all = it.store.agents();
        all.retain(|one| one.active && one.joined && one.id != it.me());
        let (there, gone): (Vec<_>, Vec<_>) =
            all.into_iter().map(|one| (away(it, one.id), one)).partition(|it| it.0.is_none());
        let row = move |(why, one): (Option<String>, shared::agent::Agent)| {
            let (who, gone) = (one.id, why.is_some());
            view! {
                <li>
                    <button type="button" class="button plain" data-testid="call-hand-to" disabled=gone
                        on:click=move |_| hand(To::Agent(who))>
                        <Icon kind=Kind::Person />
                        <bdi>{one.name}</bdi>
                        {why.map(|why| view! { <span class="quiet">{why}</span> })}
                    </button>
                </li>
            }
        };
        there.into_iter().chain(gone).map(row).collect_view()
    };
    let teams = move || {
        let row = move |team: shared::team::Team| {
            let id = team.id;
            view! {
                <li>
                    <button type="button" class="button plain" data-testid="call-hand-to" on:click=move |_| hand(To::Team(id))>
                        <Icon kind=Kind::People />
                        <bdi>{team.name}</bdi>
                    </button>
                </li>
            }
        };
        it.store.teams().into_iter().map(row).collect_view()
    };
    let face = || view! { <Icon kind=Kind::Forward /> }.into_any();
    view! {
        <Popover id=PANEL label="Hand over to" testid="call-transfer" class="icon-button" face=face>
            <h2>"Hand over to"</h2>
            <ul class="call-people">
                {people}
                {teams}
            </ul>
        </Popover>
    }
}
