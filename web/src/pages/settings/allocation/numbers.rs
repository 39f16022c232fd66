//! How many open conversations of single numbers anybody is given: a line for each number.

use leptos::prelude::*;
use shared::allocation::Action;
use shared::command;
use shared::ids::NumberId;
use web_sys::SubmitEvent;

use super::ladder::number;
use crate::features::asking::Asking;
use crate::ui::field::FormProblem;
use crate::workspace::Workspace;

/// Says it, where there is a number.
#[component]
pub fn OfNumbers() -> impl IntoView {
    let it: Workspace = expect_context();
    let known = it.store.peek(|it| it.allocation().numbers.clone());
    let lines: Vec<_> = untrack(|| it.store.numbers())
        .into_iter()
        .map(|number| {
            let most = known.get(&number.id).map(ToString::to_string).unwrap_or_default();
            (number.id, number.name, RwSignal::new(most))
        })
        .collect();
    let none = lines.is_empty();
    let lines = StoredValue::new(lines);
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let one = |(id, _, most): &(NumberId, String, RwSignal<String>)| {
            number(*most, "numbers").map(|most| most.map(|most| (*id, most))).transpose()
        };
        match lines.with_value(|lines| lines.iter().filter_map(one).collect()) {
            Ok(most) => {
                let asked = command::Action::Allocation(Action::SetNumbers { most });
                asking.ask(it, asked, move || it.toasts().note("Kept."));
            }
            Err(wrong) => failure.set(Some(wrong)),
        }
    };
    let fields = move || {
        lines.get_value().into_iter().map(|(_, name, most)| view! {
            <label class="field">
                <span class="label" dir="auto">{name}</span>
                <input type="number" min="1" autocomplete="off" data-testid="number-capacity" prop:value=most
                    on:input:target=move |event| most.set(event.target().value()) />
            </label>
        })
    };
    (!none).then(|| view! {
        <h3 class="section">"Room for one number"</h3>
        <p class="quiet">"So many of the open conversations that one person is given are of this number at most. Empty: as many as they take."</p>
        <form class="inline-form" on:submit=submit novalidate>
            {fields().collect_view()}
            <button class="button" data-testid="number-capacity-submit">"Save"</button>
            <FormProblem failure=failure fields=&[] />
        </form>
    })
}
