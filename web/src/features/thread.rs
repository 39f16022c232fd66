//! One conversation: who it is, what was said, and where to answer.

mod below;
mod divider;
mod items;

use std::collections::BTreeSet;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::conversation;
use shared::ids::{ConversationId, MessageId};
use shared::state::Part;
use shared::time::Timestamp;
use shared::view::View;

use crate::clock;
use crate::features::activity::{ActivityLine, FoldLine, Unfolded};
use crate::features::bubble::{Bubble, OutgoingBubble};
use crate::features::call_line::CallLine;
use crate::features::composer::Composer;
use crate::features::customer::Customer;
use crate::features::deleted::DeletedStrip;
use crate::features::discuss::Discussion;
use crate::features::forward::ForwardWindow;
use crate::features::held::HeldView;
use crate::features::jump;
use crate::features::lightbox::Lightbox;
use crate::features::message_details::MessageDetails;
use crate::features::message_menu::{Handling, LongTouch, MessageMenu, on_menu};
use crate::features::note::{NoteView, see_mentions};
use crate::features::scroll::{self, Scroll};
use crate::features::snooze::SnoozedStrip;
use crate::features::thread_header::ThreadHeader;
use crate::features::watching::{WatchingStrip, watched};
use crate::fetch::Failure;
use crate::logic::backoff;
use crate::logic::timeline::Item;
use crate::sync;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::{Line, Workspace};

part! {
    /// One conversation, and the customer beside it.
    pub fn thread(id: ConversationId, view: Memo<View>) in thread {
        let it: Workspace = expect_context();
        let discussed = memo(move || it.asides.open_in(id));
        view! {
            <Thread id=id view=view />
            {move || match discussed.get() {
                Some(message) => view! { <Discussion of=id id=message /> }.into_any(),
                None => view! { <Customer id=id /> }.into_any(),
            }}
        }
        .into_any()
    }
}

#[component]
fn Thread(id: ConversationId, view: Memo<View>) -> impl IntoView {
    let it: Workspace = expect_context();
    let conversation = it.store.conversation(id);
    let failure = RwSignal::new(None::<Failure>);
    load_when_missing(it, id, failure);
    let divider = divider::divider(it, id);
    let watched = watched();
    mark_read(it, id, watched);
    see_mentions(it, id, failure);
    let handling = Handling::new(id);
    provide_context(handling);
    let unfolded = Unfolded(RwSignal::new(BTreeSet::new()));
    provide_context(unfolded);
    let items = memo(move || items::of(it, id, divider.get(), unfolded));
    // Whoever is writing keeps the cursor, whatever becomes of the conversation meanwhile.
    let known = memo(move || conversation.with(Option::is_some));
    let deleted = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.deleted)));
    let unseen = memo(move || failure.get());
    view! {
        <section class="thread-pane" data-testid="thread" aria-label="Conversation">
            {move || {
                known.get().then(|| view! { <ThreadHeader id=id conversation=conversation view=view /> })
            }}
            <SnoozedStrip id=id conversation=conversation />
            <WatchingStrip watched=watched />
            {move || match unseen.get() {
                Some(failure) => view! { <Unseen failure=failure /> }.into_any(),
                None => view! { <Timeline id=id items=items divider=divider /> }.into_any(),
            }}
            <Lightbox of=id />
            <MessageMenu handling=handling />
            <MessageDetails handling=handling />
            <ForwardWindow handling=handling />
            {move || {
                known.get().then(|| match deleted.get() {
                    Some(until) => view! { <DeletedStrip id=id until=until /> }.into_any(),
                    None => view! { <Composer id=id conversation=conversation divider=divider /> }.into_any(),
                })
            }}
        </section>
    }
}

#[component]
fn Unseen(failure: Failure) -> impl IntoView {
    view! {
        <div class="empty" role="alert">
            <h2>"This conversation can't be shown"</h2>
            <p>{failure.words()}</p>
            <p class="quiet">"It may have been given to somebody whose conversations you don't see."</p>
        </div>
    }
}

/// What was said.
#[component]
fn Timeline(
    id: ConversationId,
    items: Memo<Option<Vec<Item>>>,
    divider: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let (scroller, list) = (NodeRef::<html::Div>::new(), NodeRef::<html::Ol>::new());
    let older = older(it, id);
    let handling: Handling = expect_context();
    let long = LongTouch::new(handling);
    let Scroll { below, at_end, to_end } = scroll::keep(scroller, list, move || older.run(()));
    below::count(items, at_end, below);
    scroll::show_divider_first(scroller, items, divider);
    jump::to_message(id, scroller, items);
    let loading = move || {
        it.store.read(Part::Thread(id), |it| {
            it.thread(id).is_none_or(|it| it.floor().is_none() || it.loading())
        })
    };
    view! {
        <div class="timeline-frame">
            <div
                class="timeline"
                node_ref=scroller
                tabindex="0"
                role="log"
                aria-live="polite"
                aria-label="Messages"
                aria-busy=move || loading().to_string()
                on:contextmenu=on_menu(handling)
                on:touchstart=move |event| long.begin(&event)
                on:touchmove=move |_| long.end()
                on:touchend=move |_| long.end()
                on:touchcancel=move |_| long.end()
            >
                <ol node_ref=list>
                    <For each=move || items.get().unwrap_or_default() key=|item| *item let:item>
                        <Entry of=id item=item />
                    </For>
                </ol>
                <p class="older">{move || (loading() && items.with(Option::is_some)).then_some("Loading older messages…")}</p>
                {move || items.with(Option::is_none).then(|| view! { <Missing /> })}
            </div>
            <button
                class="to-end"
                hidden=move || at_end.get()
                title="Jump to the latest"
                aria-label=move || match below.get() {
                    0 => "Jump to the latest message".to_owned(),
                    n => format!("Jump to the latest message, {n} new"),
                }
                on:click=move |_| to_end.run(())
            >
                {move || (below.get() > 0).then(|| view! { <span class="pill">{below.get()}</span> })}
                <Icon kind=Kind::Down />
            </button>
        </div>
    }
}

#[component]
fn Entry(of: ConversationId, item: Item) -> impl IntoView {
    match item {
        Item::Day(start) => view! {
            <li class="day"><span>{clock::day_name(start)}</span></li>
        }
        .into_any(),
        Item::Unread => view! { <li class="unread-line"><span>"Unread"</span></li> }.into_any(),
        Item::Message { id, follows, .. } => {
            view! { <Bubble of=of id=id follows=follows /> }.into_any()
        }
        Item::Note { place, .. } => view! { <NoteView of=of place=place /> }.into_any(),
        Item::Activity { place } => view! { <ActivityLine of=of place=place /> }.into_any(),
        Item::Call { place, .. } => view! { <CallLine of=of place=place /> }.into_any(),
        Item::Fold { first, count } => view! { <FoldLine first=first count=count /> }.into_any(),
        Item::Held { id, .. } => view! { <HeldView of=of id=id /> }.into_any(),
        Item::Outgoing { id, troubled } => {
            view! { <OutgoingBubble of=of id=id troubled=troubled /> }.into_any()
        }
    }
}

/// What was said is on its way, or can't come.
#[component]
fn Missing() -> impl IntoView {
    let it: Workspace = expect_context();
    let loading = || {
        view! {
            <div class="skeletons thread-skeletons" role="status">
                <span class="visually-hidden">"Loading"</span>
                {(0..5).map(|_| view! { <div class="skeleton"></div> }).collect_view()}
            </div>
        }
    };
    view! {
        <Show when=move || it.line() == Line::Offline fallback=loading>
            <p class="empty" role="status" data-testid="not-kept">
                "What was said here is not kept in this browser. It comes when the server can be reached."
            </p>
        </Show>
    }
}

fn load_when_missing(it: Workspace, id: ConversationId, failure: RwSignal<Option<Failure>>) {
    let missing = memo(move || {
        it.store.read(Part::Thread(id), |it| it.thread(id).is_none_or(|it| it.floor().is_none()))
    });
    // What had gone out of sight may come back.
    let known =
        memo(move || it.store.read(Part::Conversation(id), |it| it.conversation(id).is_some()));
    let busy = StoredValue::new(false);
    effect(move || {
        known.track();
        if !missing.get() || busy.get_value() {
            return;
        }
        busy.set_value(true);
        failure.set(None);
        spawn_local(async move {
            let mut failed = 0;
            let answer = loop {
                match sync::more_of_thread(it.session(), it.store, id).await {
                    Err(Failure::Lost) if !failure.is_disposed() => {}
                    answer => break answer,
                }
                it.bell.wait(backoff::delay(failed, js_sys::Math::random())).await;
                failed += 1;
            };
            // The thread may have been left.
            let _ = failure.try_set(answer.err());
            let _ = busy.try_set_value(false);
        });
    });
}

/// Fetches older messages, one page at a time.
fn older(it: Workspace, id: ConversationId) -> Callback<()> {
    Callback::new(move |()| {
        let idle = it
            .store
            .peek(|it| it.thread(id).is_some_and(|it| it.floor().is_some() && !it.loading()));
        if idle {
            spawn_local(async move {
                if let Err(failure) = sync::more_of_thread(it.session(), it.store, id).await {
                    it.toasts().problem(failure.words());
                }
            });
        }
    })
}

/// Says that I have looked, once for each thing there was to look at. What is marked as unread while it is open stays so
/// until something new comes, or somebody opens it.
fn mark_read(it: Workspace, id: ConversationId, watched: Memo<bool>) {
    Effect::new(move |before: Option<Option<Timestamp>>| {
        let before = before.flatten();
        let unread = it.store.read(Part::Conversation(id), |it| {
            it.conversation(id).is_some_and(|it| it.unread > 0 && it.deleted.is_none())
        });
        let seen = it
            .store
            .read(Part::Thread(id), |it| it.thread(id)?.messages().map(|it| it.arrived).max());
        if !it.visible.get() || watched.get() || seen <= before {
            return before;
        }
        let latest = || it.store.peek(|it| it.thread(id)?.messages().next_back().map(|it| it.id));
        if let Some(through) = latest().filter(|_| unread) {
            it.act(id, conversation::Action::Read { through });
        }
        seen
    });
}
