//! Handing a conversation over with a note, and going on with what whoever answered before was writing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command;
use shared::conversation::{Action, Conversation};
use shared::draft::{BESIDE, Beside, Left};
use shared::ids::{AgentId, ConversationId, NoteId};
use shared::reads::CONVERSATIONS;
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::features::assign::{Loads, away, colleagues};
use crate::features::composer;
use crate::features::summary;
use crate::ui::dialog::Dialog;
use crate::ui::field::{FormProblem, Select, TextArea};
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// The window in which one says to whom, and what they should know.
#[component]
pub fn HandOver(id: ConversationId, open: RwSignal<bool>, loads: Loads) -> impl IntoView {
    view! {
        <Dialog title="Hand over with a note" open=open>
            <Form id=id open=open loads=loads />
        </Dialog>
    }
}

#[component]
fn Form(id: ConversationId, open: RwSignal<bool>, loads: Loads) -> impl IntoView {
    let it: Workspace = expect_context();
    let mine = it.store.peek(|it| it.conversation(id).and_then(|it| it.assignee));
    let names = move || {
        let all = colleagues(it, it.me(), loads).into_iter().filter(|who| Some(*who) != mine);
        let words = |who: AgentId| {
            let mut words = vec![it.store.name_of(who)];
            words.extend(away(it, who));
            words.extend(loads.of(who).map(|n| format!("{n} open")));
            (who.to_string(), words.join(" · "))
        };
        all.map(words).collect::<Vec<_>>()
    };
    let first = untrack(names).first().map(|it| it.0.clone()).unwrap_or_default();
    let (who, text) = (RwSignal::new(first), RwSignal::new(String::new()));
    let asking = Asking::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(to) = who.get_untracked().parse::<AgentId>() else { return };
        let note = NoteId::new(clock::now());
        let action = Action::HandOver { to, note, text: text.get_untracked() };
        asking.ask(it, command::Action::Conversation(id, action), move || {
            it.toasts().note(format!("Given to {}.", untrack(|| it.store.name_of(to))));
            // The window may have been closed.
            let _ = open.try_set(false);
        });
    };
    // Below what is there already.
    let summarize = move |_| {
        let Some(facts) = summary::write(it, id) else { return };
        text.update(|text| {
            let begun = text.trim_end();
            *text = if begun.is_empty() { facts } else { format!("{begun}\n\n{facts}") };
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <Select label="To" name="to" testid="hand-to" options=Signal::derive(names) value=who />
            <TextArea label="What they should know" name="text" testid="hand-text" hint="A note for colleagues; the customer does not see it." value=text />
            <div class="hand-summary">
                <button type="button" class="button small" data-testid="hand-summary" on:click=summarize>
                    <Icon kind=Kind::Template />
                    "Write a summary"
                </button>
                <span class="quiet">"From what is known of it. Change it as you like."</span>
            </div>
            <FormProblem failure=asking.failure fields=&[] />
            <div class="buttons"><button class="button primary" data-testid="hand-submit" aria-busy=move || asking.busy.get().to_string()>"Hand over"</button></div>
        </form>
    }
}

/// What whoever answered before me was writing, above the composer, until I go on with it or don't want to.
#[component]
pub fn LeftDraft(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let left = RwSignal::new(None::<Left>);
    let whose = memo(move || conversation.with(|it| it.as_ref().map(|it| it.assignee)));
    effect(move || {
        left.set(None);
        if whose.get().is_some() {
            spawn_local(async move {
                let path = format!("{CONVERSATIONS}/{id}/{BESIDE}");
                // Without an answer there is nothing to offer.
                if let Ok(found) = it.session().get::<Beside>(path).await {
                    it.together.set_open(id, &found.open);
                    let _ = left.try_set(found.left);
                }
            });
        }
    });
    let take = move |_| {
        let Some(Left { by, text, reply_to }) = left.get_untracked() else { return };
        left.set(None);
        let wanted = command::Action::Conversation(id, Action::TakeDraft { of: by });
        it.sender.send_then(wanted, move || {
            it.drafts().give_back(id, &text, reply_to);
            request_animation_frame(composer::focus);
        });
    };
    move || {
        left.get().map(|Left { by, text, .. }| {
            view! {
                <div class="turn" data-testid="left-draft">
                    <Icon kind=Kind::Reply />
                    <span class="turn-words">{move || format!("Draft of {}: ", it.store.name_of(by))} <q dir="auto">{text}</q></span>
                    <span class="turn-acts">
                        <button type="button" class="link" data-testid="left-take" on:click=take>"Go on with it"</button>
                        <button type="button" class="link" data-testid="left-dismiss" on:click=move |_| left.set(None)>"Not now"</button>
                    </span>
                </div>
            }
        })
    }
}
