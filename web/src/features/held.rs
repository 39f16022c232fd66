//! Messages that wait at the end of a thread: those that can still be taken back, and those that leave at a time.

use leptos::html;
use leptos::prelude::*;
use shared::command::Action;
use shared::held::{Held, Stage, Why};
use shared::ids::{ConversationId, MessageId};
use shared::message::{self, Author, Content};
use shared::state::Part;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::features::bubble::QuoteStrip;
use crate::features::composer;
use crate::features::content::Words;
use crate::later;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// A message that waits.
#[component]
pub fn HeldView(of: ConversationId, id: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let held = it.store.peek(|it| it.thread(of)?.held_one(id).cloned());
    held.map(|held| match held.why {
        Why::Undo => view! { <JustWritten held=held /> }.into_any(),
        Why::Scheduled { unless_reply } => {
            view! { <Scheduled held=held unless_reply=unless_reply /> }.into_any()
        }
    })
}

/// Takes back the latest that I have just written there; says whether there was one.
pub fn undo_last(it: Workspace, of: ConversationId) -> bool {
    let me = it.me();
    let latest = it.store.peek(|it| {
        let all = it.thread(of)?.held().into_iter().rev();
        all.into_iter().find(|it| it.why == Why::Undo && it.author == me).cloned()
    });
    latest.map(|held| take_back(it, &held)).is_some()
}

/// Back into the composer, once it is sure that it will not be sent.
fn take_back(it: Workspace, held: &Held) {
    let (of, id) = (held.conversation, held.id);
    let text = text_of(&held.content);
    let file = held.content.media().is_some();
    let reply_to = held.reply_to.as_ref().and_then(|it| it.message);
    let done = move || {
        it.drafts().give_back(of, &text, reply_to);
        it.drafts().update(of, |draft| draft.noting = false);
        request_animation_frame(composer::focus);
        if file {
            it.toasts().note("Not sent. Attach the file again to send it.");
        }
    };
    it.sender.send_then(Action::Message(of, message::Action::Withdraw { id }), done);
}

/// What can stand in the composer of it.
fn text_of(content: &Content) -> String {
    match content.media() {
        Some(media) => media.caption.clone().unwrap_or_default(),
        None => content.plain(),
    }
}

#[component]
fn JustWritten(held: Held) -> impl IntoView {
    let it: Workspace = expect_context();
    let mine = held.author == it.me();
    let left = (held.due - held.made).0;
    let line = NodeRef::<html::Span>::new();
    effect(move || {
        if let Some(line) = line.get().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // The name and the value are good ones.
            let _ = line.style().set_property("--left", &format!("{left}ms"));
        }
    });
    let undo = held.clone();
    view! {
        <li class="said out held">
            <Bubble held=held>
                <span class="meta">"Not sent yet"</span>
                <span class="held-left" node_ref=line aria-hidden="true"></span>
            </Bubble>
            {mine
                .then(|| {
                    view! {
                        <button class="button small" data-testid="undo-send" aria-keyshortcuts="Z"
                            on:click=move |_| take_back(it, &undo)>
                            "Undo" <Keys keys="Z".to_owned() />
                        </button>
                    }
                })}
        </li>
    }
}

#[component]
fn Scheduled(held: Held, unless_reply: bool) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, id, due, made) = (held.conversation, held.id, held.due, held.made);
    let stopped = held.stage == Stage::Stopped;
    let answered = memo(move || {
        it.store.read(Part::Thread(of), |it| {
            let mut all = it.thread(of)?.messages().rev();
            all.find(|it| it.author == Author::Contact).map(|it| it.arrived > made)
        })
    });
    let late = memo(move || {
        it.store.read(Part::Conversation(of), |it| {
            Some(it.conversation(of)?.window_until.is_none_or(|until| until <= due))
        })
    });
    let when = move || {
        if stopped {
            return "Not sent: the customer wrote first".to_owned();
        }
        format!("To be sent {}", later::words(it.time.now(), due))
    };
    let notes = move || {
        let ends = late.get() == Some(true) && !stopped;
        let wrote = answered.get() == Some(true) && !stopped;
        [
            ends.then_some("Their 24 hours end before that: it goes only if they write again."),
            wrote.then_some("The customer has written since."),
            (unless_reply && !stopped).then_some("It stays here if the customer writes first."),
        ]
        .into_iter()
        .flatten()
        .map(|words| view! { <p>{words}</p> })
        .collect_view()
    };
    let (edit, cancel) = (held.clone(), held.clone());
    let send = move |_| it.sender.send(Action::Message(of, message::Action::SendNow { id }));
    view! {
        <li class="said out held scheduled" class:stopped=stopped data-testid="scheduled">
            <Bubble held=held>
                <span class="meta held-when" data-testid="scheduled-when"><Icon kind=Kind::Clock /> {when}</span>
            </Bubble>
            <div class="held-about">
                <div class="held-notes" role="status">{notes}</div>
                <button class="link" data-testid="scheduled-edit" on:click=move |_| take_back(it, &edit)>"Edit"</button>
                <button class="link" data-testid="scheduled-now" on:click=send>"Send now"</button>
                <button class="link" data-testid="scheduled-cancel" on:click=move |_| drop_it(it, &cancel)>"Cancel"</button>
            </div>
        </li>
    }
}

/// Away with it, with a way back for as long as its time is still to come.
fn drop_it(it: Workspace, held: &Held) {
    let (of, id, due) = (held.conversation, held.id, held.due);
    let reply_to = held.reply_to.as_ref().and_then(|it| it.message);
    let text = text_of(&held.content);
    let unless_reply = held.why == Why::Scheduled { unless_reply: true };
    let back = move || {
        let (id, text) = (MessageId::new(crate::clock::now()), text.clone());
        let again = message::Action::Schedule { id, text, reply_to, due, unless_reply };
        it.sender.send(Action::Message(of, again));
    };
    let done = move || it.toasts().undoable("It will not be sent.", back);
    it.sender.send_then(Action::Message(of, message::Action::Withdraw { id }), done);
}

/// What it says, and whose it is.
#[component]
fn Bubble(held: Held, children: Children) -> impl IntoView {
    let it: Workspace = expect_context();
    let other = (held.author != it.me()).then_some(held.author);
    let text = match &held.content {
        Content::Text { body } => body.clone(),
        content => content.preview(),
    };
    view! {
        <article class="bubble" data-testid="held" data-id=held.id.to_string() data-direction="out">
            {other.map(|who| view! { <span class="author"><bdi>{move || it.store.name_of(who)}</bdi></span> })}
            {held.reply_to.map(|quote| view! { <QuoteStrip quote=quote /> })}
            <Words text=text />
            {children()}
        </article>
    }
}
