//! Where one writes to the customer.

use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::message::TEXT_MAX;
use web_sys::KeyboardEvent;

use super::area::{Area, fit};
use super::modes::Modes;
use super::{Count, ID, focus, sends};
use crate::attachments::{Attachments, Stage};
use crate::features::attach::{self, AttachButton, Tray};
use crate::features::bubble::{QuoteStrip, quote};
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Where one writes to the customer.
#[component]
pub fn Writing(id: ConversationId, divider: RwSignal<Option<MessageId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let text = memo(move || it.drafts().get(id).text);
    let length = memo(move || text.with(|it| it.trim().chars().count()));
    let files: Attachments = expect_context();
    let all_here =
        move || files.of(id).iter().all(|file| matches!(file.stage.get(), Stage::Ready(_)));
    let something = move || length.get() > 0 || !files.of(id).is_empty();
    let ready = move || something() && length.get() <= TEXT_MAX && all_here();
    let area = Area::new(move |text| it.drafts().update(id, |draft| draft.text = text));
    let send = move || {
        if untrack(ready) {
            it.sender.say_files(id, files.take_ready(id));
            it.sender.say(id);
            divider.set(None);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if sends(&event) {
            event.prevent_default();
            send();
        }
    };
    let pasting = Owner::current();
    effect(move || {
        text.track();
        if let Some(area) = area.node.get() {
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
            <div class="composer-head">
                <Modes id=id noting=Memo::new(|_| false) />
            </div>
            <textarea
                node_ref=area.node
                id=ID
                data-testid="composer"
                rows="1"
                dir="auto"
                aria-label="Message"
                aria-keyshortcuts=it.keys.aria("reply")
                placeholder="Write a message"
                prop:value=text
                on:input:target=move |event| area.typed(event.target().value())
                on:keydown=on_key
                on:keyup=move |_| area.look()
                on:click=move |_| area.look()
                on:paste=move |event| {
                    if let Some(owner) = &pasting && owner.with(|| attach::pasted(id, &event)) {
                        event.prevent_default();
                    }
                }
            ></textarea>
            <div class="composer-tools">
                <AttachButton to=id />
                <span class="spring"></span>
                <Count length=length most=TEXT_MAX />
                <button
                    class="icon-button send"
                    data-testid="send"
                    title="Send (Enter)"
                    aria-label="Send"
                    disabled=move || !ready()
                >
                    <Icon kind=Kind::Send />
                </button>
            </div>
        </form>
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
