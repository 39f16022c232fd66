//! Quick replies: a list after `/`, filled in for this customer as one looks.

use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::message::sending::Again;
use shared::quick_reply::{self, QuickReply, Values, Variable, fill};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement};

use super::area::Area;
use super::offer::{Offer, Offered};
use super::suggest::Suggestion;
use super::{ID, focus};
use crate::attachments::There;
use crate::logic::trigger::{byte, fits, replaced};
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// So many are offered at once.
const OFFERED: usize = 20;

/// The list after `/`, for what is written in a field to a customer: one stands in place of what was typed, and its files go to
/// those that go with the message.
pub fn replies(
    to: ConversationId,
    area: Area,
    text: Memo<String>,
    conversation: Memo<Option<Conversation>>,
) -> Offer<(String, QuickReply)> {
    let it: Workspace = expect_context();
    let fitting = move |word: &str| fitting(it, conversation, word);
    Offer::new((area, text), ('/', 1), fitting, move |(_, (words, reply)), at| {
        area.replace(at.from, at.to, &words);
        for file in reply.files {
            let of = Again::QuickReply { id: reply.id, hash: file.file.hash };
            let (name, size, sent_as) = (file.name, file.file.size, file.sent_as);
            let there = There { of, name, size, sent_as, caption: None, voice: false };
            it.files.bring(to, there);
        }
    })
}

/// Those that fit a word, each with what it says to this customer.
fn fitting(
    it: Workspace,
    conversation: Memo<Option<Conversation>>,
    word: &str,
) -> Vec<Offered<(String, QuickReply)>> {
    let Some(to) = conversation.get() else { return Vec::new() };
    let me = it.store.agent(it.me());
    let teams = me.as_ref().map(|it| it.teams.clone()).unwrap_or_default();
    let number = it.store.number(to.number).map(|it| it.name);
    let values = Values::new(&to.contact, me.map(|it| it.name), number);
    let here = |reply: &QuickReply| match reply.offered {
        quick_reply::Offered::Everywhere => true,
        quick_reply::Offered::Team(team) => teams.contains(&team),
        quick_reply::Offered::Number(number) => number == to.number,
    };
    let all = it.store.quick_replies().into_iter().filter(|reply| !reply.archived && here(reply));
    let mut found: Vec<_> = all.filter_map(|reply| Some((rank(&reply, word)?, reply))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    let shown = found.into_iter().take(OFFERED);
    let one = |(_, reply): (u8, QuickReply)| {
        (suggestion(&reply, &values), (fill(&reply.text, &values).text, reply))
    };
    shown.map(one).collect()
}

/// How well it fits: the shortcut, the title, or the text.
fn rank(reply: &QuickReply, word: &str) -> Option<u8> {
    let small = word.to_lowercase();
    if reply.shortcut.starts_with(&small) {
        Some(0)
    } else if fits(&reply.title, word) {
        Some(1)
    } else {
        (small.len() > 1 && reply.text.to_lowercase().contains(&small)).then_some(2)
    }
}

fn suggestion(reply: &QuickReply, values: &Values) -> Suggestion {
    let filled = fill(&reply.text, values);
    Suggestion {
        title: reply.title.clone(),
        about: match reply.files.len() {
            0 => format!("/{}", reply.shortcut),
            1 => format!("/{} · 📎 {}", reply.shortcut, named(reply)),
            many => format!("/{} · 📎 {many} files", reply.shortcut),
        },
        preview: Some(filled.text),
        why_not: None,
    }
}

fn named(reply: &QuickReply) -> &str {
    reply.files.first().map_or("", |it| it.name.as_str())
}

/// That something must be filled in before this can be sent.
#[component]
pub fn Unfilled(gap: Memo<Option<Variable>>) -> impl IntoView {
    move || {
        let what = match gap.get()? {
            Variable::ContactName | Variable::ContactFirstName => "their name",
            Variable::AgentName => "your name",
            Variable::NumberName => "what the number is called",
        };
        let mark = gap.get()?.mark();
        Some(view! {
            <p class="composer-gap" role="status" data-testid="unfilled">
                {format!("Put {what} in place of {mark} before you send.")}
            </p>
        })
    }
}

/// Opens the list.
#[component]
pub fn QuickButton(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <button
            type="button"
            class="icon-button"
            data-testid="quick-replies"
            title=it.keys.hint("Quick replies", "quick-reply")
            on:click=move |_| open(it, id)
        >
            <span class="visually-hidden">"Quick replies"</span>
            <Icon kind=Kind::Bolt />
        </button>
    }
}

/// Types `/` where the cursor is, which opens the list.
pub fn open(it: Workspace, id: ConversationId) {
    super::switch(it, id, false);
    request_animation_frame(|| {
        let field = document().get_element_by_id(ID);
        let Some(field) = field.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) else {
            return;
        };
        focus();
        let text = field.value();
        let at = field.selection_end().ok().flatten().unwrap_or_default();
        let at = byte(&text, at);
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let sign = if before.is_none_or(char::is_whitespace) { "/" } else { " /" };
        let (text, cursor) = replaced(&text, at, at, sign);
        field.set_value(&text);
        // A text area has a selection.
        let _ = field.set_selection_range(cursor, cursor);
        if let Ok(event) = Event::new("input") {
            // It is as if it had been typed; nobody stops it.
            let _ = field.dispatch_event(&event);
        }
    });
}
