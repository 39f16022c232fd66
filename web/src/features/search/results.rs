//! What the search found, and what to type when it found nothing.

use leptos::html;
use leptos::prelude::*;
use shared::conversation::{Conversation, Status};
use shared::message::Author;
use shared::search::{Found, Hit, Piece};
use shared::view::View;

use super::known::KnownBy;
use super::{Asking, RESULTS, search_on};
use crate::features::row::Time;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::effect;
use crate::workspace::Workspace;

/// What can be typed.
#[component]
pub fn Hints() -> impl IntoView {
    let operators = [
        ("from:customer", "what they said; from:us, what we said"),
        ("has:media", "or image, video, audio, document, location, order, note"),
        ("is:open", "or snoozed, closed"),
        ("label:vip", "with this label; home-city:lagos, by an attribute"),
        ("after:2026-01-31", "and before:, by day"),
    ];
    let operators = operators.map(|(name, effect)| {
        view! { <div><dt><code>{name}</code></dt><dd>{effect}</dd></div> }
    });
    view! {
        <div class="search-note">
            <p>"Part of a name, any part of a number, or the beginnings of words. Nothing is too old."</p>
            <dl class="search-hints">{operators.collect_view()}</dl>
        </div>
    }
}

/// People, then conversations by what is on them, then messages.
#[component]
pub fn Results(found: Found, asking: Asking, open: RwSignal<bool>) -> impl IntoView {
    if found.people.is_empty()
        && found.known.is_empty()
        && found.messages.is_empty()
        && found.more.is_none()
    {
        return view! {
            <p class="search-note" role="status">
                "Nothing found. Fewer letters find more; names, numbers and words are searched without accents."
            </p>
        }
        .into_any();
    }
    let more = found.more;
    let people = found.people.len();
    let names = found.people.into_iter().enumerate();
    let names = names.map(move |(n, it)| view! { <Person n=n it=it asking=asking open=open /> });
    let (any_known, marked) = (!found.known.is_empty(), people + found.known.len());
    let known = found.known.into_iter().enumerate();
    let known =
        known.map(move |(n, it)| view! { <KnownBy n=people + n it=it asking=asking open=open /> });
    let any_said = !found.messages.is_empty();
    let said = found.messages.into_iter().enumerate();
    let said =
        said.map(move |(n, it)| view! { <Said n=marked + n it=it asking=asking open=open /> });
    let workspace: Workspace = expect_context();
    view! {
        <div id=RESULTS role="listbox" aria-label="Results">
            <Group name="People" any=people.gt(&0)>{names.collect_view()}</Group>
            <Group name="Labels and attributes" any=any_known>{known.collect_view()}</Group>
            <Group name="Messages" any=any_said>{said.collect_view()}</Group>
        </div>
        {more
            .map(|before| {
                view! {
                    <button
                        type="button"
                        class="button quiet"
                        data-testid="search-more"
                        disabled=move || asking.busy.get()
                        on:click=move |_| search_on(workspace, asking, before)
                    >
                        "Search further back"
                    </button>
                }
            })}
    }
    .into_any()
}

#[component]
fn Group(name: &'static str, any: bool, children: Children) -> impl IntoView {
    any.then(|| {
        view! {
            <div role="group" aria-label=name>
                <div class="search-heading" aria-hidden="true">{name}</div>
                {children()}
            </div>
        }
    })
}

#[component]
fn Person(n: usize, it: Conversation, asking: Asking, open: RwSignal<bool>) -> impl IntoView {
    let (name, href) = (it.contact.name.clone(), href(&it, None));
    let number = it.contact.phone.as_ref().map(|phone| format!("+{phone}"));
    view! {
        <Result n=n href=href asking=asking open=open>
            <Avatar id=it.contact.id.0 name=name.clone() />
            <span class="found-who"><bdi data-testid="found-name">{name.clone()}</bdi></span>
            <Time at=it.active_at />
            <span class="found-what">
                <bdi dir="ltr">{number.clone()}</bdi>
                {match it.status { Status::Open => None, Status::Snoozed => Some(" · snoozed"), Status::Closed => Some(" · closed") }}
            </span>
        </Result>
    }
}

#[component]
fn Said(n: usize, it: Hit, asking: Asking, open: RwSignal<bool>) -> impl IntoView {
    let href = href(&it.conversation, Some(&it));
    let (name, id) = (it.conversation.contact.name.clone(), it.conversation.contact.id.0);
    let ours = !matches!(it.author, Author::Contact);
    view! {
        <Result n=n href=href asking=asking open=open>
            <Avatar id=id name=name.clone() />
            <span class="found-who"><bdi>{name.clone()}</bdi></span>
            <Time at=it.at />
            <span class="found-what" data-testid="found-text">
                {it.note.map(|_| view! { <Icon kind=Kind::Lock /><span class="visually-hidden">"Note: "</span> })}
                {(ours && it.note.is_none()).then_some("You: ")}
                <bdi>{pieces(&it.snippet)}</bdi>
            </span>
        </Result>
    }
}

/// With what was found marked.
pub fn pieces(of: &[Piece]) -> impl IntoView + use<> {
    let piece = |piece: &Piece| {
        let text = piece.text.clone();
        if piece.found { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    of.iter().map(piece).collect_view()
}

#[component]
pub fn Result(
    n: usize,
    href: String,
    asking: Asking,
    open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let link = NodeRef::<html::A>::new();
    effect(move || {
        if asking.at.get() == n
            && let Some(link) = link.get()
        {
            page::into_sight(&link);
        }
    });
    view! {
        <a
            node_ref=link
            class="found"
            href=href
            id=format!("found-{n}")
            role="option"
            tabindex="-1"
            aria-selected=move || (asking.at.get() == n).to_string()
            data-testid="found"
            on:click=move |_| open.set(false)
        >
            {children()}
        </a>
    }
}

/// Where everything that was found is, in order.
pub fn hrefs(found: &Found) -> Vec<String> {
    let people = found.people.iter().map(|it| href(it, None));
    let known = found.known.iter().map(|it| href(&it.conversation, None));
    people
        .chain(known)
        .chain(found.messages.iter().map(|hit| href(&hit.conversation, Some(hit))))
        .collect()
}

/// Where it stands: a conversation in a list that has it, and perhaps a message in its thread.
pub fn href(it: &Conversation, hit: Option<&Hit>) -> String {
    let view = match it.status {
        Status::Open => View::All,
        Status::Snoozed => View::Snoozed,
        Status::Closed => View::Closed,
    };
    let message = hit.map(|hit| format!("?message={}", hit.message)).unwrap_or_default();
    format!("/inbox/{view}/{}{message}", it.id)
}
