//! Hands a message on: to another customer as it is, or to a colleague in a note that links to it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::conversation::Conversation;
use shared::ids::{AgentId, ConversationId, MessageId, NoteId};
use shared::message::{self, Message};
use shared::note::{self, Audience, Piece, Who};
use shared::search::{Found, QUERY_MAX, SEARCH};
use shared::view::View;

use crate::clock;
use crate::features::message_menu::Handling;
use crate::turns::Turns;
use crate::ui::dialog::Dialog;
use crate::ui::field::TextArea;
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// So many are offered at once.
const OFFERED: usize = 6;
/// How long to wait for the next letter, in milliseconds.
const PAUSE: u32 = 120;

/// To whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Customer(ConversationId),
    Colleague(AgentId),
}

/// The window.
#[component]
pub fn ForwardWindow(handling: Handling) -> impl IntoView {
    let it: Workspace = expect_context();
    let message = move || {
        let id = handling.message.get_untracked()?;
        it.store.message(handling.of, id)
    };
    view! {
        <Dialog title="Forward" open=handling.forward>
            {move || message().map(|message| view! { <Form message=message open=handling.forward /> })}
        </Dialog>
    }
}

#[component]
fn Form(message: Message, open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, id) = (message.conversation, message.id);
    let obstacle = message.content.forwarded().err();
    let (query, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (to, problem) = (RwSignal::new(None::<To>), RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let customers = customers(it, of, query);
    let colleagues = move || colleagues(it, &query.get());
    let able = obstacle.is_none();
    let face = StoredValue::new(message.content.preview());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(to) = to.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        problem.set(None);
        let action = action(to, (of, id), &face.get_value(), &words.get_untracked());
        let done = format!("Forwarded to {}.", name(it, to));
        spawn_local(async move {
            let answer = it.sender.ask(action).await;
            // The window may have been closed meanwhile.
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    it.toasts().note(done);
                    let _ = open.try_set(false);
                }
                Err(failure) => drop(problem.try_set(Some(failure.words()))),
            }
        });
    };
    view! {
        <form class="form forward" data-testid="forward" on:submit=submit>
            <blockquote class="quote"><span class="quote-words" dir="auto">{face.get_value()}</span></blockquote>
            <Search query=query />
            {obstacle.map(|words| view! { <p class="quiet" data-testid="forward-obstacle">{words}</p> })}
            <Show when=move || able>
                <Choices legend="Customers" to=to each=Signal::derive(move || customers.get()) />
            </Show>
            <Choices legend="Colleagues, as a note in this conversation" to=to each=Signal::derive(colleagues) />
            <Show when=move || matches!(to.get(), Some(To::Colleague(_)))>
                <TextArea label="A few words with it" name="forward-words" value=words testid="forward-words" />
            </Show>
            <p role="alert" class="problem">{move || problem.get()}</p>
            <button class="button primary" data-testid="forward-submit" disabled=move || to.get().is_none()
                aria-busy=move || busy.get().to_string()>
                {move || to.get().map_or_else(|| "Forward".to_owned(), |to| format!("Forward to {}", name(it, to)))}
            </button>
        </form>
    }
}

#[component]
fn Search(query: RwSignal<String>) -> impl IntoView {
    let input = NodeRef::new();
    page::focus_once_there(input);
    view! {
        <label class="field">
            <span class="label">"To whom?"</span>
            <input
                node_ref=input
                data-testid="forward-search"
                autocomplete="off"
                placeholder="Name or number"
                maxlength=QUERY_MAX.to_string()
                prop:value=query
                on:input:target=move |event| query.set(event.target().value())
            />
        </label>
    }
}

/// One to choose, and why it can't be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    to: To,
    name: String,
    about: String,
    able: bool,
}

#[component]
fn Choices(
    legend: &'static str,
    to: RwSignal<Option<To>>,
    each: Signal<Vec<Offer>>,
) -> impl IntoView {
    let one = move |offer: Offer| {
        let this = offer.to;
        view! {
            <label class="choice" data-testid="forward-to">
                <input
                    type="radio"
                    name="forward-to"
                    disabled=!offer.able
                    prop:checked=move || to.get() == Some(this)
                    on:change=move |_| to.set(Some(this))
                />
                <span><bdi>{offer.name}</bdi><small>{offer.about}</small></span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {move || each.get().into_iter().map(one).collect_view()}
            <Show when=move || each.with(Vec::is_empty)><p class="quiet">"Nobody of this name."</p></Show>
        </fieldset>
    }
}

/// The latest, or who is called like that.
fn customers(it: Workspace, of: ConversationId, query: RwSignal<String>) -> Memo<Vec<Offer>> {
    let (found, turns) = (RwSignal::new(Vec::<Conversation>::new()), Turns::new());
    effect(move || {
        let (asked, current) = (query.get(), turns.begin());
        if asked.trim().is_empty() {
            return found.set(latest(it));
        }
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PAUSE).await;
            if !current() {
                return;
            }
            let query = js_sys::encode_uri_component(asked.trim());
            let answer = it.session().get::<Found>(format!("{SEARCH}?q={query}")).await;
            if let Some(answer) = answer.ok().filter(|_| current()) {
                found.set(answer.people);
            }
        });
    });
    memo(move || {
        let offer = |chat: &Conversation| {
            let able = chat.window_open(clock::now());
            let phone = chat.contact.phone.as_ref().map(|it| format!("+{it}")).unwrap_or_default();
            let closed = "Has not written for a day: only a template reaches them.";
            let about = if able { phone } else { closed.to_owned() };
            Offer { to: To::Customer(chat.id), name: chat.contact.name.clone(), about, able }
        };
        found.with(|it| it.iter().filter(|it| it.id != of).take(OFFERED).map(offer).collect())
    })
}

fn latest(it: Workspace) -> Vec<Conversation> {
    it.store.peek(|it| {
        let ids = it.list(&View::All).into_iter().flat_map(|it| it.ids().take(OFFERED + 1));
        ids.filter_map(|id| it.conversation(id).cloned()).collect()
    })
}

fn colleagues(it: Workspace, query: &str) -> Vec<Offer> {
    let (me, query) = (it.me(), query.trim().to_lowercase());
    let fits = |name: &str| name.to_lowercase().contains(&query);
    let all = it.store.agents().into_iter().filter(|it| it.active && it.joined && it.id != me);
    let offer = |it: shared::agent::Agent| Offer {
        to: To::Colleague(it.id),
        name: it.name,
        about: String::new(),
        able: true,
    };
    all.filter(|it| fits(&it.name)).take(OFFERED).map(offer).collect()
}

fn action(to: To, (of, id): (ConversationId, MessageId), preview: &str, words: &str) -> Action {
    let now = clock::now();
    match to {
        To::Customer(chat) => {
            let new = MessageId::new(now);
            Action::Message(chat, message::Action::Forward { id: new, of, message: id })
        }
        To::Colleague(who) => {
            let link = page::address(&format!("/inbox/all/{of}?message={id}"));
            let words = words.trim();
            let words = if words.is_empty() { String::new() } else { format!(" {words}") };
            let text = format!("{words}\n“{preview}”\n{link}");
            let pieces = vec![Piece::Mention(Who::Agent(who)), Piece::Text(text)];
            let audience = Audience::Everyone;
            Action::Note(
                of,
                note::Action::Add { id: NoteId::new(now), pieces, files: vec![], audience },
            )
        }
    }
}

fn name(it: Workspace, to: To) -> String {
    match to {
        To::Customer(id) => it
            .store
            .peek(|it| Some(it.conversation(id)?.contact.name.clone()))
            .unwrap_or_else(|| "the customer".to_owned()),
        To::Colleague(id) => it.store.name_of(id),
    }
}
