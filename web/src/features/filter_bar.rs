//! What the list shows, as conditions that can be combined. The address holds them; here they are put in and taken out.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::conversation::Status;
use shared::filter::{Sort, Who};
use shared::ids::{ConversationId, LabelId};
use shared::view::View;

use crate::features::attribute_filter::{AttributeChips, AttributeWindow};
use crate::features::spaces::{self, Editor, Subject};
use crate::features::time_filter::{self, TimeWindow};
use crate::logic::term::{self, Term};
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::page;
use crate::watch::memo;
use crate::workspace::Workspace;

/// What the list shows, and a menu to change it.
#[component]
pub fn FilterBar(view: Memo<View>, open: Memo<Option<ConversationId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let filter = memo(move || view.with(View::filter));
    let custom = memo(move || view.with(|view| matches!(view, View::Filtered(_))));
    let href = move |view: &View| match open.get() {
        Some(id) if page::wide() => format!("/inbox/{view}/{id}"),
        _ => format!("/inbox/{view}"),
    };
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |next: View| {
        navigate.with_value(|go| go(&untrack(|| href(&next)), NavigateOptions::default()));
    };
    let (asking, timing) = (RwSignal::new(false), RwSignal::new(false));
    let ask = move |condition| {
        let mut next = filter.get_untracked();
        next.attributes.insert(condition);
        go(next.into());
    };
    let flip = move |term| go(term::flip(filter.get_untracked(), term).into());
    let Editor(editor) = expect_context();
    let space = memo(move || {
        let found = view.with(|view| spaces::of(it, view));
        found.filter(|space| spaces::may_change(it, space))
    });
    let subject = move || {
        let known = space.get_untracked().map(Subject::Known);
        known.or_else(|| Some(Subject::New(view.get_untracked())))
    };
    let terms = move || if custom.get() { filter.with(term::terms) } else { Vec::new() };
    let count = move || custom.get().then(|| view.with(|view| it.store.count(view))).flatten();
    let face = || view! { <Icon kind=Kind::Filter /><span class="word">"Filter"</span> }.into_any();
    view! {
        <div class="filter-bar">
            <Menu id="filter-menu" testid="filter-menu" label="Filter" face=face>
                <Conditions on=move |term| filter.with(|it| term::terms(it).contains(&term)) flip=flip ask=move || asking.set(true) time=move || timing.set(true) />
            </Menu>
            <AttributeWindow open=asking add=ask />
            <TimeWindow open=timing add=move |term| {
                // The same time again stays.
                if filter.with_untracked(|it| !term::terms(it).contains(&term)) {
                    flip(term);
                }
            } />
            <ul class="filter-chips" aria-label="Conditions">
                <For each=terms key=|term| *term let:term>
                    <li class="chip filter-chip" data-testid="filter-chip">
                        <Meaning term=term go=move |next| {
                            let without = term::flip(filter.get_untracked(), term);
                            go(term::flip(without, next).into());
                        } />
                        <button class="chip-off" data-testid="filter-off" title="Take this condition out"
                            aria-label=move || format!("Take out: {}", words(it, term))
                            on:click=move |_| flip(term)>
                            <Icon kind=Kind::Close />
                        </button>
                    </li>
                </For>
                <AttributeChips filter=filter go=move |next| go(next.into()) />
            </ul>
            <Show when=move || custom.get()>
                <span class="filter-count" role="status" data-testid="filter-count">{count}</span>
                <button class="filter-clear" data-testid="filter-save" on:click=move |_| editor.set(subject())>
                    {move || if space.with(Option::is_some) { "Change" } else { "Save as Space" }}
                </button>
                <a class="filter-clear" data-testid="filter-clear" href=move || href(&View::All)>"Clear"</a>
            </Show>
        </div>
    }
}

/// What a condition says. A label may be wanted, wanted besides all others, or not wanted.
#[component]
fn Meaning(term: Term, go: impl Fn(Term) + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let words = move || words(it, term);
    match term::next_meaning(term) {
        Some(next) => view! {
            <button class="chip-words" data-testid="filter-meaning" title="Any of these labels, all of them, or not this one"
                on:click=move |_| go(next)>{words}</button>
        }
        .into_any(),
        None => view! { <bdi class="chip-words">{words}</bdi> }.into_any(),
    }
}

/// Everything that one may ask for, in groups.
#[component]
fn Conditions(
    on: impl Fn(Term) -> bool + Copy + Send + Sync + 'static,
    flip: impl Fn(Term) + Copy + Send + Sync + 'static,
    ask: impl Fn() + Copy + Send + Sync + 'static,
    time: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let attributes = memo(move || !it.store.attributes().is_empty());
    let item = move |term: Term| {
        let dot = match term {
            Term::Label(id) => it.store.labels_of(&[id]).first().map(|it| it.colour),
            _ => None,
        };
        view! {
            <button role="menuitemcheckbox" tabindex="-1" data-testid="condition"
                aria-checked=move || on(term).to_string() on:click=move |_| flip(term)>
                {dot.map(|colour| view! { <span class=format!("dot tint-{colour}")></span> })}
                <bdi>{move || words(it, term)}</bdi>
                <span class="menu-check"><Icon kind=Kind::Check /></span>
            </button>
        }
    };
    let group = move |name: &'static str, terms: Vec<Term>| {
        (!terms.is_empty()).then(|| {
            view! {
                <div role="group" aria-label=name class="menu-group">
                    <p class="menu-heading" aria-hidden="true">{name}</p>
                    {terms.into_iter().map(item).collect_view()}
                </div>
            }
        })
    };
    let me = it.me();
    let people = move || {
        let all = it.store.agents().into_iter();
        let others = all.filter(|it| it.active && it.id != me).map(|it| Who::Agent(it.id));
        [Who::Me, Who::Nobody, Who::Somebody].into_iter().chain(others).map(Term::Who).collect()
    };
    let labels = move || it.store.labels().into_iter().map(|it| Term::Label(it.id)).collect();
    let teams = move || it.store.teams().into_iter().map(|it| Term::Team(it.id)).collect();
    let numbers = move || {
        let all = it.store.numbers();
        if all.len() < 2 {
            Vec::new()
        } else {
            all.into_iter().map(|it| Term::Number(it.id)).collect()
        }
    };
    view! {
        {group("Status", vec![Term::Status(Status::Open), Term::Status(Status::Snoozed), Term::Status(Status::Closed), Term::Unread, Term::MissedCall, Term::Escalated, Term::Following, Term::Waiting, Term::FromAd])}
        {group("Order", vec![Term::Order(Sort::Waiting), Term::Order(Sort::Window), Term::Order(Sort::Back)])}
        {group("Time", time_filter::USUAL.to_vec())}
        <div role="group" aria-label="Another time" class="menu-group">
            <MenuItem on_choose=move |()| time() icon=Kind::Clock testid="ask-time">"Another time…"</MenuItem>
        </div>
        {move || group("Assigned to", people())}
        {move || group("Label", labels())}
        {move || group("Team", teams())}
        {move || group("Number", numbers())}
        <Show when=move || attributes.get()>
            <div role="group" aria-label="Attributes" class="menu-group">
                <MenuItem on_choose=move |()| ask() icon=Kind::Sliders testid="ask-attribute">"By attribute…"</MenuItem>
            </div>
        </Show>
    }
}

/// A condition in words.
fn words(it: Workspace, term: Term) -> String {
    let gone = || "something that is gone".to_owned();
    let label = |id: LabelId| it.store.label_name(id).unwrap_or_else(gone);
    match term {
        Term::Status(Status::Open) => "Open".into(),
        Term::Status(Status::Snoozed) => "Snoozed".into(),
        Term::Status(Status::Closed) => "Closed".into(),
        Term::Unread => "Unread".into(),
        Term::Waiting => "Waiting for us".into(),
        Term::Deleted => "Deleted".into(),
        Term::Escalated => "Escalated".into(),
        Term::MissedCall => "Missed call".into(),
        Term::Following => "Followed by me".into(),
        Term::FromAd => "From an advertisement".into(),
        Term::Waits(minutes) => time_filter::waits(minutes),
        Term::Closes(hours) => format!("Window closes within {hours} h"),
        Term::Who(Who::Me) => "Me".into(),
        Term::Who(Who::Nobody) => "Nobody".into(),
        Term::Who(Who::Somebody) => "Anybody".into(),
        Term::Who(Who::Agent(id)) => it.store.agent(id).map_or_else(gone, |it| it.name),
        Term::Team(id) => it.store.team_name(id).unwrap_or_else(gone),
        Term::Number(id) => it.store.number(id).map_or_else(gone, |it| it.name),
        Term::Label(id) => label(id),
        Term::AllLabels(id) => format!("+ {}", label(id)),
        Term::NoLabel(id) => format!("not {}", label(id)),
        Term::Order(Sort::Waiting) => "Longest waiting first".into(),
        Term::Order(Sort::Window) => "Window closing first".into(),
        Term::Order(Sort::Back) => "Back soonest first".into(),
        Term::Order(Sort::Activity) => "Latest first".into(),
    }
}
