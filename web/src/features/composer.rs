//! Where one answers. What stands in it is kept; only Enter or the button sends it.

use leptos::html;
use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};
use shared::message::TEXT_MAX;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement, KeyboardEvent};

use crate::attachments::{Attachments, Stage};
use crate::clock::{self, Style};
use crate::features::attach::{self, AttachButton, Tray};
use crate::features::bubble::{QuoteStrip, quote};
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// From here on it says how much may still be written, in characters.
const COUNT_FROM: usize = 3_500;
/// Its id in the page.
const ID: &str = "composer";

/// Puts the cursor into it, if there is one.
pub fn focus() {
    let found = document().get_element_by_id(ID).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(composer) = found {
        // Only an element that is gone can't be focused.
        let _ = composer.focus();
    }
}

/// Where one answers; why one can't, when one can't.
#[component]
pub fn Composer(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    divider: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let until = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.window_until)));
    let open = memo(move || until.get().is_some_and(|until| it.time.now() < until));
    let over = RwSignal::new(false);
    let dropping = Owner::current();
    view! {
        <footer
            class="composer-frame"
            class:dropping=move || over.get() && open.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                over.set(false);
                if let Some(owner) = &dropping {
                    owner.with(|| attach::dropped(id, &event));
                }
            }
        >
            {move || {
                if open.get() {
                    view! { <Writing id=id divider=divider /> }.into_any()
                } else {
                    view! { <WindowClosed conversation=conversation /> }.into_any()
                }
            }}
        </footer>
    }
}

#[component]
fn Writing(id: ConversationId, divider: RwSignal<Option<MessageId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let area = NodeRef::<html::Textarea>::new();
    let text = memo(move || it.drafts().get(id).text);
    let length = memo(move || text.with(|it| it.trim().chars().count()));
    let files: Attachments = expect_context();
    let all_here =
        move || files.of(id).iter().all(|file| matches!(file.stage.get(), Stage::Ready(_)));
    let something = move || length.get() > 0 || !files.of(id).is_empty();
    let ready = move || something() && length.get() <= TEXT_MAX && all_here();
    let send = move || {
        if untrack(ready) {
            it.sender.say_files(id, files.take_ready(id));
            it.sender.say(id);
            divider.set(None);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        // While letters are put together from parts, Enter belongs to that.
        let plain = !event.shift_key() && !event.is_composing() && event.key_code() != COMPOSING;
        if event.key() == "Enter" && plain {
            event.prevent_default();
            send();
        }
    };
    let pasting = Owner::current();
    effect(move || {
        text.track();
        if let Some(area) = area.get() {
            fit(&area);
        }
    });
    view! {
        <ReplyTo id=id />
        <Tray to=id />
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                send();
                focus();
            }
        >
            <AttachButton to=id />
            <textarea
                node_ref=area
                id=ID
                data-testid="composer"
                rows="1"
                dir="auto"
                aria-label="Message"
                aria-keyshortcuts=it.keys.aria("reply")
                placeholder="Write a message"
                prop:value=text
                on:input:target=move |event| {
                    it.drafts().update(id, |draft| draft.text = event.target().value());
                }
                on:keydown=on_key
                on:paste=move |event| {
                    if let Some(owner) = &pasting && owner.with(|| attach::pasted(id, &event)) {
                        event.prevent_default();
                    }
                }
            ></textarea>
            <Count length=length />
            <button
                class="icon-button send"
                data-testid="send"
                title="Send (Enter)"
                aria-label="Send"
                disabled=move || !ready()
            >
                <Icon kind=Kind::Send />
            </button>
        </form>
    }
}

/// What browsers say of a key that is part of putting letters together (UI Events, `keyCode` 229).
const COMPOSING: u32 = 229;

#[component]
fn Count(length: Memo<usize>) -> impl IntoView {
    let shown = move || length.get() > COUNT_FROM;
    view! {
        <span class="counter" class:over=move || length.get().gt(&TEXT_MAX) hidden=move || !shown()>
            {move || shown().then(|| format!("{} / {TEXT_MAX}", length.get()))}
        </span>
    }
}

#[component]
fn ReplyTo(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let to = memo(move || it.drafts().get(id).reply_to);
    let drop = move |_| {
        it.drafts().update(id, |draft| draft.reply_to = None);
        focus();
    };
    move || {
        let message = it.store.message(id, to.get()?)?;
        Some(view! {
            <div class="reply-to">
                <QuoteStrip quote=quote(&message) />
                <button class="icon-button small" title="Don't reply to it" aria-label="Don't reply to it" on:click=drop>
                    <Icon kind=Kind::Close />
                </button>
            </div>
        })
    }
}

#[component]
fn WindowClosed(conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let words = move || {
        conversation.with(|it| {
            let it = it.as_ref()?;
            let name = &it.contact.name;
            Some(match it.window_until {
                Some(until) => format!(
                    "WhatsApp lets us write freely for 24 hours after {name} last wrote. That ended on {}. You can answer as soon as {name} writes again.",
                    clock::write(until, Style::Moment)
                ),
                None => format!("{name} has not written yet, and WhatsApp lets us write freely only after that."),
            })
        })
    };
    view! {
        <div class="window-closed" data-testid="window-closed">
            <Icon kind=Kind::Clock />
            <p>{words}</p>
        </div>
    }
}

/// As high as what stands in it, where the style can't do that by itself.
fn fit(area: &HtmlTextAreaElement) {
    if !web_sys::css::supports("field-sizing: content").unwrap_or_default() {
        let style = HtmlElement::style(area);
        // Both names and values are good ones.
        let _ = style.set_property("block-size", "auto");
        let _ = style.set_property("block-size", &format!("{}px", area.scroll_height()));
    }
}
