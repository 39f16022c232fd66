//! One conversation in a list. It watches that conversation and nothing else.

use leptos::prelude::*;
use shared::conversation::{Conversation, Status};
use shared::filter::Sort;
use shared::ids::{AgentId, ConversationId};
use shared::time::Timestamp;
use shared::view::View;
use web_sys::MouseEvent;

use crate::clock::{self, Style};
use crate::features::around::{self, Viewers};
use crate::features::call_chip::CallChip;
use crate::features::customer::block::BlockedChip;
use crate::features::deleted::DeletedChip;
use crate::features::escalate::EscalatedChip;
use crate::features::labels::LabelChips;
use crate::features::mentions::Mentioned;
use crate::features::snooze::BackChip;
use crate::logic::when::{self, Window};
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// One conversation in a list.
#[component]
pub fn Row(
    id: ConversationId,
    /// The list it stands in.
    #[prop(into)]
    view: Signal<View>,
    /// Which thread is open.
    open: Memo<Option<ConversationId>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let conversation = it.store.conversation(id);
    move || {
        let found = conversation.get()?;
        let here = move || (open.get() == Some(id)).then_some("true");
        let href = move || format!("/inbox/{}/{id}", view.get());
        let (name, unread, assignee) = (found.contact.name.clone(), found.unread, found.assignee);
        let blocked = found.contact.about.blocked.is_some();
        let label = format!("Select {name}");
        let pick = move |event: MouseEvent| {
            let rows = view.with_untracked(|view| {
                it.store.peek(|it| it.list(view).map(|it| it.ids().collect::<Vec<_>>()))
            });
            match rows.filter(|_| event.shift_key()) {
                Some(rows) => it.selection.extend(&rows, id),
                None => it.selection.flip(id),
            }
        };
        Some(view! {
            <div class="row-line" class:picked=move || it.selection.has(id)>
            <a
                class="row"
                class:unread=unread.gt(&0)
                href=href
                aria-current=here
                data-testid="conversation-row"
                data-id=id.to_string()
            >
                <Avatar id=found.contact.id.0 name=name.clone() />
                <span class="row-name" dir="auto" data-testid="row-name">{name}</span>
                <Time at=found.active_at />
                <Preview of=found.clone() here=here />
                {(unread > 0)
                    .then(|| {
                        view! {
                            <span class="pill" data-testid="row-unread" aria-label=format!("{unread} unread")>
                                {unread}
                            </span>
                        }
                    })}
                <span class="row-chips">
                    <CallChip live=found.call.is_some() missed=found.missed_call />
                    <DeletedChip until=found.deleted />
                    <EscalatedChip escalated=found.escalated.clone() />
                    {blocked.then(|| view! { <BlockedChip /> })}
                    <Mentioned id=id />
                    <LabelChips labels=found.labels.clone() room=2 />
                    <BackChip snoozed=found.snoozed />
                    <Waiting since=found.waiting_since.filter(|_| found.snoozed.is_none()) />
                    <WindowChip of=found always=Signal::derive(move || view.with(about_window)) />
                    <Show when=move || view.get() != View::Mine>
                        <Assignee id=assignee />
                    </Show>
                    <Viewers id=id />
                </span>
            </a>
            <label class="row-pick">
                <input type="checkbox" tabindex="-1" data-testid="row-pick" aria-label=label title="Select (X)"
                    prop:checked=move || it.selection.has(id) on:click=pick />
            </label>
            </div>
        })
    }
}

/// When, in a few words that go with the time.
#[component]
pub fn Time(at: Timestamp) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <time class="time" title=move || clock::write(at, Style::Full)>
            {move || clock::brief(it.time.now(), at)}
        </time>
    }
}

#[component]
fn Preview(
    of: Conversation,
    /// Whether its thread is open, where the draft stands in the composer.
    here: impl Fn() -> Option<&'static str> + Send + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = of.id;
    // What was not sent is more urgent than what is not written to its end.
    let begun = memo(move || {
        let crossed = it.sender.crossed.preview(id).map(|text| ("Not sent", text));
        crossed.or_else(|| it.drafts().preview(id).map(|text| ("Draft", text)))
    });
    let busy = memo(move || around::doing(it, id));
    let (ours, text) = match of.last {
        Some(last) => (last.outgoing, last.text),
        None => (false, "No messages yet".to_owned()),
    };
    view! {
        <span class="row-preview" dir="auto" data-testid="row-preview">
            {move || match (busy.get(), begun.get().filter(|_| here().is_none())) {
                (Some(words), _) => {
                    view! { <span class="row-busy" data-testid="row-busy">{words}</span> }.into_any()
                }
                (None, Some((mark, text))) => {
                    view! { <span class="draft-mark">{mark}": "</span><bdi>{text}</bdi> }.into_any()
                }
                (None, None) => view! {
                    {ours.then(|| view! { <Icon kind=Kind::Reply /><span class="visually-hidden">"You: "</span> })}
                    {text.clone()}
                }
                .into_any(),
            }}
        </span>
    }
}

/// Who answers, as initials.
#[component]
fn Assignee(id: Option<AgentId>) -> impl IntoView {
    let it: Workspace = expect_context();
    id.map(|id| {
        let name = Signal::derive(move || {
            it.store.agent(id).map_or_else(|| "Someone".to_owned(), |it| it.name)
        });
        view! {
            <span class="assignee" title=move || format!("Assigned to {}", name.get())>
                <Avatar id=id.0 name=name small=true />
            </span>
        }
    })
}

/// Since when the customer waits for us.
#[component]
fn Waiting(since: Option<Timestamp>) -> impl IntoView {
    let it: Workspace = expect_context();
    since.map(|since| {
        let waits = memo(move || when::span(it.time.now() - since));
        let words = move || format!("The customer has been waiting for {}", waits.get());
        view! {
            <span class="chip waits" title=words data-testid="row-waits">
                <Icon kind=Kind::Clock />
                <span class="visually-hidden">"waits "</span>
                {waits}
            </span>
        }
    })
}

/// Whether a list asks how long we may still write, so that its rows say so.
fn about_window(view: &View) -> bool {
    let View::Filtered(filter) = view else { return false };
    filter.closes.is_some() || filter.sort == Sort::Window
}

/// How long we may still write, when that is worth saying.
#[component]
pub fn WindowChip(
    of: Conversation,
    /// Also while it is long.
    #[prop(optional, into)]
    always: Signal<bool>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let window = memo(move || when::window(of.window_until, it.time.now()));
    let open = of.status == Status::Open;
    move || match window.get() {
        Window::Closing(left) if open => {
            let words = format!("{} left to answer freely", when::span(left));
            let left = when::span(left);
            Some(view! { <span class="chip amber" title=words>{left}</span> }.into_any())
        }
        Window::Closed if open && of.window_until.is_some() => {
            let words = "More than 24 hours since the customer wrote: only they can begin again";
            Some(view! { <span class="chip red" title=words>"24 h over"</span> }.into_any())
        }
        Window::Open(left) | Window::Closing(left) if always.get() => {
            let left = when::span(left);
            let words = format!("{left} left to answer freely");
            Some(view! { <span class="chip" title=words>{left}</span> }.into_any())
        }
        Window::Open(_) | Window::Closing(_) | Window::Closed => None,
    }
}
