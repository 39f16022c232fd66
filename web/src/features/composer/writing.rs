//! Where one writes to the customer.

use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};
use shared::message::TEXT_MAX;
use shared::presence::Doing;
use shared::quick_reply::unfilled;
use web_sys::KeyboardEvent;

use super::area::{Area, fit};
use super::format::{self, FormatButtons, Preview};
use super::modes::Modes;
use super::quick::{QuickButton, Unfilled, replies};
use super::suggest::{LIST, SuggestList};
use super::turn::waits;
use super::{Count, ID, focus, sends};
use crate::attachments::{Attachments, Stage};
use crate::features::attach::{self, AttachButton, Tray};
use crate::features::bubble::{QuoteStrip, quote};
use crate::features::moves;
use crate::features::schedule::ScheduleButton;
use crate::features::templates::{TemplatesButton, WindowLeft};
use crate::features::together::field::Carets;
use crate::features::together::{self, TogetherButton};
use crate::logic::trigger::utf16;
use crate::together::Caret;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Where one writes to the customer.
#[component]
pub fn Writing(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    divider: RwSignal<Option<MessageId>>,
    carets: RwSignal<Vec<Caret>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let text = memo(move || it.drafts().get(id).text);
    let length = memo(move || text.with(|it| it.trim().chars().count()));
    let files: Attachments = expect_context();
    let all_here =
        move || files.of(id).iter().all(|file| matches!(file.stage.get(), Stage::Ready(_)));
    let something = move || length.get() > 0 || !files.of(id).is_empty();
    let gap = memo(move || text.with(|it| unfilled(it)));
    let fits = move || length.get() <= TEXT_MAX && gap.get().is_none();
    let ready = move || something() && fits() && all_here();
    let area = Area::new(move |text| it.drafts().update(id, |draft| draft.text = text));
    let send = move |close: bool| {
        if untrack(ready) {
            if waits(it, id) {
                return;
            }
            it.sender.say_files(id, files.take_ready(id));
            // Whoever goes on at once has left this component before it is said.
            let closing = conversation.get_untracked().filter(|_| close);
            it.sender.say_then(id, move || {
                if let Some(said_to) = closing {
                    moves::close(it, &said_to);
                }
            });
            divider.set(None);
            together::end(it, id);
            it.presence.rests(id);
        } else if let Some(gap) = gap.get_untracked() {
            select(area, &gap.mark());
        }
    };
    let replies = replies(id, area, text, conversation);
    let on_key = move |event: KeyboardEvent| {
        if replies.press(&event) {
            return;
        }
        if sends(&event) {
            event.prevent_default();
            send(event.ctrl_key() || event.meta_key());
        } else {
            format::press(area, &event);
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
        <Tray all=files to=id />
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                send(false);
                focus();
            }
        >
            <SuggestList of=replies.list label="Quick replies" on_take=move |n| replies.take(n) />
            <div class="composer-head">
                <Modes id=id noting=Memo::new(|_| false) />
                <WindowLeft conversation=conversation />
            </div>
            <div class="with-carets"><textarea
                node_ref=area.node
                id=ID
                data-testid="composer"
                rows="1"
                dir="auto"
                aria-label="Message"
                aria-keyshortcuts=it.keys.aria("reply")
                aria-autocomplete="list"
                aria-controls=move || replies.list.open().then_some(LIST)
                aria-activedescendant=move || replies.list.active()
                placeholder="Write a message, / for quick replies"
                prop:value=text
                on:input:target=move |event| {
                    replies.typed();
                    area.typed(event.target().value());
                    it.presence.types(Doing::Replying);
                }
                on:keydown=on_key
                on:keyup=move |_| area.look()
                on:click=move |_| area.look()
                on:paste=move |event| {
                    if let Some(owner) = &pasting && owner.with(|| attach::pasted(files, id, &event)) {
                        event.prevent_default();
                    }
                }
            ></textarea><Carets text=text carets=carets id=ID /></div>
            <Preview text=text />
            <Unfilled gap=gap />
            <Tools id=id conversation=conversation area=area length=length ready=Signal::derive(ready) />
        </form>
    }
}

#[component]
fn Tools(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    area: Area,
    length: Memo<usize>,
    /// Whether it can be sent.
    ready: Signal<bool>,
) -> impl IntoView {
    let files: Attachments = expect_context();
    view! {
        <div class="composer-tools">
            <AttachButton all=files to=id />
            <QuickButton id=id />
            <TemplatesButton />
            <FormatButtons area=area />
            <span class="spring"></span>
            <Count length=length most=TEXT_MAX />
            <TogetherButton id=id />
            <ScheduleButton id=id conversation=conversation ready=ready />
            <button
                class="icon-button send"
                data-testid="send"
                title="Send (Enter), send and close (Ctrl+Enter)"
                aria-label="Send"
                disabled=move || !ready.get()
            >
                <Icon kind=Kind::Send />
            </button>
        </div>
    }
}

/// Selects what is to be filled in.
fn select(area: Area, mark: &str) {
    let Some(node) = area.node.get_untracked() else { return };
    let text = node.value();
    if let Some(from) = text.find(mark).map(|at| utf16(text.get(..at).unwrap_or_default())) {
        // A text area has a selection.
        let _ = node.set_selection_range(from, from + utf16(mark));
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
