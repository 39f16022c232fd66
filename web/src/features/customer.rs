//! The customer, beside the thread: what colleagues know of them, and what else they had with us. It asks again whenever
//! something of the conversation changes, so that everyone sees the same; it never covers what is being written where
//! there is room beside it.

pub mod attributes;
pub mod block;
pub mod consent;
pub mod handed;
pub mod history;
pub mod line;
pub mod same;
pub mod source;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::attribute::Of;
use shared::command::Action;
use shared::contact::{self, Card, Field};
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::reads::CONVERSATIONS;
use web_sys::KeyboardEvent;

use crate::features::customer::attributes::AttributeLines;
use crate::features::customer::block::BlockPart;
use crate::features::customer::consent::ConsentPart;
use crate::features::customer::handed::HandedPart;
use crate::features::customer::history::History;
use crate::features::customer::line::{Kind as Typed, Line};
use crate::features::customer::same::SamePart;
use crate::features::customer::source::CameFrom;
use crate::features::labels::{self, LabelChips};
use crate::fetch::Failure;
use crate::turns::Turns;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::ui::notice::Skeletons;
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Where it is kept whether the panel is open.
const KEPT: &str = "onevoice.customer";
/// The panel's button, for the key that opens it.
const BUTTON: &str = "[data-testid=customer]";
/// What it is opened with; of these the narrowest screens show the menu alone.
const OPENERS: &str = "[data-testid=customer], [data-testid=more-menu]";

/// Whether the panel is open, in this browser.
#[derive(Clone, Copy)]
pub struct CustomerPanel(RwSignal<bool>);

impl CustomerPanel {
    /// As it was left. Where it would cover the thread it is not open from the start.
    pub fn kept() -> Self {
        let open = page::kept(KEPT).as_deref() == Some("open");
        Self(RwSignal::new(open && page::very_wide()))
    }

    fn set(self, open: bool) {
        self.0.set(open);
        page::keep(KEPT, if open { "open" } else { "closed" });
    }
}

/// Opens or closes the panel, as a click would.
pub fn flip() {
    page::press(BUTTON);
}

/// Opens and closes the panel.
#[component]
pub fn CustomerButton() -> impl IntoView {
    let (panel, it): (CustomerPanel, Workspace) = (expect_context(), expect_context());
    view! {
        <button class="icon-button roomy" data-testid="customer" aria-label="Customer" title=it.keys.hint("Customer", "customer")
            aria-keyshortcuts=it.keys.aria("customer") aria-expanded=move || panel.0.get().to_string()
            on:click=move |_| panel.set(it.asides.close() || !panel.0.get_untracked())>
            <Icon kind=Kind::Person />
        </button>
    }
}

/// The panel of a conversation, when it is open.
#[component]
pub fn Customer(id: ConversationId) -> impl IntoView {
    let panel: CustomerPanel = expect_context();
    let close = move || {
        let covers = !page::very_wide();
        panel.set(false);
        if covers {
            page::focus(OPENERS);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            close();
        }
    };
    let first = NodeRef::<html::Button>::new();
    effect(move || {
        // What covers the button that opened it takes the focus.
        if let Some(button) = first.get().filter(|_| !page::very_wide()) {
            // Only an element that is gone can't be focused.
            let _ = button.focus();
        }
    });
    view! {
        <Show when=move || panel.0.get()>
            <div class="customer-shade" on:click=move |_| close()></div>
            <aside class="customer" data-testid="customer-panel" aria-label="Customer" on:keydown=on_key>
                <header>
                    <h2>"Customer"</h2>
                    <button node_ref=first class="icon-button" title="Close" aria-label="Close the customer’s panel" on:click=move |_| close()>
                        <Icon kind=Kind::Close />
                    </button>
                </header>
                <Known id=id />
            </aside>
        </Show>
    }
}

#[component]
fn Known(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let conversation = it.store.conversation(id);
    let version = memo(move || conversation.with(|it| it.as_ref().map(|it| it.version)));
    let card = RwSignal::new(None::<Card>);
    let failure = RwSignal::new(None::<Failure>);
    let turns = Turns::new();
    effect(move || {
        let _ = version.get();
        let current = turns.begin();
        spawn_local(async move {
            let answer = it.session().get::<Card>(format!("{CONVERSATIONS}/{id}/contact")).await;
            // The panel may have been closed, or a later question be on its way.
            if current() {
                failure.set(answer.as_ref().err().cloned());
                if let Ok(now) = answer {
                    card.set(Some(now));
                }
            }
        });
    });
    let there = memo(move || card.with(Option::is_some));
    let known = memo(move || card.with(|it| it.as_ref().map(|it| it.contact.clone())));
    let details =
        memo(move || card.with(|it| it.as_ref().map(|it| it.details.clone()).unwrap_or_default()));
    let history =
        memo(move || card.with(|it| it.as_ref().map(|it| it.history.clone()).unwrap_or_default()));
    let on = memo(move || {
        conversation.with(|it| it.as_ref().map(|it| it.labels.clone()).unwrap_or_default())
    });
    let identities = memo(move || {
        card.with(|it| it.as_ref().map(|it| it.identities.clone()).unwrap_or_default())
    });
    let of_conversation = memo(move || {
        conversation.with(|it| it.as_ref().map(|it| it.attributes.clone()).unwrap_or_default())
    });
    let of_contact = memo(move || {
        let values = |it: &Conversation| it.contact.about.attributes.clone();
        conversation.with(|it| it.as_ref().map(values).unwrap_or_default())
    });
    view! {
        {move || failure.get().map(|why| view! { <p class="form-problem" role="alert">{why.words()}</p> })}
        <Show when=move || there.get() fallback=|| view! { <Skeletons lines=6 /> }>
            <Who known=known profile=memo(move || details.with(|it| it.profile.clone())) />
            <div class="customer-lines">
                {Field::ALL.map(|field| view! { <FieldLine id=id field=field known=known details=details /> })}
                <AttributeLines id=id of=Of::Contact values=of_contact />
            </div>
            <section class="customer-part" aria-labelledby="customer-here">
                <header><h3 id="customer-here">"This conversation"</h3></header>
                <div class="customer-lines">
                    <AttributeLines id=id of=Of::Conversation values=of_conversation />
                    <div class="customer-line">
                        <span class="customer-term">"Labels"</span>
                        <p class="customer-chips">
                            <LabelChips labels=on room=20 />
                            <button class="link" data-testid="customer-label" on:click=move |_| labels::open_menu()>"Change"</button>
                        </p>
                    </div>
                </div>
            </section>
            <CameFrom conversation=conversation />
            <ConsentPart id=id conversation=conversation />
            <History id=id history=history />
            <SamePart id=id known=known identities=identities />
            <HandedPart id=id conversation=conversation />
            <BlockPart id=id conversation=conversation />
        </Show>
    }
}

/// As WhatsApp knows them.
#[component]
fn Who(known: Memo<Option<contact::Contact>>, profile: Memo<Option<String>>) -> impl IntoView {
    let name =
        memo(move || known.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let phone = move || known.with(|it| it.as_ref()?.phone.as_ref().map(|it| format!("+{it}")));
    let user = move || known.with(|it| it.as_ref()?.username.as_ref().map(|it| format!("@{it}")));
    let id = known.with_untracked(|it| it.as_ref().map(|it| it.id.0));
    view! {
        <div class="customer-who">
            {id.map(|id| view! { <Avatar id=id name=name /> })}
            <div>
                <p class="customer-called" dir="auto">{name}</p>
                <p class="small-label"><bdi dir="ltr">{phone}" "{user}</bdi></p>
                {move || profile.get().map(|profile| view! {
                    <p class="small-label">"On WhatsApp: "<bdi data-testid="customer-profile">{profile}</bdi></p>
                })}
            </div>
        </div>
    }
}

/// A field, to be changed in place.
#[component]
fn FieldLine(
    id: ConversationId,
    field: Field,
    known: Memo<Option<contact::Contact>>,
    details: Memo<contact::Details>,
) -> impl IntoView {
    let (label, kind, hint) = match field {
        Field::Name => ("Name", Typed::Text, "What they call themselves"),
        Field::Email => ("Email", Typed::Email, "Add"),
        Field::Company => ("Company", Typed::Text, "Add"),
        Field::Language => ("Language", Typed::Text, "Add"),
        Field::Notes => ("Notes", Typed::Lines, "Add"),
    };
    let value = memo(move || match field {
        Field::Name => known.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()),
        Field::Email => details.with(|it| it.email.clone()),
        Field::Company => details.with(|it| it.company.clone()),
        Field::Language => details.with(|it| it.language.clone()),
        Field::Notes => details.with(|it| it.notes.clone()),
    });
    let wish = move |text: String| Ok(Action::Contact(id, contact::Action::Set { field, text }));
    view! { <Line label=label.to_owned() testid=format!("customer-{field}") kind=kind hint=hint value=value wish=wish /> }
}
