//! Skills with their levels: a line for each, of rules and of people.

use leptos::prelude::*;
use shared::allocation::{LEVEL_MAX, Skill};
use shared::state::Part;

use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// What a level means.
const LEVELS: [&str; LEVEL_MAX as usize] =
    ["1: a little", "2: somewhat", "3: well", "4: very well", "5: best"];

/// Skills, while they are being written.
#[derive(Clone, Copy)]
pub struct Skills(RwSignal<Vec<Line>>);

/// Which line, its name and its level.
type Line = (usize, RwSignal<String>, RwSignal<String>);

impl Skills {
    /// To begin with.
    pub fn new(these: &[Skill]) -> Self {
        let line = |(n, it): (usize, &Skill)| {
            (n, RwSignal::new(it.name.clone()), RwSignal::new(it.level.to_string()))
        };
        Self(RwSignal::new(these.iter().enumerate().map(line).collect()))
    }

    /// As written; lines without a name are none.
    pub fn chosen(self) -> Vec<Skill> {
        let all = self.0.get_untracked().into_iter().map(|(_, name, level)| Skill {
            name: name.get_untracked().trim().to_owned(),
            level: level.get_untracked().parse().unwrap_or(1),
        });
        all.filter(|it| !it.name.is_empty()).collect()
    }

    /// Whether there is any line.
    pub fn any(self) -> bool {
        self.0.with(|all| !all.is_empty())
    }
}

/// Writes them.
#[component]
pub fn SkillFields(
    /// What they are for.
    legend: &'static str,
    /// What that means.
    hint: &'static str,
    skills: Skills,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let known = move || {
        let mut all: Vec<String> = it.store.read(Part::Allocation, |it| {
            let people = it.allocation().people.values();
            people.flat_map(|it| it.skills.iter().map(|it| it.name.clone())).collect()
        });
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let add = move |_| {
        skills.0.update(|all| {
            let next = all.iter().map(|it| it.0 + 1).max().unwrap_or(0);
            all.push((next, RwSignal::new(String::new()), RwSignal::new("3".to_owned())));
        });
    };
    let line = move |(n, name, level): Line| {
        let option = move |(at, words): (usize, &'static str)| {
            let word = (at + 1).to_string();
            let chosen = level.with_untracked(|it| *it == word);
            view! { <option value=word selected=chosen>{words}</option> }
        };
        view! {
            <div class="skill" data-testid="skill">
                <input aria-label="Skill" list="known-skills" placeholder="French, invoices, …" maxlength="60" dir="auto"
                    prop:value=name on:input:target=move |event| name.set(event.target().value()) />
                <select aria-label="Level" on:change:target=move |event| level.set(event.target().value())>
                    {LEVELS.into_iter().enumerate().map(option).collect_view()}
                </select>
                <button type="button" class="icon-button" title="Remove" aria-label="Remove this skill"
                    on:click=move |_| skills.0.update(|all| all.retain(|it| it.0 != n))>
                    <Icon kind=Kind::Close />
                </button>
            </div>
        }
    };
    view! {
        <fieldset class="choices skills">
            <legend>{legend}</legend>
            <For each=move || skills.0.get() key=|it| it.0 children=line />
            <datalist id="known-skills">{known}</datalist>
            <div>
                <button type="button" class="button small" data-testid="add-skill" on:click=add>
                    <Icon kind=Kind::Plus />
                    "Add a skill"
                </button>
                " "
                <small class="small-label">{hint}</small>
            </div>
        </fieldset>
    }
}
