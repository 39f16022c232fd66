//! One rule, while it is being written.

use leptos::prelude::*;
use shared::allocation::{Action, Strategy, Terms, When};
use shared::command;
use shared::ids::RuleId;
use web_sys::SubmitEvent;

use super::Task;
use super::ladder::{StepFields, Steps, number};
use super::skills::{SkillFields, Skills};
use super::when::{ConditionFields, Conditions};
use super::words;
use crate::clock;
use crate::features::asking::Asking;
use crate::fetch::Failure;
use crate::pages::settings::Buttons;
use crate::ui::choice::{Choice, OneOf, Switch};
use crate::ui::field::{Field, FormProblem, Select};
use crate::workspace::Workspace;

/// What is wrong with these stands beside them.
const FIELDS: &[&str] =
    &["name", "words", "zone", "attribute", "relax", "warn", "reassign", "leads"];

/// A rule, while it is being written.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    when: Conditions,
    team: RwSignal<String>,
    strategy: RwSignal<Strategy>,
    sticky: RwSignal<bool>,
    skills: Skills,
    relax: RwSignal<String>,
    leaves: RwSignal<bool>,
    steps: Steps,
}

impl Draft {
    fn new(terms: Terms) -> Self {
        Self {
            name: RwSignal::new(terms.name),
            when: Conditions::new(terms.when),
            team: RwSignal::new(terms.team.map(|it| it.to_string()).unwrap_or_default()),
            strategy: RwSignal::new(terms.strategy),
            sticky: RwSignal::new(terms.sticky),
            skills: Skills::new(&terms.skills),
            relax: RwSignal::new(terms.relax.map(|it| it.to_string()).unwrap_or_default()),
            leaves: RwSignal::new(terms.leaves),
            steps: Steps::new(terms.ladder),
        }
    }

    /// As written, or what is no number.
    fn chosen(self, fallback: bool) -> Result<Terms, Failure> {
        Ok(Terms {
            name: self.name.get_untracked(),
            when: if fallback { When::default() } else { self.when.chosen() },
            team: self.team.get_untracked().parse().ok(),
            strategy: self.strategy.get_untracked(),
            sticky: self.sticky.get_untracked(),
            skills: self.skills.chosen(),
            relax: number(self.relax, "relax")?,
            leaves: self.leaves.get_untracked(),
            ladder: self.steps.chosen()?,
        })
    }
}

/// Writes a rule.
#[component]
pub fn RuleForm(task: Task, done: impl Fn() + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = task.as_ref().map(|(id, _)| *id);
    let fallback = id == Some(RuleId::FALLBACK);
    let begun =
        || Terms { strategy: Strategy::RoundRobin, sticky: true, leaves: true, ..Terms::default() };
    let draft = Draft::new(task.map_or_else(begun, |(_, terms)| terms));
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let terms = match draft.chosen(fallback) {
            Ok(terms) => Box::new(terms),
            Err(wrong) => return failure.set(Some(wrong)),
        };
        let action = match id {
            Some(id) => Action::Change { id, terms },
            None => Action::Add { id: RuleId::new(clock::now()), terms },
        };
        asking.ask(it, command::Action::Allocation(action), done);
    };
    view! {
        <form class="form rule-form" on:submit=submit novalidate>
            <Field label="Name" name="name" testid="rule-name" value=draft.name failure=failure first=true
                hint="Threads say it: given to Ana by the rule …" />
            <h3>"When"</h3>
            {if fallback {
                view! { <p class="quiet">"No other rule fits. This one is always there, so that nobody waits for ever."</p> }.into_any()
            } else {
                view! { <ConditionFields when=draft.when failure=failure /> }.into_any()
            }}
            <h3>"Then"</h3>
            <Follows draft=draft failure=failure />
            <FormProblem failure=failure fields=FIELDS />
            <Buttons label="Save" busy=asking.busy testid="rule-submit" />
        </form>
    }
}

#[component]
fn Follows(draft: Draft, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let teams = untrack(|| it.store.teams()).into_iter().map(|it| (it.id.to_string(), it.name));
    let stays = (String::new(), "The team that it has, or everyone".to_owned());
    let teams: Vec<_> = std::iter::once(stays).chain(teams).collect();
    let strategies = [Strategy::RoundRobin, Strategy::LeastBusy, Strategy::Manual].map(|value| {
        let (name, effect) = words::strategy(value);
        Choice { value, name: name.to_owned(), effect }
    });
    view! {
        <Select label="It goes to" name="team" testid="rule-team" options=Signal::stored(teams) value=draft.team />
        <OneOf legend="Who of them is given it" name="strategy" choices=strategies.into() value=draft.strategy />
        <Show when=move || draft.strategy.get() != Strategy::Manual>
            <Switch label="Who had it before comes first" effect="If they are online and have room." value=draft.sticky />
            <Switch label="It goes on to another when somebody goes offline or their hours end" effect="After two minutes, while the customer waits." value=draft.leaves />
            <SkillFields legend="What they must be able to do" hint="At this level or better. Who can do what is in People." skills=draft.skills />
            <Show when=move || draft.skills.any()>
                <Field label="After so many seconds of waiting anybody will do" name="relax" kind="number" testid="relax" value=draft.relax failure=failure
                    hint="Nothing here: only who has the skills, for ever." />
            </Show>
            <StepFields steps=draft.steps failure=failure />
        </Show>
    }
}
