//! Messages that wait at the end of a thread: those that can still be taken back, and those that leave at a time.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::held::{Held, Stage, Why};
use shared::ids::{ConversationId, MessageId, UploadId};
use shared::message::sending::{Again, SentAs};
use shared::message::{self, Author, Content};
use shared::state::Part;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::attachments::There;
use crate::features::attached::FileView;
use crate::features::bubble::QuoteStrip;
use crate::features::composer;
use crate::features::content::Words;
use crate::features::schedule::AnotherTime;
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
    let (of, id, held) = (held.conversation, held.id, held.clone());
    let file = there(&held);
    let text = if file.is_some() { String::new() } else { held.content.plain() };
    let reply_to = held.reply_to.as_ref().and_then(|it| it.message);
    with_file(it, file, move |file| {
        let done = move || {
            if let Some((there, upload)) = file {
                it.files.put_back(of, there, upload);
            }
            it.drafts().give_back(of, &text, reply_to);
            it.drafts().update(of, |draft| draft.noting = false);
            request_animation_frame(composer::focus);
        };
        it.sender.send_then(Action::Message(of, message::Action::Withdraw { id }), done);
    });
}

/// The file in it, if it is one.
fn there(held: &Held) -> Option<There> {
    let (sent_as, media) = SentAs::of_content(&held.content)?;
    let file = held.content.media()?.bytes.here()?;
    let of = Again::Held { conversation: held.conversation, message: held.id };
    let name = media.filename.clone().unwrap_or_else(|| sent_as.to_string());
    let (size, caption, voice) = (file.size, media.caption.clone(), media.voice);
    Some(There { of, name, size, sent_as, caption, voice })
}

/// Has its file handed over once more, while it still waits, and then goes on.
fn with_file(
    it: Workspace,
    file: Option<There>,
    then: impl FnOnce(Option<(There, UploadId)>) + 'static,
) {
    let Some(file) = file else { return then(None) };
    spawn_local(async move {
        match it.files.again(&file.of).await {
            Ok(upload) => then(Some((file, upload.id))),
            Err(failure) => it.toasts().problem(failure.words()),
        }
    });
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
    let template = matches!(held.content, Content::Template(_));
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
        let ends = late.get() == Some(true) && !stopped && !template;
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
    let (moving, sure) = (RwSignal::new(false), RwSignal::new(false));
    let again = Callback::new(move |due| {
        it.sender.send(Action::Message(of, message::Action::Reschedule { id, due }));
    });
    // A template can't be taken up again: it would have to be filled in anew.
    let press = move || if template { sure.set(true) } else { drop_it(it, &cancel) };
    let withdraw = move |_| it.sender.send(Action::Message(of, message::Action::Withdraw { id }));
    let send = move |_| it.sender.send(Action::Message(of, message::Action::SendNow { id }));
    view! {
        <li class="said out held scheduled" class:stopped=stopped data-testid="scheduled">
            <Bubble held=held>
                <span class="meta held-when" data-testid="scheduled-when"><Icon kind=Kind::Clock /> {when}</span>
            </Bubble>
            <div class="held-about">
                <div class="held-notes" role="status">{notes}</div>
                {(!template).then(|| view! {
                    <button class="link" data-testid="scheduled-edit" on:click=move |_| take_back(it, &edit)>"Edit"</button>
                })}
                <button class="link" data-testid="scheduled-move" on:click=move |_| moving.set(true)>"Another time"</button>
                <button class="link" data-testid="scheduled-now" on:click=send>"Send now"</button>
                <button class="link" data-testid="scheduled-cancel" on:click=move |_| press()>"Cancel"</button>
                <Show when=move || sure.get()>
                    <p class="note-sure" role="alert">
                        "Cancel this template?"
                        <button class="button small" data-testid="scheduled-sure" on:click=withdraw>"Cancel it"</button>
                        <button class="button small quiet" on:click=move |_| sure.set(false)>"Keep it"</button>
                    </p>
                </Show>
            </div>
            <AnotherTime open=moving on_choose=again />
        </li>
    }
}

/// Away with it, with a way back for as long as its time is still to come.
fn drop_it(it: Workspace, held: &Held) {
    let (of, id, due) = (held.conversation, held.id, held.due);
    let reply_to = held.reply_to.as_ref().and_then(|it| it.message);
    let text = held.content.plain();
    let unless_reply = held.why == Why::Scheduled { unless_reply: true };
    with_file(it, there(held), move |file| {
        let back = move || {
            let (id, text) = (MessageId::new(crate::clock::now()), text.clone());
            let again = match file.clone() {
                None => message::Action::Schedule { id, text, reply_to, due, unless_reply },
                Some((There { caption, voice, .. }, upload)) => message::Action::ScheduleFile {
                    id,
                    upload,
                    caption,
                    voice,
                    reply_to,
                    due,
                    unless_reply,
                },
            };
            it.sender.send(Action::Message(of, again));
        };
        let done = move || it.toasts().undoable("It will not be sent.", back);
        it.sender.send_then(Action::Message(of, message::Action::Withdraw { id }), done);
    });
}

/// What it says, and whose it is.
#[component]
fn Bubble(held: Held, children: Children) -> impl IntoView {
    let it: Workspace = expect_context();
    let other = (held.author != it.me()).then_some(held.author);
    let file = there(&held).zip(held.content.media().and_then(|it| it.bytes.here().cloned()));
    let text = match (&held.content, &file) {
        (_, Some((there, _))) => there.caption.clone(),
        (Content::Text { body }, None) => Some(body.clone()),
        (Content::Template(_), None) => Some(held.content.plain()),
        (content, None) => Some(content.preview()),
    };
    let (of, id) = (held.conversation, held.id);
    let template = matches!(held.content, Content::Template(_));
    view! {
        <article class="bubble" data-testid="held" data-id=held.id.to_string() data-direction="out">
            {other.map(|who| view! { <span class="author"><bdi>{move || it.store.name_of(who)}</bdi></span> })}
            {held.reply_to.map(|quote| view! { <QuoteStrip quote=quote /> })}
            {template.then(|| view! { <span class="small-label">"Template"</span> })}
            {file.map(|(there, file)| view! { <FileView of=of id=id part=0 name=there.name file=file /> })}
            {text.map(|text| view! { <Words text=text /> })}
            {children()}
        </article>
    }
}
