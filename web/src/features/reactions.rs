//! Emojis on messages: those that are there, whose they are, and the few that most people use. WhatsApp keeps one of each
//! side.

use leptos::prelude::*;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::reaction::USUAL;
use shared::message::{self, Author, Content, Message, Status};

use crate::clock;
use crate::features::ticks::{self, Trouble};
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What the usual ones are called, for who can't see them.
const NAMES: [&str; 6] =
    ["thumbs up", "red heart", "tears of joy", "surprised", "crying", "folded hands"];

/// Puts an emoji to a message, or takes it back.
pub fn react(it: Workspace, of: ConversationId, target: MessageId, emoji: Option<String>) {
    let id = MessageId::new(clock::now());
    it.sender.send(Action::Message(of, message::Action::React { id, target, emoji }));
}

/// The usual emojis, as a row of a menu. What is chosen already is taken back.
#[component]
pub fn Emojis(
    message: Message,
    /// Told when none of them is the right one.
    on_more: impl Fn() + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, id) = (message.conversation, message.id);
    let obstacle = message.unreactable(clock::now());
    let open = it.store.peek(|it| it.conversation(of).map(|it| it.window_open(clock::now())));
    let closed = "The customer's last message is more than 24 hours ago.";
    let obstacle = obstacle.or((open != Some(true)).then_some(closed));
    let mine = ours(it, of, id).and_then(|it| emoji(&it));
    let each = USUAL.into_iter().zip(NAMES).map(|(emoji, name)| {
        let checked = mine.as_deref() == Some(emoji);
        let chosen = (!checked).then(|| emoji.to_owned());
        view! {
            <button
                type="button"
                role="menuitemradio"
                tabindex="-1"
                aria-checked=checked.to_string()
                aria-label=format!("React: {name}")
                title=obstacle.unwrap_or(name)
                disabled=obstacle.is_some()
                data-testid="react"
                data-emoji=emoji
                on:click=move |_| react(it, of, id, chosen.clone())
            >
                {emoji}
            </button>
        }
    });
    view! {
        <div class="emojis" role="group" aria-label="React">
            {each.collect_view()}
            <button type="button" role="menuitem" tabindex="-1" aria-label="React with another emoji" data-testid="react-more"
                title=obstacle.unwrap_or("Another emoji") disabled=obstacle.is_some() on:click=move |_| on_more()>
                <Icon kind=Kind::Plus />
            </button>
        </div>
        {obstacle.map(|words| view! { <p class="menu-note">{words}</p> })}
    }
}

/// The emojis on a message.
#[component]
pub fn Reactions(of: ConversationId, id: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let customers = memo(move || {
        all(it, of, id).into_iter().rfind(|it| !it.outgoing()).and_then(|it| emoji(&it))
    });
    let mine = memo(move || ours(it, of, id).filter(|it| emoji(it).is_some()));
    let failed = memo(move || {
        let last = all(it, of, id).into_iter().rfind(Message::outgoing)?;
        (status(it, &last) == Some(Status::Failed)).then_some(last.id)
    });
    let who = move || it.store.peek(|it| Some(it.conversation(of)?.contact.name.clone()));
    let row = move || {
        (customers.with(Option::is_some) || mine.with(Option::is_some)).then(|| {
            view! {
                <span class="reactions" data-testid="reactions">
                    {customers.get().map(|emoji| {
                        let title = format!("{} reacted with {emoji}", who().unwrap_or_else(|| "The customer".into()));
                        view! { <span class="reaction" role="img" title=title.clone() aria-label=title>{emoji}</span> }
                    })}
                    {mine.get().map(|message| view! { <Ours of=of target=id message=message /> })}
                </span>
            }
        })
    };
    let trouble = move || {
        failed.get().map(|id| {
            let delivery = memo(move || it.store.delivery(of, id));
            view! { <Trouble of=of id=id delivery=delivery /> }
        })
    };
    (row, trouble)
}

#[component]
fn Ours(of: ConversationId, target: MessageId, message: Message) -> impl IntoView {
    let it: Workspace = expect_context();
    let emoji = emoji(&message).unwrap_or_default();
    let by = message.author;
    let colleague = move || match by {
        Author::Agent(id) if id != it.me() => Some(it.store.name_of(id)),
        Author::Phone => Some("the phone".to_owned()),
        _ => None,
    };
    let shown = emoji.clone();
    let words = move || {
        let who = colleague().unwrap_or_else(|| "You".into());
        format!("{who} reacted with {shown}. Press to take it back.")
    };
    let id = message.id;
    let how = move || it.store.delivery(of, id).map(|it| ticks::name(it.status));
    view! {
        <button
            class="reaction mine"
            data-testid="my-reaction"
            data-status=how
            title=words.clone()
            aria-label=words
            on:click=move |_| react(it, of, target, None)
        >
            {emoji}
            {move || colleague().map(|name| view! { <bdi class="reaction-who">{name}</bdi> })}
        </button>
    }
}

/// The latest of ours that did not fail, as far as we know.
fn ours(it: Workspace, of: ConversationId, target: MessageId) -> Option<Message> {
    let mut all = all(it, of, target).into_iter().rev().filter(Message::outgoing);
    all.find(|message| status(it, message) != Some(Status::Failed))
}

fn all(it: Workspace, of: ConversationId, target: MessageId) -> Vec<Message> {
    it.store.reactions(of, target)
}

fn status(it: Workspace, of: &Message) -> Option<Status> {
    it.store.delivery(of.conversation, of.id).map(|it| it.status)
}

fn emoji(message: &Message) -> Option<String> {
    match &message.content {
        Content::Reaction { emoji, .. } => emoji.clone(),
        _ => None,
    }
}
