//! What the list shows, and its conversations. Scrolling down fetches more.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ConversationId;
use shared::reads::{Floor, LIST_PAGE};
use shared::state::List;
use shared::view::View;

use crate::features::bulk::bar::BulkBar;
use crate::features::bulk::report::Report;
use crate::features::filter_bar::FilterBar;
use crate::features::list_rows::{Rows, step};
use crate::fetch::Failure;
use crate::sync;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// More is fetched when this close to the end, in pixels.
const AHEAD: i32 = 800;

/// What the list shows, and its conversations.
#[component]
pub fn ConversationList(view: Memo<View>, open: Memo<Option<ConversationId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let list = NodeRef::<html::Div>::new();
    let rows = memo(move || view.with(|view| it.store.rows(view)));
    let picking = memo(move || it.selection.any());
    let (loading, set_loading) = signal(false);
    let more = move || {
        let view = view.get_untracked();
        let complete = it.store.peek(|it| it.list(&view).and_then(List::floor)) == Some(Floor::End);
        if complete || loading.get_untracked() {
            return;
        }
        set_loading.set(true);
        spawn_local(async move {
            match sync::more_of_list(it.session(), it.store, &view).await {
                Ok(()) => {}
                // That the server is away is said already.
                Err(Failure::Lost) if it.is_offline() => {}
                Err(failure) => it.toasts().problem(failure.words()),
            }
            // The page may have been left.
            let _ = set_loading.try_set(false);
        });
    };
    // What is left of a page may be too little to be scrolled.
    effect(move || {
        if rows.with(|it| it.as_ref().is_some_and(|it| it.len() < LIST_PAGE / 2)) {
            more();
        }
    });
    let top = RwSignal::new(0.0);
    let on_scroll = move |_| {
        let Some(list) = list.get_untracked() else { return };
        top.set(f64::from(list.scroll_top()));
        if list.scroll_height() - list.scroll_top() - list.client_height() < AHEAD {
            more();
        }
    };
    view! {
        <section class="list-pane" class:picking=move || picking.get() aria-label="Conversations">
            <FilterBar view=view open=open />
            <div class="list" node_ref=list on:scroll=on_scroll on:keydown=step>
                {move || match rows.with(|it| it.as_ref().map(Vec::is_empty)) {
                    None => view! { <Skeletons /> }.into_any(),
                    Some(true) => view! { <Empty view=view /> }.into_any(),
                    Some(false) => ().into_any(),
                }}
                <Rows list=list top=top rows=rows view=view open=open />
                <p class="list-more" aria-live="polite">{move || loading.get().then_some("Loading more…")}</p>
            </div>
            <BulkBar view=view />
            <Report />
        </section>
    }
}

/// Says nothing for the first moment, for most lists are there before it is over.
#[component]
fn Skeletons() -> impl IntoView {
    view! {
        <div class="skeletons" role="status">
            <span class="visually-hidden">"Loading"</span>
            {(0..8).map(|_| view! { <div class="skeleton"></div> }).collect_view()}
        </div>
    }
}

#[component]
fn Empty(view: Memo<View>) -> impl IntoView {
    let it: Workspace = expect_context();
    let alone = move || {
        let nothing = |view| it.store.count(view).unwrap_or_default() == 0;
        nothing(&View::All) && nothing(&View::Snoozed) && nothing(&View::Closed)
    };
    let words = move || match view.get() {
        View::All | View::Unassigned if alone() => (
            "No conversations yet",
            "Write to one of your numbers from a phone, and it appears here at once. Numbers are added in the settings.",
        ),
        View::Mine => {
            ("Nothing waits for you", "Take a conversation from Unassigned: open it and press I.")
        }
        View::Unassigned => {
            ("Nobody is waiting", "Every open conversation has somebody who answers.")
        }
        View::All => {
            ("All done", "A closed conversation comes back when the customer writes again.")
        }
        it if it == View::missed() => (
            "No missed calls",
            "Who calls and finds nobody stands here until somebody calls back or writes.",
        ),
        it if it == View::escalated() => (
            "Nothing is escalated",
            "Whoever presses H in a conversation and says why asks leads to look at it here.",
        ),
        it if it == View::following() => (
            "You follow nothing",
            "Press W in a conversation to keep an eye on it. Whoever mentions you in a note lets you follow it too.",
        ),
        it if it == View::deleted() => (
            "Nothing is deleted",
            "What leads and admins delete waits here for 30 days, and can be restored. A customer who writes brings it back.",
        ),
        View::Filtered(_) => ("Nothing fits", "Take out a condition above, and more is found."),
        View::Snoozed => (
            "Nothing is put off",
            "Press S in a conversation to have it come back later, or when the customer writes.",
        ),
        View::Closed => {
            ("Nothing is closed", "Press E in a conversation that is done, and it moves here.")
        }
    };
    view! {
        <div class="empty">
            <h2>{move || words().0}</h2>
            <p>{move || words().1}</p>
        </div>
    }
}
