//! Who gets what by itself: the rules in their order, what they would do, and how much everyone takes.

pub mod form;
pub mod hours;
pub mod ladder;
pub mod numbers;
pub mod skills;
pub mod trial;
pub mod when;
pub mod words;
pub mod work;

use leptos::prelude::*;
use shared::allocation::check::{Wrong, check};
use shared::allocation::{Action, Terms};
use shared::command;
use shared::ids::RuleId;
use shared::state::Part;

use crate::features::asking::Asking;
use crate::pages::settings::{ArchiveButton, Heading};
use crate::ui::chip::Tone;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::ui::notice::Banner;
use crate::watch::memo;
use crate::workspace::Workspace;

/// What the window is about: a rule that there is, or a new one.
type Task = Option<(RuleId, Terms)>;

/// The rules.
#[component]
pub fn Rules() -> impl IntoView {
    let it: Workspace = expect_context();
    let set = memo(move || it.store.allocation());
    let (task, open) = (RwSignal::new(None::<(RuleId, Terms)>), RwSignal::new(false));
    let begin = move |which: Task| {
        task.set(which);
        open.set(true);
    };
    let title = Signal::derive(move || {
        task.get().map_or_else(|| "New rule".to_owned(), |(_, terms)| terms.name)
    });
    let wrongs = memo(move || wrongs(it));
    let active = move || set.with(|it| it.active().cloned().collect::<Vec<_>>());
    let archived = move || {
        set.with(|it| it.rules.iter().filter(|it| it.archived).cloned().collect::<Vec<_>>())
    };
    let line = move |place: usize, rule: shared::allocation::Rule| {
        let last = move || set.with(|it| it.active().count() == place + 1);
        view! { <Line id=rule.id terms=rule.terms place=place last=last archived=rule.archived wrongs=wrongs begin=begin /> }
    };
    view! {
        <Heading
            title="Assignment"
            about="When a customer waits, the first rule that fits says who answers. Without rules, people pick up by hand."
        >
            <button class="button primary" data-testid="new-rule" on:click=move |_| begin(None)>
                <Icon kind=Kind::Plus />
                "New rule"
            </button>
        </Heading>
        <ol class="cards" data-testid="rules">
            {move || active().into_iter().enumerate().map(|(place, rule)| line(place, rule)).collect_view()}
            {move || {
                let terms = set.with(|it| it.fallback.clone());
                view! { <Line id=RuleId::FALLBACK terms=terms place=0 last=|| true archived=false wrongs=wrongs begin=begin /> }
            }}
        </ol>
        <Room />
        <numbers::OfNumbers />
        <trial::Try />
        <Show when=move || !archived().is_empty()>
            <h3 class="section">"Archived"</h3>
            <ul class="cards">{move || archived().into_iter().map(|rule| line(0, rule)).collect_view()}</ul>
        </Show>
        <Dialog title=title open=open>
            {move || view! { <form::RuleForm task=task.get() done=move || open.set(false) /> }}
        </Dialog>
    }
}

/// What is wrong with the rules as people are now.
pub fn wrongs(it: Workspace) -> Vec<Wrong> {
    let (agents, teams) = (it.store.agents(), it.store.teams());
    it.store.read(Part::Allocation, |state| {
        let set = state.allocation();
        if set.on() { check(set, agents.iter(), teams.iter()) } else { vec![] }
    })
}

#[component]
fn Line(
    id: RuleId,
    terms: Terms,
    place: usize,
    last: impl Fn() -> bool + Send + Sync + 'static,
    archived: bool,
    wrongs: Memo<Vec<Wrong>>,
    begin: impl Fn(Task) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let fallback = id == RuleId::FALLBACK;
    let act = move |action| it.sender.send(command::Action::Allocation(action));
    let to = move |to: usize| act(Action::Move { id, to: u32::try_from(to).unwrap_or(u32::MAX) });
    let (name, kept) = (terms.name.clone(), terms.clone());
    let (when, then) = (words::conditions(it, &terms, fallback), words::follows(it, &terms));
    let wrong = move || {
        let mine = move |all: &Vec<Wrong>| {
            all.iter().filter(|it| it.rule == id && !archived).cloned().collect::<Vec<_>>()
        };
        let banner = |wrong: Wrong| {
            let tone = if wrong.grave { Tone::Bad } else { Tone::Soon };
            view! { <Banner tone=tone>{wrong.words}</Banner> }
        };
        wrongs.with(mine).into_iter().map(banner).collect_view()
    };
    let moves = (!fallback && !archived).then(|| view! {
        <button class="icon-button" data-testid="up" disabled=place == 0 title="Further up" aria-label=format!("{name} further up")
            on:click=move |_| to(place.saturating_sub(1))>
            <Icon kind=Kind::Up />
        </button>
        <button class="icon-button" data-testid="down" disabled=last title="Further down" aria-label=format!("{name} further down")
            on:click=move |_| to(place + 1)>
            <Icon kind=Kind::Down />
        </button>
    });
    let archive = (!fallback).then(|| view! {
        <ArchiveButton archived=archived title="It says nothing any more, and can be brought back."
            press=move || act(if archived { Action::Restore { id } } else { Action::Archive { id } }) />
    });
    view! {
        <li class="entry rule" class:gone=archived data-testid="rule" data-id=id.to_string()>
            <div class="entry-main">
                <p class="entry-name">
                    <bdi>{terms.name}</bdi>
                    {fallback.then_some(view! { <span class="quiet">"always last"</span> })}
                </p>
                <p class="small-label" dir="auto">{when}</p>
                <p class="small-label" dir="auto">{then}</p>
                {wrong}
            </div>
            {moves}
            <button class="button" data-testid="change" aria-label=format!("Change {name}") on:click=move |_| begin(Some((id, kept.clone())))>
                "Change"
            </button>
            {archive}
        </li>
    }
}

/// How many conversations everyone takes who has no number of their own.
#[component]
fn Room() -> impl IntoView {
    let it: Workspace = expect_context();
    let now = it.store.peek(|it| (it.allocation().capacity, it.allocation().in_call));
    let (value, asking) = (RwSignal::new(now.0.to_string()), Asking::default());
    let failure = asking.failure;
    let in_call = RwSignal::new(now.1.map(|it| it.to_string()).unwrap_or_default());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Ok(capacity) = value.get_untracked().trim().parse() else {
            failure.set(Some(words::no_number("capacity")));
            return;
        };
        let in_call = match ladder::number(in_call, "in_call") {
            Ok(it) => it,
            Err(problem) => return failure.set(Some(problem)),
        };
        let asked = command::Action::Allocation(Action::SetCapacity { capacity, in_call });
        asking.ask(it, asked, move || it.toasts().note("Kept."));
    };
    view! {
        <h3 class="section">"Room"</h3>
        <p class="quiet">"Single people can have another number, in People."</p>
        <form class="inline-form" on:submit=submit novalidate>
            <Field label="Open conversations that one person is given at most" name="capacity" testid="capacity" kind="number" value=value failure=failure />
            <Field label="The same while they are in a call" name="in_call" testid="capacity-in-call" kind="number" value=in_call failure=failure
                hint="Empty: a call makes no difference." />
            <button class="button" data-testid="capacity-submit">"Save"</button>
            <FormProblem failure=failure fields=&["capacity", "in_call"] />
        </form>
    }
}
