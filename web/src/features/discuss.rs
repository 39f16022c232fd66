//! The discussion of one message among colleagues, beside the thread: in the thread there is only how many said something, who
//! last, and whether I am meant.

pub mod writing;

use leptos::html;
use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId, NoteId};
use shared::message::Message;
use shared::note::{Body, Note};
use shared::{command, mention};
use web_sys::KeyboardEvent;

use self::writing::Writing;
use crate::clock::{self, Style};
use crate::features::bubble::{QuoteStrip, quote};
use crate::features::message_menu;
use crate::features::note::NoteView;
use crate::logic::when;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Opens the discussion of the message that has the focus, or of the latest.
pub fn open_at_hand(it: Workspace, of: ConversationId) {
    if let Some(message) = message_menu::at_hand() {
        it.asides.show(of, message);
    }
}

/// Below a message: that it is discussed.
#[component]
pub fn Discussed(of: ConversationId, id: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let said = memo(move || said(it.store.discussed(of, id)));
    let some = memo(move || said.with(|it| !it.is_empty()));
    let words = move || {
        said.with(|all| {
            let last = all.last()?;
            let who = if last.author == it.me() {
                "You".to_owned()
            } else {
                it.store.name_of(last.author)
            };
            let ago = match when::ago(it.time.now(), last.at) {
                Some(now) if now == "now" => "just now".to_owned(),
                Some(ago) => format!("{ago} ago"),
                None => clock::write(last.at, Style::Date),
            };
            let replies = if all.len() == 1 { "reply" } else { "replies" };
            Some(format!("{} {replies} · {who}, {ago}", all.len()))
        })
    };
    let meant = memo(move || {
        let mine = it.store.mentions();
        said.with(|all| mine.iter().any(|one| all.iter().any(|it| it.id == one.note)))
    });
    view! {
        <Show when=move || some.get()>
            <div class="discussed">
                <button type="button" class="discussed-chip" data-testid="discussed" data-of=id.to_string()
                    title="Discussed among colleagues: the customer does not see it"
                    aria-expanded=move || (it.asides.open_in(of) == Some(id)).to_string()
                    on:click=move |_| it.asides.show(of, id)>
                    <Icon kind=Kind::People />
                    <bdi>{words}</bdi>
                    <Show when=move || meant.get()>
                        <span class="discussed-dot" data-testid="discussed-dot">
                            <span class="visually-hidden">", mentions you"</span>
                        </span>
                    </Show>
                </button>
            </div>
        </Show>
    }
}

/// What was said and not taken back.
fn said(mut all: Vec<Note>) -> Vec<Note> {
    all.retain(|it| matches!(it.body, Body::Written(_)));
    all
}

/// The discussion of a message, beside the thread; above it where there is no room.
#[component]
pub fn Discussion(of: ConversationId, id: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let close = move || {
        it.asides.close();
        page::focus(&format!("[data-testid=discussed][data-of=\"{id}\"], #composer"));
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            close();
        }
    };
    let about = it.store.message(of, id);
    let notes = memo(move || {
        let all = it.store.discussed(of, id);
        all.iter().map(|it| (it.place(), it.version)).collect::<Vec<_>>()
    });
    see(it, of, id);
    let list = NodeRef::<html::Div>::new();
    effect(move || {
        notes.track();
        request_animation_frame(move || {
            if let Some(list) = list.try_get_untracked().flatten() {
                list.set_scroll_top(list.scroll_height());
            }
        });
    });
    view! {
        <div class="customer-shade" on:click=move |_| close()></div>
        <aside class="customer discuss" data-testid="discussion" aria-label="Discussion" on:keydown=on_key>
            <header>
                <h2>"Discussion"</h2>
                <button class="icon-button" title="Close (Esc)" aria-label="Close the discussion" on:click=move |_| close()>
                    <Icon kind=Kind::Close />
                </button>
            </header>
            <div class="discuss-about">
                {about.map(|message| view! { <About message=message /> })}
            </div>
            <div node_ref=list class="discuss-notes" role="log" aria-live="polite" aria-label="What colleagues said" tabindex="0">
                <ol>
                    <For each=move || notes.get() key=|it| *it let:note>
                        <NoteView of=of place=note.0 />
                    </For>
                </ol>
                <Show when=move || notes.with(Vec::is_empty)>
                    <p class="quiet discuss-empty">"Ask colleagues about this message. What is said here stays beside the thread, and the customer does not see it."</p>
                </Show>
            </div>
            <Writing of=of about=id />
        </aside>
    }
}

#[component]
fn About(message: Message) -> impl IntoView {
    view! { <QuoteStrip quote=quote(&message) /> }
}

/// Says that I have looked at where I was mentioned in it.
fn see(it: Workspace, of: ConversationId, id: MessageId) {
    effect(move || {
        let here: Vec<_> = it.store.discussed(of, id).into_iter().map(|it| it.id).collect();
        let mine = it.store.mentions().into_iter().map(|it| it.note);
        if it.visible.get() {
            for note in mine.filter(|note| here.contains(note)) {
                see_one(it, of, note);
            }
        }
    });
}

/// Says that I have looked at a note in which I was mentioned, once.
pub fn see_one(it: Workspace, of: ConversationId, note: NoteId) {
    let see = command::Action::Mention(of, mention::Action::SeeOne { note });
    if !untrack(|| it.sender.busy(|action| *action == see)) {
        it.sender.send(see);
    }
}
