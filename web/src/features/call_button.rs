//! Calling a customer: whether WhatsApp lets us just now, asking them where it does not, and why not where neither can be.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::call::{CALLING, Calling, Consent, Quota};
use shared::command;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};
use shared::message::interactive::Ask;
use shared::message::{self, Interactive};
use shared::permission::Permission;
use shared::reads::CONVERSATIONS;

use crate::call::Wish;
use crate::clock;
use crate::features::asking::Asking;
use crate::features::calls::ring::busy;
use crate::features::may;
use crate::fetch::Answer;
use crate::later;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::ui::panel_button::PanelButton;
use crate::workspace::Workspace;

const PANEL: &str = "call-panel";
/// What a customer is asked.
const ASK: &str = "May we call you on WhatsApp about your request?";

/// Opens it, as a press would.
pub fn open() {
    page::press("[data-testid=call-customer]");
}

/// Calls a customer at once, if WhatsApp allows it just now; otherwise opens what says why not, and what can be done.
pub fn call(it: Workspace, id: ConversationId) {
    let here = it.store.peek(|state| {
        state.conversation(id).is_some_and(|of| untrack(|| refused(it, of)).is_none())
    });
    if !here {
        return open();
    }
    spawn_local(async move {
        let said = it.session().get::<Calling>(format!("{CONVERSATIONS}/{id}/{CALLING}")).await;
        if said.is_ok_and(|it| it.may_call) {
            it.calls.wish.set(Some(Wish::Dial { conversation: id }));
        } else {
            open();
        }
    });
}

/// Why a customer can't be called, as far as one knows without asking WhatsApp.
pub fn refused(it: Workspace, of: &Conversation) -> Option<&'static str> {
    if busy(it) {
        Some("You are in a call already.")
    } else if of.call.is_some() {
        Some("There is a call with this customer already.")
    } else if of.deleted.is_some() {
        Some("The conversation is deleted.")
    } else {
        None
    }
}

/// The button, and below it what can be done.
#[component]
pub fn CallButton(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let (panel, open) = (NodeRef::<html::Div>::new(), RwSignal::new(false));
    let said = RwSignal::new(None::<Answer<Calling>>);
    let look = move || {
        said.set(None);
        spawn_local(async move {
            let answer = it.session().get(format!("{CONVERSATIONS}/{id}/{CALLING}")).await;
            // The thread may have been left.
            let _ = said.try_set(Some(answer));
        });
    };
    let on_toggle = move |_| {
        let Some(panel) = panel.get_untracked() else { return };
        open.set(panel.matches(":popover-open").unwrap_or_default());
        if open.get_untracked() && untrack(|| it.store.may(Permission::Reply)) {
            look();
        }
    };
    let face = ViewFn::from(|| view! { <Icon kind=Kind::Phone /> });
    let content = move || {
        if !it.store.may(Permission::Reply) {
            return view! { <p>{may::REFUSED}</p> }.into_any();
        }
        if let Some(why) = conversation.with(|of| of.as_ref().and_then(|of| refused(it, of))) {
            return view! { <p data-testid="call-refused">{why}</p> }.into_any();
        }
        match said.get() {
            None => view! { <p role="status">"Asking WhatsApp…"</p> }.into_any(),
            Some(Err(failure)) => view! { <p role="alert">{failure.words()}</p> }.into_any(),
            Some(Ok(calling)) => {
                view! { <Panel id=id conversation=conversation calling=calling /> }.into_any()
            }
        }
    };
    view! {
        <span class="menu-anchor">
            <PanelButton id=PANEL opens="dialog" label=may::hint(it, "Call", "call") face=face testid="call-customer" class="icon-button" open=open />
            <div node_ref=panel id=PANEL class="popover call-panel" popover="auto" role="dialog" aria-label="Call" on:toggle=on_toggle>
                {move || open.get().then(content)}
            </div>
        </span>
    }
}

#[component]
fn Panel(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    calling: Calling,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let words = allowed(&calling);
    if calling.may_call {
        let dial = move |_| {
            page::hide_popover(PANEL);
            it.calls.wish.set(Some(Wish::Dial { conversation: id }));
        };
        let panel = view! {
            <p>{words}</p>
            <button type="button" class="button primary" data-testid="call-dial" on:click=dial>
                <Icon kind=Kind::Phone />
                "Call"
            </button>
            <Left of=calling.calls what="call" />
        };
        return panel.into_any();
    }
    if calling.consent != Consent::None {
        let again = again(&calling.calls);
        return view! {
            <p>{words}</p>
            <p>"WhatsApp allows no more calls just now." {again}</p>
        }
        .into_any();
    }
    let writes = conversation
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.window_open(clock::now())));
    let again = again(&calling.asks);
    let may_ask = calling.may_ask && writes;
    let why = match (calling.may_ask, writes) {
        (true, true) => None,
        (true, false) => Some(
            "They can be asked once they have written: more than 24 hours have passed since."
                .to_owned(),
        ),
        (false, _) => Some(format!(
            "They have been asked as often as WhatsApp allows.{}",
            again.unwrap_or_default()
        )),
    };
    view! {
        <p>{words}</p>
        {why.map(|why| view! { <p data-testid="call-why">{why}</p> })}
        {may_ask.then(|| view! { <AskThem id=id asks=calling.asks /> })}
    }
    .into_any()
}

#[component]
fn AskThem(id: ConversationId, asks: Vec<Quota>) -> impl IntoView {
    let it: Workspace = expect_context();
    let asking = Asking::default();
    let ask = move |_| {
        if asking.busy.get_untracked() {
            return;
        }
        let interactive =
            Interactive { body: ASK.to_owned(), ask: Ask::Call, ..Interactive::default() };
        let (message, reply_to) = (MessageId::new(clock::now()), None);
        let send = message::Action::SendInteractive { id: message, interactive, reply_to };
        asking.ask(it, command::Action::Message(id, send), || page::hide_popover(PANEL));
    };
    view! {
        <button type="button" class="button primary" data-testid="call-ask" aria-busy=move || asking.busy.get().to_string() on:click=ask>
            "Ask for permission"
        </button>
        <p class="quiet">"They get: “" {ASK} "”"</p>
        {move || asking.failure.get().map(|it| view! { <p role="alert">{it.words()}</p> })}
        <Left of=asks what="ask" />
    }
}

/// How often it may still be done.
#[component]
fn Left(of: Vec<Quota>, what: &'static str) -> impl IntoView {
    let words = of.iter().map(|it| {
        let within = match it.within.0 / 3_600_000 {
            ..=24 => "24 hours".to_owned(),
            hours => format!("{} days", hours / 24),
        };
        format!("{} of {} in {within}", it.left(), it.most)
    });
    let words = words.collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then(|| {
        view! { <p class="quiet" data-testid="call-left">{format!("You can still {what}: {words}.")}</p> }
    })
}

/// What the customer said to being called.
fn allowed(calling: &Calling) -> String {
    match calling.consent {
        Consent::None => "This customer has not allowed calls.".to_owned(),
        Consent::Always => "This customer allows calls.".to_owned(),
        Consent::Until(until) => {
            format!("This customer allows calls until {}.", later::words(clock::now(), until))
        }
    }
}

/// When there is room again.
fn again(quotas: &[Quota]) -> Option<String> {
    let at = quotas.iter().filter(|it| it.left() == 0).filter_map(|it| it.again).max()?;
    Some(format!(" Again from {}.", later::words(clock::now(), at)))
}
