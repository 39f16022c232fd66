//! The calls that go on: with whom, for how long, and a way to listen in.

use leptos::prelude::*;
use shared::call::Call;
use shared::state::Part;

use crate::features::call_line::words;
use crate::features::calls::company;
use crate::features::calls::listening::{ListenButton, told};
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// One line for each; nothing where nobody calls.
#[component]
pub fn LiveCalls() -> impl IntoView {
    let it: Workspace = expect_context();
    let all = memo(move || {
        it.store.read(Part::Calls, |it| {
            let calls = it
                .calls()
                .filter_map(|it| Some((it.contact.name.clone(), it.call.as_deref()?.clone())));
            calls.collect::<Vec<_>>()
        })
    });
    let line = move |(name, call): (String, Call)| {
        let (at, said) = (call.conversation, words(it, &call));
        let all = [Some(said), company::told(it, &call), told(it, &call)];
        let all = all.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <li data-testid="board-call">
                <Icon kind=Kind::Phone />
                <a href=format!("/inbox/all/{at}") dir="auto">{name}</a>
                <span class="quiet">{all}</span>
                <ListenButton of=at call=call />
            </li>
        }
    };
    view! {
        <Show when=move || all.with(|it| !it.is_empty())>
            <section class="board-calls" aria-labelledby="board-calls">
                <h2 id="board-calls">"Calls"</h2>
                <ul>
                    <For each=move || all.get() key=|(_, call)| (call.id, call.version) children=line />
                </ul>
            </section>
        </Show>
    }
}
