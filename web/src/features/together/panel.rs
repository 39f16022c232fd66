//! A colleague's draft, for who writes along in it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::permission::Permission;
use shared::together::{Act, Document, Shared};

use super::field::Carets;
use super::{act, pen};
use crate::features::composer::{self, turn};
use crate::together::Caret;
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// The field's id in the page.
const ID: &str = "together-text";

part! {
    /// It, with what can be done with it.
    pub fn panel(draft: Shared) in together { view! { <Panel draft=draft /> }.into_any() }
}

#[component]
fn Panel(draft: Shared) -> impl IntoView {
    let it: Workspace = expect_context();
    let (text, carets) = (RwSignal::new(String::new()), RwSignal::new(Vec::<Caret>::new()));
    let offered = RwSignal::new(false);
    let name = move || it.store.name_of(draft.author);
    let finish = move |_| {
        spawn_local(async move {
            let words = match act(it, draft, Act::Finish).await {
                Ok(page) => page.and_then(|page| {
                    let document = Document::default();
                    document.apply(&page.state).ok()?;
                    Some(document.text())
                }),
                Err(why) => return it.toasts().problem(why.words()),
            };
            it.together.closed(draft);
            it.drafts().give_back(draft.at, &words.unwrap_or_default(), None);
            if untrack(|| it.presence.holder(draft.at)).is_some() {
                turn::take_over(it, draft.at);
            }
            request_animation_frame(composer::focus);
        });
    };
    view! {
        <section class="together" data-testid="together" aria-label=move || format!("Draft of {}", name())>
            <header class="together-head">
                <Icon kind=Kind::People />
                <span class="turn-words">"Draft of "<bdi>{name}</bdi>", live"</span>
                <span class="turn-acts">
                    <Show when=move || it.store.may(Permission::Force)>
                        <button type="button" class="link" data-testid="together-finish" on:click=finish
                            title="It comes into your composer, and is no longer theirs. The thread says so.">"Go on alone"</button>
                    </Show>
                    <button type="button" class="link" data-testid="together-leave" on:click=move |_| it.together.joined.set(None)>"Leave"</button>
                </span>
            </header>
            <div class="with-carets">
                <textarea id=ID data-testid="together-text" rows="2" dir="auto" aria-label=move || format!("Draft of {}", name())
                    prop:value=text on:input:target=move |event| text.set(event.target().value())></textarea>
                <Carets text=text carets=carets id=ID />
            </div>
            {pen::pen(draft, text.into(), Callback::new(move |words| text.set(words)), ID, carets, offered)}
        </section>
    }
}
