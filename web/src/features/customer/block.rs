//! That we want nothing to do with a customer: said where one would write, in rows and in the panel.

use leptos::prelude::*;
use shared::command::Action;
use shared::contact::{self, Block, Told};
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::permission::Permission;

use crate::clock::{self, Style};
use crate::features::may;
use crate::ui::chip::{Chip, Tone};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// The block of a conversation's contact, if there is one.
pub fn block_of(conversation: Memo<Option<Conversation>>) -> Memo<Option<Block>> {
    memo(move || {
        conversation
            .with(|it| it.as_ref().and_then(|it| it.contact.about.blocked.as_deref().cloned()))
    })
}

/// That they are blocked, in a word.
#[component]
pub fn BlockedChip() -> impl IntoView {
    view! { <Chip tone=Tone::Bad title="Nothing can be sent to this customer">"Blocked"</Chip> }
}

/// In place of where one would write.
#[component]
pub fn Blocked(id: ConversationId, block: Memo<Option<Block>>) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <div class="window-closed" data-testid="blocked" role="status">
            <Icon kind=Kind::Lock />
            <p>{move || block.with(|block| block.as_ref().map(|block| words(it, block)))}</p>
            <Unblock id=id />
        </div>
    }
}

/// In the panel: blocks after asking once more, or unblocks.
#[component]
pub fn BlockPart(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let block = block_of(conversation);
    let asking = RwSignal::new(false);
    let name = memo(move || {
        conversation.with(|it| it.as_ref().map(|it| it.contact.name.clone()).unwrap_or_default())
    });
    let confirm = move || {
        asking.set(false);
        it.sender.send(Action::Contact(id, contact::Action::Block));
    };
    view! {
        <section class="customer-part customer-block" aria-label="Blocking">
            {move || match block.get() {
                Some(block) => view! {
                    <p class="form-problem" data-testid="customer-blocked">{words(it, &block)}</p>
                    <Unblock id=id />
                }
                .into_any(),
                None => view! {
                    <button class="button danger" data-testid="block" title=may::why(it, Permission::Triage)
                        disabled=move || !it.store.may(Permission::Triage) on:click=move |_| asking.set(true)>
                        <Icon kind=Kind::Lock />
                        "Block…"
                    </button>
                }
                .into_any(),
            }}
            <Dialog title=Signal::derive(move || format!("Block {}?", name.get())) open=asking>
                <div class="form">
                    <p>"Nothing can be sent to them until somebody unblocks them, by nobody here and with none of your numbers."</p>
                    <p>"WhatsApp is asked to bring you nothing from them. It agrees only where they wrote within the last 24 hours."</p>
                    <div class="buttons">
                        <button class="button danger" data-testid="block-confirm" on:click=move |_| confirm()>"Block"</button>
                    </div>
                </div>
            </Dialog>
        </section>
    }
}

#[component]
fn Unblock(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let like =
        move |it: &Action| matches!(it, Action::Contact(of, contact::Action::Unblock) if *of == id);
    view! {
        <button class="button" data-testid="unblock" title=may::why(it, Permission::Triage)
            disabled=move || !it.store.may(Permission::Triage) aria-busy=move || it.sender.busy(like).to_string()
            on:click=move |_| it.sender.send(Action::Contact(id, contact::Action::Unblock))>
            "Unblock"
        </button>
    }
}

fn words(it: Workspace, block: &Block) -> String {
    let by = block.by.and_then(|by| it.store.agent(by)).map(|it| format!(" by {}", it.name));
    let by = by.unwrap_or_default();
    let said = match &block.whatsapp {
        Told::Asked => "WhatsApp is being asked to bring nothing from them.".to_owned(),
        Told::Agreed => "WhatsApp brings nothing from them.".to_owned(),
        Told::Declined(why) => {
            format!("What they write still arrives, for WhatsApp declined: {why}")
        }
    };
    let at = clock::write(block.at, Style::Moment);
    format!("Blocked{by} on {at}. Nothing can be sent. {said}")
}
