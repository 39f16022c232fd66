//! Colleagues in a call: asking one while the customer hears music, and what may come of it.

use leptos::prelude::*;
use shared::call::{Action, Asked, COMPANY_MAX, Call, Parting, Seat, Stage};
use shared::command;
use shared::ids::{AgentId, CallId, ConversationId};

use super::{call_of, name_of};
use crate::features::assign::away;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::ui::popover::Popover;
use crate::watch::memo;
use crate::workspace::Workspace;

const PANEL: &str = "call-ask-colleague";

/// Colleagues who can be asked, behind a button; none where no more fit in, or one is being asked.
#[component]
pub fn Ask(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let call = memo(move || call_of(it, at, id));
    let room = memo(move || {
        call.with(|call| {
            call.as_ref().is_some_and(|call| {
                let rings = call.company().any(|it| matches!(it.now, Seat::Rings { .. }));
                !rings && call.company().count() + 1 < COMPANY_MAX
            })
        })
    });
    let ask = move |who: AgentId| {
        page::hide_popover(PANEL);
        it.sender.send(command::Action::Call(at, Action::Ask { call: id, who }));
    };
    let people = move || {
        let inside = call.with(|call| call.as_ref().map(Call::busy)).unwrap_or_default();
        let mut all = it.store.agents();
        all.retain(|one| {
            one.active && one.joined && one.id != it.me() && !inside.contains(&one.id)
        });
        let (there, gone): (Vec<_>, Vec<_>) =
            all.into_iter().map(|one| (away(it, one.id), one)).partition(|it| it.0.is_none());
        let row = move |(why, one): (Option<String>, shared::agent::Agent)| {
            let (who, gone) = (one.id, why.is_some());
            view! {
                <li>
                    <button type="button" class="button plain" data-testid="call-ask-whom" disabled=gone on:click=move |_| ask(who)>
                        <Icon kind=Kind::Person />
                        <bdi>{one.name}</bdi>
                        {why.map(|why| view! { <span class="quiet">{why}</span> })}
                    </button>
                </li>
            }
        };
        there.into_iter().chain(gone).map(row).collect_view()
    };
    let face = || view! { <Icon kind=Kind::People /> }.into_any();
    view! {
        <Show when=move || room.get()>
            <Popover id=PANEL label="Ask a colleague" testid="call-ask-colleague" class="icon-button" face=face>
                <h2>"Ask a colleague"</h2>
                <p class="quiet">"The customer hears music meanwhile."</p>
                <ul class="call-people">{people}</ul>
            </Popover>
        </Show>
    }
}

/// Who of colleagues is in the call that I am in, who hears whom, and what can be done about it.
#[component]
pub fn Company(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let call = memo(move || call_of(it, at, id));
    let words = memo(move || call.with(|call| call.as_ref().and_then(|call| words(it, call))));
    let send = move |action| it.sender.send(command::Action::Call(at, action));
    let buttons = move || {
        let call = call.get()?;
        let Stage::Talking { with, held: Some(_), .. } = call.stage else { return None };
        let tried = call.asked.iter().any(|it| !it.live());
        if with != it.me() || (call.company().next().is_none() && !tried) {
            return None;
        }
        let names_matter = call.helpers().count() > 1;
        let hand = call.helpers().map(|to| {
            let name = it.store.name_of(to);
            let words = if names_matter { format!("Hand over to {name}") } else { "Hand over".to_owned() };
            view! {
                <button type="button" class="button" data-testid="call-pass" on:click=move |_| send(Action::Pass { call: id, to })>
                    <bdi>{words}</bdi>
                </button>
            }
        });
        let together = call.consults().then(|| view! {
            <button type="button" class="button" data-testid="call-together" title="The customer hears all of you"
                on:click=move |_| send(Action::Together { call: id })>
                "Talk together"
            </button>
        });
        let some = call.company().next().is_some();
        let back = move |_| {
            let back =
                if some { Action::Back { call: id } } else { Action::Hold { call: id, on: false } };
            send(back);
        };
        Some(view! {
            {hand.collect_view()}
            {together}
            <button type="button" class="button" data-testid="call-back-to" on:click=back>"Back to the customer"</button>
        })
    };
    view! {
        <p class="call-ears" role="status" hidden=move || words.with(Option::is_none) data-testid="call-company">
            <Icon kind=Kind::People />
            <bdi>{words}</bdi>
        </p>
        <div class="call-company" role="group" aria-label="Colleagues in this call">{buttons}</div>
    }
}

/// Who of us talks, whoever has the call first.
pub fn names(it: Workspace, call: &Call) -> String {
    let all = call.with().into_iter().chain(call.helpers());
    list(all.map(|who| it.store.name_of(who)).collect())
}

/// How it stands with colleagues, for who is in it.
fn words(it: Workspace, call: &Call) -> Option<String> {
    let Stage::Talking { with, held, away, .. } = call.stage else { return None };
    let (me, name) = (it.me(), |who: AgentId| it.store.name_of(who));
    let customer = name_of(it, call.conversation);
    let others = call.with().into_iter().chain(call.helpers()).filter(|who| *who != me);
    let others = list(others.map(name).collect());
    let last = call.asked.last()?;
    let them = name(last.agent);
    let music = held.map(|_| format!(" {customer} hears music.")).unwrap_or_default();
    Some(match last.now {
        _ if away.is_some() && with != me => {
            format!("{} was cut off. If they don’t come back, the call is yours.", name(with))
        }
        Seat::Rings { .. } => format!("Asking {them}…{music}"),
        Seat::Gone { .. } => format!("{them} was cut off and may come back.{music}"),
        _ if with != me && held.is_some() => format!("{} asks you.{music}", name(with)),
        _ if call.consults() => format!("You talk with {others}.{music}"),
        _ if call.seat(me).is_some() || call.helpers().next().is_some() => {
            format!("{customer} hears you and {others}.")
        }
        Seat::Over(why) if held.is_some() => {
            let why = match why {
                Parting::Declined => "declined",
                Parting::Unanswered => "did not answer",
                Parting::Lost => "was cut off",
                Parting::Cancelled | Parting::Left | Parting::TookOver => "has left",
            };
            format!("{them} {why}.{music}")
        }
        Seat::Here { .. } | Seat::Over(_) => return None,
    })
}

/// Who was asked in a call, and what came of it, in its line.
pub fn told(it: Workspace, call: &Call) -> Option<String> {
    let one = |one: &Asked| {
        let who = it.store.name_of(one.agent);
        Some(match one.now {
            Seat::Here { .. } => return None,
            Seat::Rings { .. } => format!("{who} is being asked"),
            Seat::Gone { .. } => format!("{who} was cut off"),
            Seat::Over(Parting::TookOver) => format!("{who} was asked and took over"),
            Seat::Over(Parting::Declined) => format!("{who} was asked and declined"),
            Seat::Over(Parting::Unanswered) => format!("{who} was asked and did not answer"),
            Seat::Over(Parting::Lost) => format!("{who} was asked and cut off"),
            Seat::Over(_) if call.talked.contains(&one.agent) => format!("{who} joined"),
            Seat::Over(Parting::Left | Parting::Cancelled) => format!("{who} was asked"),
        })
    };
    let all: Vec<_> = call.asked.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// `Ana, Bo and Cleo`.
fn list(mut names: Vec<String>) -> String {
    let Some(last) = names.pop() else { return String::new() };
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn names_are_listed_as_one_says_them() {
        let names = |all: &[&str]| list(all.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(names(&["Ana"]), "Ana");
        assert_eq!(names(&["Ana", "Bo"]), "Ana and Bo");
        assert_eq!(names(&["Ana", "Bo", "Cleo"]), "Ana, Bo and Cleo");
    }
}
