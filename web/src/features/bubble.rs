//! One message: as a bubble of whoever said it, or as a line in the middle.

use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::message::{Author, Content, Message, Quote, Status};
use shared::note::Piece;

use crate::clock::{self, Style};
use crate::features::composer;
use crate::features::content::{ContentView, Words};
use crate::features::discuss::Discussed;
use crate::features::message_menu::MoreButton;
use crate::features::note::Pieces;
use crate::features::reactions::Reactions;
use crate::features::ticks::{Ticks, Trouble};
use crate::logic::outbox::Outgoing;
use crate::logic::timeline::{Shape, shape};
use crate::logic::when;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// A message that the log has.
#[component]
pub fn Bubble(
    of: ConversationId,
    id: MessageId,
    /// Whether it continues the block above.
    follows: bool,
) -> impl IntoView {
    let it: Workspace = expect_context();
    it.store.message(of, id).map(|message| match shape(&message.content) {
        Shape::Line => view! { <Line message=message /> }.into_any(),
        Shape::Bubble => view! { <Said message=message follows=follows /> }.into_any(),
    })
}

#[component]
fn Said(message: Message, follows: bool) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, id, out) = (message.conversation, message.id, message.outgoing());
    let delivery = memo(move || it.store.delivery(of, id));
    let status = memo(move || delivery.get().map(|it| it.status));
    let failed = move || status.get() == Some(Status::Failed);
    let answerable = !matches!(message.content, Content::Unsupported { .. });
    view! {
        <li class="said" class:out=out class:follows=follows>
            <article
                class="bubble"
                class:failed=failed
                data-testid="bubble"
                data-id=id.to_string()
                data-direction=if out { "out" } else { "in" }
            >
                {(!follows).then(|| view! { <AuthorName author=message.author /> })}
                {message.reply_to.map(|quote| view! { <QuoteStrip quote=quote /> })}
                <ContentView of=message.conversation id=id content=message.content />
                <span class="meta">
                    {when::late(message.at, message.arrived)
                        .map(|late| {
                            let title = format!("Reached us at {}", clock::write(message.arrived, Style::Full));
                            view! { <span class="late" title=title>{format!("late by {late}")}</span> }
                        })}
                    <time title=clock::write(message.at, Style::Full)>{clock::write(message.at, Style::Hour)}</time>
                    {move || status.get().filter(|_| out).map(|status| view! { <Ticks status=status /> })}
                </span>
            </article>
            {answerable
                .then(|| {
                    view! {
                        <button
                            class="icon-button small reply-action reply"
                            title="Reply to this message"
                            aria-label="Reply to this message"
                            on:click=move |_| {
                                it.drafts().update(of, |draft| draft.reply_to = Some(id));
                                composer::switch(it, of, false);
                            }
                        >
                            <Icon kind=Kind::Reply />
                        </button>
                    }
                })}
            <MoreButton id=id />
            <Reactions of=of id=id />
            <Discussed of=of id=id />
            {out.then(|| view! { <Trouble of=of id=id delivery=delivery /> })}
        </li>
    }
}

/// A message that is being sent, shown from the command until the log has it.
#[component]
pub fn OutgoingBubble(of: ConversationId, id: MessageId, troubled: bool) -> impl IntoView {
    let it: Workspace = expect_context();
    let find =
        |it: Outgoing<'_>| (it.text.to_owned(), it.note.map(<[Piece]>::to_vec), it.reply_to, it.at);
    let found =
        untrack(|| it.sender.read(|outbox| outbox.outgoing(of).find(|it| it.id == id).map(find)));
    found.map(|(text, note, reply_to, at)| {
        let quote = reply_to.and_then(|id| it.store.message(of, id)).map(|it| quote(&it));
        let noted = note.is_some();
        let testid = if noted { "note-outgoing" } else { "bubble" };
        view! {
            <li class="said out" class:noted=noted>
                <article class="bubble" data-testid=testid data-id=id.to_string() data-direction="out">
                    {quote.map(|quote| view! { <QuoteStrip quote=quote /> })}
                    {match note {
                        Some(pieces) => view! { <Pieces pieces=pieces /> }.into_any(),
                        None => view! { <Words text=text /> }.into_any(),
                    }}
                    <span class="meta">
                        {troubled.then_some("waiting for the connection")}
                        <time>{clock::write(at, Style::Hour)}</time>
                        {(!noted).then(|| view! { <Ticks status=Status::Queued /> })}
                    </span>
                </article>
            </li>
        }
    })
}

/// A message as another one quotes it.
pub fn quote(message: &Message) -> Quote {
    Quote {
        message: Some(message.id),
        preview: Some(message.content.preview()),
        outgoing: Some(message.outgoing()),
    }
}

#[component]
fn AuthorName(author: Author) -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    match author {
        Author::Agent(id) if id == me => ().into_any(),
        Author::Agent(id) => {
            view! { <span class="author">{move || it.store.name_of(id)}</span> }.into_any()
        }
        Author::Phone => view! { <span class="author">"From the phone"</span> }.into_any(),
        Author::Automatic => view! { <span class="author">"Sent automatically"</span> }.into_any(),
        Author::Contact | Author::System => ().into_any(),
    }
}

/// What a message answers.
#[component]
pub fn QuoteStrip(quote: Quote) -> impl IntoView {
    let who = match quote.outgoing {
        Some(true) => Some("We wrote"),
        Some(false) => Some("They wrote"),
        None => None,
    };
    let words = quote.preview.unwrap_or_else(|| "An older message".into());
    view! {
        <blockquote class="quote">
            {who.map(|who| view! { <span class="quote-who">{who}</span> })}
            <span class="quote-words" dir="auto">{words}</span>
        </blockquote>
    }
}

/// Something that happened, in the middle.
#[component]
fn Line(message: Message) -> impl IntoView {
    let at = message.at;
    view! {
        <li class="line" data-testid="bubble" data-id=message.id.to_string()
            data-direction=if message.outgoing() { "out" } else { "in" }>
            <span>
                {line_words(&message.content)} " "
                <time title=clock::write(at, Style::Full)>{clock::write(at, Style::Hour)}</time>
            </span>
        </li>
    }
}

fn line_words(content: &Content) -> String {
    match content {
        Content::Reaction { emoji: Some(emoji), .. } => format!("Reacted with {emoji}"),
        Content::Reaction { emoji: None, .. } => "Took a reaction back".into(),
        Content::Revoke { .. } => "Deleted a message".into(),
        Content::Welcome => "Opened the chat for the first time".into(),
        Content::CallPermission { granted: true, .. } => "Allowed us to call".into(),
        Content::CallPermission { granted: false, .. } => "Does not want us to call".into(),
        Content::System { body } => body.clone(),
        other => other.preview(),
    }
}
