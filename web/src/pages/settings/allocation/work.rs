//! How much one colleague takes, and what they can do.

use leptos::prelude::*;
use shared::allocation::{Action, Work};
use shared::command;
use shared::ids::AgentId;
use shared::state::Part;
use web_sys::SubmitEvent;

use super::ladder::number;
use super::skills::{SkillFields, Skills};
use super::words;
use crate::features::asking::Asking;
use crate::pages::settings::Buttons;
use crate::ui::chip::Tone;
use crate::ui::field::{Field, FormProblem};
use crate::ui::notice::Banner;
use crate::workspace::Workspace;

/// What somebody takes and can do, in a few words.
pub fn summary(it: Workspace, agent: AgentId) -> String {
    it.store.read(Part::Allocation, |state| {
        let set = state.allocation();
        let skills = words::skills(set.skills_of(agent));
        let takes = match set.capacity_of(agent) {
            0 => "is given no conversations".to_owned(),
            takes => format!("takes {takes}"),
        };
        if skills.is_empty() { takes } else { format!("{takes} · {skills}") }
    })
}

/// Tells which rules have nobody any more, for who changes people.
#[component]
pub fn Hopeless() -> impl IntoView {
    let it: Workspace = expect_context();
    move || {
        let grave = super::wrongs(it).into_iter().filter(|it| it.grave);
        let one = |wrong: shared::allocation::check::Wrong| {
            let name = it.store.rule_name(wrong.rule);
            view! { <Banner tone=Tone::Bad>{format!("The rule “{name}” can't work: {}", wrong.words)}</Banner> }
        };
        grave.map(one).collect_view()
    }
}

/// Says it.
#[component]
pub fn WorkForm(id: AgentId, done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let (known, all) = it.store.peek(|it| {
        let set = it.allocation();
        (set.people.get(&id).cloned().unwrap_or_default(), set.capacity)
    });
    let capacity = RwSignal::new(known.capacity.map(|it| it.to_string()).unwrap_or_default());
    let skills = Skills::new(&known.skills);
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let work = match number(capacity, "capacity") {
            Ok(capacity) => Work { capacity, skills: skills.chosen() },
            Err(wrong) => return failure.set(Some(wrong)),
        };
        let action = command::Action::Allocation(Action::SetWork { agent: id, work });
        asking.ask(it, action, done);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <p class="quiet">{format!("Rules give conversations to who is online and has room. Everyone takes {all}, unless you say otherwise here.")}</p>
            <Field label="Open conversations at most" name="capacity" kind="number" testid="work-capacity" value=capacity failure=failure
                hint="Nothing here: as everyone. With 0 they are given none; they can still take some by hand." />
            <SkillFields legend="What they can do" hint="Rules can ask for it." skills=skills />
            <FormProblem failure=failure fields=&["capacity"] />
            <Buttons label="Save" busy=asking.busy testid="work-submit" />
        </form>
    }
}
