//! Asking leads to look at a conversation: the window that asks why, the strip above the composer, and what a row says.

use leptos::prelude::*;
use shared::command;
use shared::conversation::{Action, Conversation, Escalation};
use shared::ids::ConversationId;
use shared::permission::Permission;
use web_sys::SubmitEvent;

use crate::features::asking::Asking;
use crate::ui::dialog::Dialog;
use crate::ui::field::{FormProblem, TextArea};
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::ui::strip::Strip;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Opens the window, for keys and menus.
const OPENER: &str = "[data-testid=escalate-open]";

/// As a click would.
pub fn open_window() {
    page::press(OPENER);
}

/// The window in which one says why.
#[component]
pub fn EscalateWindow(id: ConversationId) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button hidden data-testid="escalate-open" on:click=move |_| open.set(true)></button>
        <Dialog title="Ask leads to look at it" open=open>
            <Form id=id open=open />
        </Dialog>
    }
}

#[component]
fn Form(id: ConversationId, open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let (reason, asking) = (RwSignal::new(String::new()), Asking::default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let action = Action::Escalate { reason: reason.get_untracked() };
        asking.ask(it, command::Action::Conversation(id, action), move || {
            it.toasts().note("Leads see it now.");
            // The window may have been closed.
            let _ = open.try_set(false);
        });
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <TextArea label="Why" name="reason" testid="escalate-reason"
                hint="Leads and admins hear of it at once, and it is on their list until somebody takes it." value=reason />
            <FormProblem failure=asking.failure fields=&[] />
            <div class="buttons"><button class="button primary" data-testid="escalate-submit" aria-busy=move || asking.busy.get().to_string()>"Escalate"</button></div>
        </form>
    }
}

/// Says who asks, and why, with what a lead can do about it.
#[component]
pub fn EscalatedStrip(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let asked =
        memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.escalated.clone())));
    let me = it.me();
    move || {
        asked.get().map(|escalation| {
            let Escalation { by, reason, .. } = *escalation;
            let words = Signal::derive(move || {
                let who = match by {
                    None => return reason.clone(),
                    Some(by) if by == me => "You ask".to_owned(),
                    Some(by) => format!("{} asks", it.store.name_of(by)),
                };
                format!("{who} leads to look at it: {reason}")
            });
            let leads = memo(move || it.store.may(Permission::Organise));
            view! {
                <Strip icon=Kind::Alert testid="escalated" words=words>
                    <Show when=move || leads.get()>
                        <button class="button small" data-testid="escalated-take"
                            on:click=move |_| it.act(id, Action::Assign { to: Some(me) })>"Take it"</button>
                        <button class="button small" data-testid="escalated-settle"
                            on:click=move |_| it.act(id, Action::Settle)>"Settled"</button>
                    </Show>
                </Strip>
            }
        })
    }
}

/// In a row: that leads should look at it.
#[component]
pub fn EscalatedChip(escalated: Option<Box<Escalation>>) -> impl IntoView {
    escalated.map(|it| {
        view! {
            <span class="chip red" title=format!("Leads should look at it: {}", it.reason) data-testid="row-escalated">
                <Icon kind=Kind::Alert />
                <span class="visually-hidden">"escalated"</span>
            </span>
        }
    })
}
