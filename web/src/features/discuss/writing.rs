//! Where one says something in a discussion. It is a note like any other: mentions, and who reads it.

use leptos::prelude::*;
use shared::command;
use shared::ids::{ConversationId, MessageId, NoteId};
use shared::note::{Action, TEXT_MAX};
use shared::presence::Doing;
use web_sys::KeyboardEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::features::composer::area::{Area, fit};
use crate::features::composer::noting::{ForWhom, mentions};
use crate::features::composer::suggest::{LIST, SuggestList};
use crate::features::composer::{Count, sends};
use crate::logic::noting;
use crate::ui::field::FormProblem;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Where one says something of a message.
#[component]
pub fn Writing(of: ConversationId, about: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let conversation = it.store.conversation(of);
    let text = memo(move || it.asides.draft(about).text);
    let audience = memo(move || it.asides.draft(about).audience);
    let length = memo(move || text.with(|it| it.trim().chars().count()));
    let asking = Asking::default();
    let ready = move || length.get() > 0 && length.get() <= TEXT_MAX && !asking.busy.get();
    let area = Area::new(move |text| it.asides.update(about, |draft| draft.text = text));
    let mentions = mentions((area, text), conversation, audience, move |named| {
        it.asides.update(about, |draft| draft.named.push(named));
    });
    let say = move || {
        if !untrack(ready) {
            return;
        }
        let draft = untrack(|| it.asides.draft(about));
        let pieces = noting::pieces(&draft.text, &draft.named);
        let (id, audience) = (NoteId::new(clock::now()), draft.audience);
        let say = Action::Discuss { id, about, pieces, files: vec![], audience };
        asking.ask(it, command::Action::Note(of, say), move || it.asides.said(about));
    };
    let on_key = move |event: KeyboardEvent| {
        if !mentions.press(&event) && sends(&event) {
            event.prevent_default();
            say();
        }
    };
    effect(move || {
        text.track();
        if let Some(area) = area.node.get() {
            fit(&area);
        }
    });
    page::focus_once_there(area.node);
    view! {
        <form class="composer noting discuss-form" data-testid="discuss-form"
            on:submit=move |event| {
                event.prevent_default();
                say();
            }>
            <SuggestList of=mentions.list label="Colleagues and teams" on_take=move |n| mentions.take(n) />
            <div class="composer-head">
                <ForWhom audience=audience on_choose=move |chosen| it.asides.update(about, |draft| draft.audience = chosen) />
            </div>
            <textarea
                node_ref=area.node
                data-testid="discuss-text"
                rows="1"
                dir="auto"
                aria-label="Say something to colleagues"
                aria-autocomplete="list"
                aria-controls=move || mentions.list.open().then_some(LIST)
                aria-activedescendant=move || mentions.list.active()
                placeholder="Ask or answer, @ mentions colleagues"
                prop:value=text
                on:input:target=move |event| {
                    mentions.typed();
                    area.typed(event.target().value());
                    it.presence.types(Doing::Noting);
                }
                on:keydown=on_key
                on:keyup=move |_| area.look()
                on:click=move |_| area.look()
            ></textarea>
            <FormProblem failure=asking.failure fields=&[] />
            <div class="composer-tools">
                <span class="quiet composer-hint">"The customer never sees this."</span>
                <span class="spring"></span>
                <Count length=length most=TEXT_MAX />
                <button class="button add-note" data-testid="discuss-say" title="Say it (Enter)" disabled=move || !ready()
                    aria-busy=move || asking.busy.get().to_string()>
                    <Icon kind=Kind::Lock />
                    "Say"
                </button>
            </div>
        </form>
    }
}
