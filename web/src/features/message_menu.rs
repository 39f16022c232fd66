//! What can be done with one message: by the button beside it, the right button, a long touch, or keys. There is one menu in
//! a thread, which is about the message it was asked for.

use gloo_timers::callback::Timeout;
use leptos::html;
use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::message::Message;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, MouseEvent, TouchEvent};

use crate::features::composer;
use crate::features::emoji::EmojiWindow;
use crate::features::reactions::{Emojis, react};
use crate::ui::context_menu::place;
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::{MenuItem, MenuPanel};
use crate::ui::page;
use crate::workspace::Workspace;

/// The button beside a message.
const BUTTON: &str = ".message-more";
/// After so long a touch is a long one, in milliseconds.
const LONG: u32 = 500;

/// Which message is handled in a thread, and how. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Handling {
    /// In whose thread.
    pub of: ConversationId,
    /// The message that the menu is about.
    pub message: RwSignal<Option<MessageId>>,
    /// Whether its details are shown.
    pub details: RwSignal<bool>,
    /// Whether it is being handed on.
    pub forward: RwSignal<bool>,
    /// Whether one of all emojis is being chosen for it.
    emojis: RwSignal<bool>,
    menu: NodeRef<html::Div>,
}

impl Handling {
    /// Of none yet.
    pub fn new(of: ConversationId) -> Self {
        let [details, forward, emojis] = [(); 3].map(|()| RwSignal::new(false));
        Self { of, message: RwSignal::new(None), details, forward, emojis, menu: NodeRef::new() }
    }

    /// Opens the menu of a message at a place of the window.
    fn open(self, id: MessageId, (x, y): (i32, i32)) {
        self.message.set(Some(id));
        // By then the menu is about this message, and has its size.
        request_animation_frame(move || {
            if let Some(menu) = self.menu.try_get_untracked().flatten() {
                // A menu that is open elsewhere begins anew here.
                let _ = menu.hide_popover();
                // It is in the page and not open: nothing else could be wrong.
                let _ = menu.show_popover();
                place(&menu, x, y);
            }
        });
    }
}

/// The button of the message that has the focus, or of the latest.
fn button_at_hand() -> Option<Element> {
    let focused = document().active_element().and_then(|it| it.closest("li.said").ok().flatten());
    let button = focused.and_then(|it| it.query_selector(BUTTON).ok().flatten());
    let latest = || {
        let all = document().query_selector_all(BUTTON).ok()?;
        all.item(all.length().checked_sub(1)?)?.dyn_into::<Element>().ok()
    };
    button.or_else(latest)
}

/// The message that has the focus, or the latest.
pub fn at_hand() -> Option<MessageId> {
    let line = button_at_hand()?.closest("li.said").ok()??;
    let bubble = line.query_selector("[data-testid=bubble]").ok()??;
    bubble.get_attribute("data-id")?.parse().ok()
}

/// Opens the menu of the message that has the focus, or of the latest.
pub fn open() {
    if let Some(button) = button_at_hand().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        page::into_sight(&button);
        // Only an element that is gone can't have the focus.
        let _ = button.focus();
        button.click();
    }
}

/// The button beside a message.
#[component]
pub fn MoreButton(id: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let handling: Handling = expect_context();
    let press = move |event: MouseEvent| {
        let button = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        if let Some(box_) = button.map(|it| it.get_bounding_client_rect()) {
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a window")]
            handling.open(id, (box_.left() as i32, box_.bottom() as i32 + 2));
        }
    };
    view! {
        <button
            class="icon-button small reply-action message-more"
            data-testid="message-more"
            title=it.keys.hint("More", "message-menu")
            aria-label="More about this message"
            aria-haspopup="menu"
            on:click=press
        >
            <Icon kind=Kind::More />
        </button>
    }
}

/// Opens the menu for the right button, unless somebody aims at a link or has selected words: those have the browser's.
pub fn on_menu(handling: Handling) -> impl Fn(MouseEvent) + Copy + 'static {
    move |event| {
        let selected = window().get_selection().ok().flatten();
        if selected.is_some_and(|it| !it.is_collapsed()) {
            return;
        }
        if let Some(id) = message_of(&event) {
            event.prevent_default();
            handling.open(id, (event.client_x(), event.client_y()));
        }
    }
}

/// A touch that may become a long one. A copy is the same one.
#[derive(Clone, Copy)]
pub struct LongTouch {
    handling: Handling,
    waiting: StoredValue<Option<Timeout>, LocalStorage>,
}

impl LongTouch {
    /// None yet.
    pub fn new(handling: Handling) -> Self {
        Self { handling, waiting: StoredValue::new_local(None) }
    }

    /// It begins.
    pub fn begin(self, event: &TouchEvent) {
        self.end();
        let Some(id) = message_of(event) else { return };
        let Some(touch) = event.touches().item(0).filter(|_| event.touches().length() == 1) else {
            return;
        };
        let at = (touch.client_x(), touch.client_y());
        let open = Timeout::new(LONG, move || self.handling.open(id, at));
        self.waiting.set_value(Some(open));
    }

    /// It moves, or is over.
    pub fn end(self) {
        // What is dropped does not happen.
        self.waiting.try_update_value(Option::take);
    }
}

fn message_of(event: &Event) -> Option<MessageId> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    if target.closest("a[href], video, audio").ok()?.is_some() {
        return None;
    }
    let line = target.closest("li.said").ok()??;
    line.query_selector(BUTTON).ok()??;
    let bubble = line.query_selector("[data-testid=bubble]").ok()??;
    bubble.get_attribute("data-id")?.parse().ok()
}

/// The menu itself.
#[component]
pub fn MessageMenu(handling: Handling) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, open) = (handling.of, RwSignal::new(false));
    let found = move || handling.message.get().and_then(|id| it.store.message(of, id));
    let choose = move |emoji: &'static str| {
        if let Some(id) = handling.message.get_untracked() {
            react(it, of, id, Some(emoji.to_owned()));
        }
    };
    view! {
        <MenuPanel id="message-menu" label="About this message" open=open node=handling.menu class="menu at-pointer message-menu">
            {move || found().map(|message| view! { <Items handling=handling message=message /> })}
        </MenuPanel>
        <EmojiWindow open=handling.emojis on_choose=Callback::new(choose) />
    }
}

#[component]
fn Items(handling: Handling, message: Message) -> impl IntoView {
    let it: Workspace = expect_context();
    let (of, id) = (handling.of, message.id);
    let reply = move |()| {
        it.drafts().update(of, |draft| draft.reply_to = Some(id));
        composer::switch(it, of, false);
    };
    let text = message.content.plain();
    let link = page::address(&format!("/inbox/all/{of}?message={id}"));
    view! {
        <Emojis message=message on_more=move || handling.emojis.set(true) />
        <MenuItem on_choose=reply icon=Kind::Reply testid="message-reply">"Reply"</MenuItem>
        <MenuItem on_choose=move |()| it.asides.show(of, id) icon=Kind::People keys=it.keys.shown("discuss") testid="message-discuss">"Discuss"</MenuItem>
        <MenuItem on_choose=move |()| handling.forward.set(true) icon=Kind::Forward testid="message-forward">"Forward…"</MenuItem>
        <MenuItem on_choose=move |()| it.toasts().copy(text.clone()) icon=Kind::Copy testid="message-copy">"Copy text"</MenuItem>
        <MenuItem on_choose=move |()| it.toasts().copy(link.clone()) icon=Kind::Link testid="message-link">"Copy link"</MenuItem>
        <MenuItem on_choose=move |()| handling.details.set(true) icon=Kind::Info testid="message-details">"Details…"</MenuItem>
    }
}
