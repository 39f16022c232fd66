//! The window in which one writes to somebody first. It only opens the conversation: what WhatsApp lets us begin with is the
//! composer's business. Where there is a conversation already, that one is opened.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chat::{Begin, CHATS, Line};
use shared::command::Action;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, NumberId};
use shared::permission::Permission;
use shared::search::{Found, SEARCH};
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::may;
use crate::fetch::{Answer, Failure};
use crate::logic::recipient::recipient;
use crate::turns::Turns;
use crate::ui::avatar::Avatar;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem, Select};
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::effect;
use crate::watch::memo;
use crate::workspace::Workspace;

/// People are looked for when nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(150);
/// From so many characters on.
const ENOUGH: usize = 3;
/// So many are offered.
const PEOPLE: usize = 4;

/// The button that opens the window.
#[component]
pub fn NewChat() -> impl IntoView {
    let it: Workspace = expect_context();
    let open = RwSignal::new(false);
    let able = memo(move || it.store.may(Permission::Reply) && it.store.may(Permission::Phones));
    view! {
        <button class="icon-button" data-testid="new-chat" aria-label="New chat" disabled=move || !able.get()
            title=may::hint(it, "New chat", "new-chat")
            aria-keyshortcuts=it.keys.aria("new-chat") on:click=move |_| open.set(true)>
            <Icon kind=Kind::Plus />
        </button>
        <Dialog title="New chat" open=open>
            {inside(open)}
        </Dialog>
    }
}

/// Opens the window, as a click would.
pub fn open() {
    page::press("[data-testid=new-chat]");
}

part! {
    fn inside(open: RwSignal<bool>) in tools { view! { <Form open=open /> }.into_any() }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let numbers = it.store.numbers();
    let first = numbers.first().map(|it| it.id.to_string()).unwrap_or_default();
    let many = numbers.len() > 1;
    let (number, phone) = (RwSignal::new(first), RwSignal::new(String::new()));
    let name = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let (busy, set_busy) = signal(false);
    let known = RwSignal::new(Vec::<Conversation>::new());
    let turns = Turns::new();
    effect(move || {
        let text = phone.get();
        let meant = recipient(&text);
        if !meant.name.is_empty() && !meant.phone.is_empty() {
            // A row of a table was pasted.
            name.set(meant.name);
            phone.set(meant.phone);
        } else {
            look_for(it, turns, text, known);
        }
    });
    let navigate = StoredValue::new_local(use_navigate());
    let show = move |id: ConversationId| {
        open.set(false);
        navigate.with_value(|go| go(&format!("/inbox/all/{id}"), NavigateOptions::default()));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(number) = number.get_untracked().parse::<NumberId>() else { return };
        let (phone, name) = (phone.get_untracked(), name.get_untracked());
        set_busy.set(true);
        spawn_local(async move {
            let answer = begin(it, Begin { number, phone, name }).await;
            // The window may have been closed.
            if set_busy.try_set(false).is_none() {
                match answer {
                    Ok(id) => show(id),
                    Err(problem) => failure.set(Some(problem)),
                }
            }
        });
    };
    let options = numbers.iter().map(|it| (it.id.to_string(), it.name.clone())).collect::<Vec<_>>();
    view! {
        <form class="form new-chat" on:submit=submit novalidate>
            <Field label="Phone number" name="phone" testid="new-chat-phone" value=phone failure=failure first=true kind="tel"
                hint="With the country code, such as +49 151 2345678. A row of a table can be pasted, too." />
            <Show when=move || known.with(|it| !it.is_empty())>
                <ul class="new-chat-known" aria-label="Customers who are known already">
                    <For each=move || known.get() key=|it| it.id let:of>
                        <li><Known of=of show=show /></li>
                    </For>
                </ul>
            </Show>
            <Field label="Name" name="name" testid="new-chat-name" value=name failure=failure
                hint="What you call them; may stay empty." />
            {many.then(|| view! {
                <Select label="Write from" name="number" testid="new-chat-number" options=Signal::stored(options) value=number />
            })}
            <p class="quiet">"WhatsApp lets us begin with a template: you choose it next. Nothing is sent before you do."</p>
            <FormProblem failure=failure fields=&["phone", "name"] />
            <div class="buttons">
                <button class="button primary" data-testid="new-chat-begin" aria-busy=move || busy.get().to_string()
                    disabled=move || busy.get() || phone.with(|it| it.trim().is_empty())>"Go on"</button>
            </div>
        </form>
    }
}

/// A customer with whom there is a conversation.
#[component]
fn Known(
    of: Conversation,
    show: impl Fn(ConversationId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let number = of.contact.phone.as_ref().map(|it| format!("+{it}"));
    let name = of.contact.name.clone();
    view! {
        <button type="button" class="new-chat-person" data-testid="new-chat-known" on:click=move |_| show(of.id)>
            <Avatar id=of.contact.id.0 name=name.clone() />
            <bdi>{name}</bdi>
            <span class="quiet">"Open"</span>
            <span class="quiet new-chat-line">{number}</span>
        </button>
    }
}

/// The conversation there is, else a new one.
async fn begin(it: Workspace, wanted: Begin) -> Answer<ConversationId> {
    let phone = js_sys::encode_uri_component(wanted.phone.trim());
    let path = format!("{CHATS}?number={}&phone={phone}", wanted.number);
    let line: Line = it.session().get(path).await?;
    if let Some(id) = line.conversation {
        return Ok(id);
    }
    let id = ConversationId::new(clock::now());
    it.sender.ask(Action::Begin(id, wanted)).await.map(|_| id)
}

/// Offers who is known by what is typed, once nobody types any more.
fn look_for(it: Workspace, turns: Turns, text: String, known: RwSignal<Vec<Conversation>>) {
    let current = turns.begin();
    if text.trim().chars().count() < ENOUGH {
        return known.set(vec![]);
    }
    spawn_local(async move {
        gloo_timers::future::sleep(PAUSE).await;
        if !current() {
            return;
        }
        let query = js_sys::encode_uri_component(text.trim());
        // It only helps: without it, one can go on all the same.
        let found = it.session().get::<Found>(format!("{SEARCH}?q={query}")).await;
        if current() {
            let people = found.map(|it| it.people).unwrap_or_default();
            known.set(people.into_iter().take(PEOPLE).collect());
        }
    });
}
