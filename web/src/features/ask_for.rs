//! Asking a colleague for their conversation: who has it keeps or gives it, in the thread and on every other page, for as long
//! as the server said; silence gives it.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::conversation::{ASKED, Action, Asked, Conversation};
use shared::ids::{AgentId, ConversationId};
use shared::permission::Permission;
use shared::state::{Part, State};

use crate::clock;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::watch::memo;
use crate::workspace::Workspace;

/// How often it is looked how much time is left.
const TICK: Duration = Duration::from_millis(200);

/// Asks whoever has it.
pub fn ask(it: Workspace, conversation: &Conversation) {
    if let Some(of) = conversation.assignee {
        it.act(conversation.id, Action::Ask { of });
    }
}

/// In the menu of who answers: asks whoever has it, or says who asks already.
#[component]
pub fn AskItem(conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    let has = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.assignee)));
    let asked = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.asked)));
    let words = move || match (asked.get(), has.get()) {
        (Some(Asked { by, .. }), _) if by == me => "You ask for it".to_owned(),
        (Some(Asked { by, .. }), _) => format!("{} asks for it already", it.store.name_of(by)),
        (None, Some(has)) => format!("Ask {} for it", it.store.name_of(has)),
        (None, None) => String::new(),
    };
    view! {
        <Show when=move || has.get().is_some_and(|it| it != me)>
            <button role="menuitem" tabindex="-1" data-testid="ask-for"
                disabled=move || asked.get().is_some() || !it.store.may(Permission::Reply)
                on:click=move |_| { conversation.with_untracked(|of| of.as_ref().map_or((), |of| ask(it, of))); }>
                <Icon kind=Kind::Person />
                <bdi>{words}</bdi>
                <Keys keys=it.keys.by_id("ask-for") />
            </button>
        </Show>
    }
}

/// Above the composer: who asks for it, and what can be done about that.
#[component]
pub fn AskedLine(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    let asked = memo(move || {
        conversation.with(|it| it.as_ref().and_then(|it| Some((it.asked?, it.assignee?))))
    });
    move || {
        let (asked, has) = asked.get()?;
        let mine = has == me;
        let by_me = asked.by == me;
        let words = move || {
            let (by, has) = (it.store.name_of(asked.by), it.store.name_of(has));
            match (mine, by_me) {
                (true, _) => {
                    format!("{by} asks for this conversation. It is theirs unless you keep it.")
                }
                (false, true) => {
                    format!("You asked {has} for it. It is yours unless they keep it.")
                }
                (false, false) => format!("{by} asks {has} for this conversation."),
            }
        };
        let role = if mine { "alert" } else { "status" };
        Some(view! {
            <div class="turn asked" class:stopped=mine data-testid="asked">
                <Icon kind=Kind::Person />
                <span class="turn-words" role=role>{words}</span>
                <Left asked=asked />
                <span class="turn-acts">
                    {mine.then(|| view! { <Answer id=id by=asked.by small=true /> })}
                    {by_me.then(|| view! {
                        <button type="button" class="link" data-testid="asked-stop" on:click=move |_| it.act(id, Action::Unask)>"Never mind"</button>
                    })}
                </span>
            </div>
        })
    }
}

/// On every page but its own thread: what of mine a colleague asks for.
#[component]
pub fn AskedCards() -> impl IntoView {
    let it: Workspace = expect_context();
    let path = use_location().pathname;
    let mine = memo(move || {
        let path = path.get();
        let all = it.store.read(Part::Asked, asked_of_me);
        all.into_iter().filter(|it| !path.contains(&it.0.to_string())).collect::<Vec<_>>()
    });
    view! {
        <For each=move || mine.get() key=|it| (it.0, it.1.until) let:which>
            <Card id=which.0 asked=which.1 />
        </For>
    }
}

fn asked_of_me(state: &State) -> Vec<(ConversationId, Asked)> {
    state.asked().filter_map(|it| Some((it.id, it.asked_of(state.me())?))).collect()
}

#[component]
fn Card(id: ConversationId, asked: Asked) -> impl IntoView {
    let it: Workspace = expect_context();
    let found = it.store.conversation(id);
    let name =
        move || found.with(|it| it.as_ref().map(|it| it.contact.name.clone()).unwrap_or_default());
    let by = move || it.store.name_of(asked.by);
    let titled = format!("asked-{id}");
    let title = titled.clone();
    view! {
        <section class="ring-card asked-card" role="alertdialog" aria-modal="false" aria-labelledby=titled data-testid="asked-card">
            <p class="visually-hidden" role="alert">{move || format!("{} asks for the conversation with {}.", by(), name())}</p>
            <h2 id=title><a href=format!("/inbox/all/{id}") dir="auto">{name}</a></h2>
            <p><bdi>{by}</bdi> " asks for this conversation. It is theirs unless you keep it." <Left asked=asked /></p>
            <div class="ring-buttons"><Answer id=id by=asked.by small=false /></div>
        </section>
    }
}

/// Keeps it, or gives it.
#[component]
fn Answer(id: ConversationId, by: AgentId, small: bool) -> impl IntoView {
    let it: Workspace = expect_context();
    let busy = move || it.acting(id, |it| matches!(it, Action::Keep { .. } | Action::Cede { .. }));
    let (give, keep) = if small { ("link", "link") } else { ("button", "button primary") };
    view! {
        <button type="button" class=give data-testid="asked-give" disabled=busy on:click=move |_| it.act(id, Action::Cede { to: by })>"Give it"</button>
        <button type="button" class=keep data-testid="asked-keep" disabled=busy on:click=move |_| it.act(id, Action::Keep { from: by })>"Keep it"</button>
    }
}

/// How much time is left, by the server's clock. Not read out each second: what it is about is said once.
#[component]
fn Left(asked: Asked) -> impl IntoView {
    let left = move || (asked.until - clock::now()).0.clamp(0, ASKED.0);
    let now = RwSignal::new(left());
    let tick = set_interval_with_handle(move || now.set(left()), TICK);
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let seconds = memo(move || (now.get() + 999) / 1_000);
    view! { <span class="asked-left" aria-hidden="true" data-testid="asked-left">{move || format!("{} s", seconds.get())}</span> }
}
