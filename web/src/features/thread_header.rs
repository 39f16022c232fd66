//! Who it is, and what can be done about the conversation as a whole.

use leptos::prelude::*;
use shared::conversation::{Action, Conversation, Status};
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::view::View;

use crate::features::around::{self, Viewers};
use crate::features::assign::Assign;
use crate::features::call_button::CallButton;
use crate::features::customer::CustomerButton;
use crate::features::customer::block::{BlockedChip, block_of};
use crate::features::followers::Followers;
use crate::features::labels::Labels;
use crate::features::may;
use crate::features::more::More;
use crate::features::moves;
use crate::features::snooze::SnoozeButton;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// Who it is, and what can be done.
#[component]
pub fn ThreadHeader(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    view: Memo<View>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let part = move |look: fn(&Conversation) -> String| {
        Signal::derive(move || conversation.with(|it| it.as_ref().map(look).unwrap_or_default()))
    };
    let name = part(|it| it.contact.name.clone());
    let who = part(|it| {
        let phone = it.contact.phone.as_ref().map(|it| format!("+{it}"));
        phone.or(it.contact.username.as_ref().map(|it| format!("@{it}"))).unwrap_or_default()
    });
    let there =
        memo(move || conversation.with(|it| it.as_ref().is_none_or(|it| it.deleted.is_none())));
    let busy = memo(move || around::doing(it, id));
    let block = block_of(conversation);
    let blocked = memo(move || block.with(Option::is_some));
    let contact = conversation.with_untracked(|it| it.as_ref().map(|it| it.contact.id.0));
    let number = move || {
        let id = conversation.with(|it| it.as_ref().map(|it| it.number))?;
        let number = it.store.number(id)?;
        Some(if number.name == number.display {
            format!("on {}", number.name)
        } else {
            format!("on {} ({})", number.name, number.display)
        })
    };
    view! {
        <header class="thread-header">
            <a class="icon-button back" data-testid="back" href=move || format!("/inbox/{}", view.get())
                title="Back to the list (Esc)" aria-label="Back to the list">
                <Icon kind=Kind::Back />
            </a>
            {contact.map(|contact| view! { <Avatar id=contact name=name /> })}
            <div class="thread-who">
                <h2 class="thread-name" data-testid="thread-name" dir="auto">{name}</h2>
                <p class="thread-about">
                    <span class="thread-busy" data-testid="thread-busy" role="status">{busy}</span>
                    <span hidden=move || busy.with(Option::is_some)><bdi dir="ltr">{who}</bdi></span>
                    <Show when=move || blocked.get()><BlockedChip /></Show>
                    <span class="thread-number">{number}</span>
                </p>
            </div>
            <Viewers id=id />
            <Show when=move || there.get()>
                <CallButton id=id conversation=conversation />
                <Followers id=id conversation=conversation />
                <Labels id=id conversation=conversation />
                <Assign id=id conversation=conversation />
                <SnoozeButton id=id />
                <CloseOrReopen id=id conversation=conversation />
            </Show>
            <CustomerButton />
            <Show when=move || there.get()>
                <More id=id conversation=conversation />
            </Show>
        </header>
    }
}

#[component]
fn CloseOrReopen(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let closed = memo(move || {
        conversation.with(|it| it.as_ref().is_some_and(|it| it.status == Status::Closed))
    });
    let busy = move || it.acting(id, |it| matches!(it, Action::Close | Action::Reopen));
    let able = memo(move || it.store.may(Permission::Triage));
    move || {
        if closed.get() {
            view! {
                <button class="button" data-testid="reopen" title=may::hint(it, "Reopen", "reopen") disabled=move || !able.get() aria-keyshortcuts=it.keys.aria("reopen")
                    aria-busy=move || busy().to_string()
                    on:click=move |_| it.act(id, Action::Reopen)>
                    <Icon kind=Kind::Redo />
                    <span class="word">"Reopen"</span>
                </button>
            }
            .into_any()
        } else {
            view! {
                <button class="button" data-testid="close" title=may::hint(it, "Close", "close") disabled=move || !able.get() aria-keyshortcuts=it.keys.aria("close")
                    aria-busy=move || busy().to_string()
                    on:click=move |_| conversation.with_untracked(|of| of.as_ref().map_or((), |of| moves::close(it, of)))>
                    <Icon kind=Kind::Check />
                    <span class="word">"Close"</span>
                </button>
            }
            .into_any()
        }
    }
}
