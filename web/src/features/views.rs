//! Which lists there are: those that everyone has, and Spaces. Tabs above the list, or beside it where there is room.

use leptos::html;
use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::space::Space;
use shared::view::View;
use web_sys::KeyboardEvent;

use crate::features::spaces::{self, Editor, Subject};
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Where it is kept whether they stand beside the list.
const KEY: &str = "onevoice.views";

/// Whether the lists stand beside the list where there is room, as this browser keeps it.
pub fn beside() -> RwSignal<bool> {
    let beside = RwSignal::new(page::kept(KEY).as_deref() != Some("above"));
    effect(move || page::keep(KEY, if beside.get() { "beside" } else { "above" }));
    beside
}

/// The tabs of lists by conditions, as far as I have them.
pub fn conditional(it: Workspace) -> Vec<View> {
    let may = |right| untrack(|| it.store.may(right));
    let mut all = vec![View::following(), View::missed()];
    all.extend(may(Permission::Organise).then(View::escalated));
    all.extend(may(Permission::Delete).then(View::deleted));
    all
}

/// Which lists there are.
#[component]
pub fn Views(
    view: Memo<View>,
    open: Memo<Option<ConversationId>>,
    beside: RwSignal<bool>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let of = move |shared: bool| {
        memo(move || {
            let all = spaces::all(it).into_iter();
            all.filter(|it| it.audience.shared() == shared).collect::<Vec<_>>()
        })
    };
    let group = move |name: &'static str, these: Memo<Vec<Space>>| {
        view! {
            <Show when=move || these.with(|it| !it.is_empty())>
                <p class="views-heading" aria-hidden="true">{name}</p>
                <ul class="views-group" aria-label=name>
                    <For each=move || these.get() key=|it| (it.id, it.version) let:space>
                        <SpaceTab space=space view=view open=open />
                    </For>
                </ul>
            </Show>
        }
    };
    view! {
        <nav class="views" aria-label="Views">
            <button class="icon-button views-fold" data-testid="views-fold"
                title=move || if beside.get() { "Lists above the conversations" } else { "Lists beside the conversations" }
                aria-pressed=move || beside.get().to_string() aria-label="Lists beside the conversations"
                on:click=move |_| beside.update(|it| *it = !*it)>
                <Icon kind=Kind::Sidebar />
            </button>
            <ul class="views-group" aria-label="Everyone’s">
                {View::ALL.map(|tab| view! { <li><Tab tab=tab view=view open=open /></li> })}
                <li><Tab tab=View::following() view=view open=open /></li>
                <li><Tab tab=View::missed() view=view open=open /></li>
                <Show when=move || it.store.may(Permission::Organise)>
                    <li><Tab tab=View::escalated() view=view open=open /></li>
                </Show>
                <Show when=move || it.store.may(Permission::Delete)>
                    <li><Tab tab=View::deleted() view=view open=open /></li>
                </Show>
            </ul>
            {group("Spaces", of(false))}
            {group("Shared Spaces", of(true))}
        </nav>
    }
}

/// The thread stays open: on a wide screen one looks around without losing it.
fn address(view: &View, open: Option<ConversationId>) -> String {
    match open {
        Some(id) if page::wide() => format!("/inbox/{view}/{id}"),
        _ => format!("/inbox/{view}"),
    }
}

/// Whether this list is the one that is shown; brings its tab into sight then.
fn watch_current(tab: &View, view: Memo<View>, link: NodeRef<html::A>) -> Memo<bool> {
    let tab = tab.clone();
    let here = memo(move || view.with(|view| *view == tab));
    effect(move || {
        if let Some(link) = link.get().filter(|_| here.get()) {
            page::into_sight(&link);
        }
    });
    here
}

#[component]
fn Tab(tab: View, view: Memo<View>, open: Memo<Option<ConversationId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let (name, kind) = match &tab {
        View::Mine => ("Mine", Kind::Person),
        View::Unassigned => ("Unassigned", Kind::Question),
        View::All => ("All", Kind::Inbox),
        View::Snoozed => ("Snoozed", Kind::Clock),
        View::Closed => ("Closed", Kind::Check),
        it if *it == View::following() => ("Following", Kind::Eye),
        it if *it == View::missed() => ("Missed calls", Kind::Phone),
        it if *it == View::escalated() => ("Escalated", Kind::Alert),
        it if *it == View::deleted() => ("Deleted", Kind::Trash),
        View::Filtered(_) => ("Filter", Kind::Filter),
    };
    let link = NodeRef::<html::A>::new();
    let here = watch_current(&tab, view, link);
    let (testid, count_id) = (format!("tab-{}", word(&tab)), format!("count-{}", word(&tab)));
    let counted = tab.clone();
    let count = memo(move || it.store.count(&counted));
    view! {
        <a node_ref=link class="tab" href=move || address(&tab, open.get()) data-testid=testid
            aria-current=move || here.get().then_some("page")>
            <Icon kind=kind />
            {name}
            <span class="count" data-testid=count_id>{count}</span>
        </a>
    }
}

/// Its name in the page.
fn word(tab: &View) -> String {
    match tab {
        it if *it == View::following() => "following".into(),
        it if *it == View::missed() => "missed".into(),
        it if *it == View::escalated() => "escalated".into(),
        it if *it == View::deleted() => "deleted".into(),
        it => it.to_string(),
    }
}

#[component]
fn SpaceTab(space: Space, view: Memo<View>, open: Memo<Option<ConversationId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let Editor(editor) = expect_context();
    let link = NodeRef::<html::A>::new();
    let here = watch_current(&space.view, view, link);
    let (counted, there, name) = (space.view.clone(), space.view.clone(), space.name.clone());
    let count = memo(move || it.store.count(&counted));
    let class = format!("tab space tint-{}", space.colour);
    let (kind, kept) = (spaces::picture(space.icon), StoredValue::new(space));
    let may = memo(move || kept.with_value(|space| spaces::may_change(it, space)));
    // As in many lists that can be put in order.
    let on_key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        if event.alt_key() && may.get_untracked() {
            event.prevent_default();
            kept.with_value(|space| spaces::shift(it, space, by));
        }
    };
    let label = format!("Change {name}");
    view! {
        <li class="space-line">
            <a node_ref=link class=class href=move || address(&there, open.get()) data-testid="space"
                aria-current=move || here.get().then_some("page") on:keydown=on_key>
                <Icon kind=kind />
                <bdi class="space-name">{name}</bdi>
                <span class="count" data-testid="space-count">{count}</span>
            </a>
            <Show when=move || may.get()>
                <button class="icon-button small space-change" data-testid="space-change" title=label.clone() aria-label=label.clone()
                    on:click=move |_| editor.set(Some(Subject::Known(kept.get_value())))>
                    <Icon kind=Kind::More />
                </button>
            </Show>
        </li>
    }
}
