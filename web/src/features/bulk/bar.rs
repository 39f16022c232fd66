//! The bar with what can be done to all that are selected.

use leptos::prelude::*;
use shared::attribute::Of;
use shared::bulk::What;
use shared::ids::LabelId;
use shared::permission::Permission;
use shared::view::View;

use super::attribute::AttributeOfAll;
use super::{needs, start};
use crate::features::assign::Teams;
use crate::features::may::{self, RefusedNote};
use crate::features::snooze::SnoozeWindow;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Icon, Kind};
use crate::ui::menu::Menu;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// The bar; it slides up when something is selected.
#[component]
pub fn BulkBar(view: Memo<View>) -> impl IntoView {
    let it: Workspace = expect_context();
    effect(move || {
        view.track();
        it.selection.clear();
    });
    let any = memo(move || it.selection.any());
    let total = memo(move || view.with(|view| it.store.count(view)).unwrap_or_default());
    let words = move || match (it.selection.whole(), it.selection.count()) {
        (true, _) => format!("All {} selected", total.get()),
        (false, count) => format!("{count} of {} selected", total.get()),
    };
    let more = move || {
        !it.selection.whole()
            && u64::try_from(it.selection.count()).is_ok_and(|count| count < total.get())
    };
    let (snoozing, setting) = (RwSignal::new(false), RwSignal::new(false));
    let attributes = memo(move || it.store.attributes().iter().any(|it| it.of == Of::Conversation));
    let all = move |_| it.selection.take_all(view.get_untracked());
    view! {
        <div class="bulk-bar" class:up=move || any.get() role="toolbar" aria-label="Selected conversations"
            data-testid="bulk-bar" inert=move || !any.get()>
            <div class="bulk-count">
                <span role="status" data-testid="bulk-count">{words}</span>
                <Show when=more>
                    <button class="link" data-testid="bulk-all" on:click=all>{move || format!("Select all {}", total.get())}</button>
                </Show>
                <button class="icon-button small bulk-none" data-testid="bulk-none" title="Select none (Esc)" aria-label="Select none"
                    on:click=move |_| it.selection.clear()>
                    <Icon kind=Kind::Close />
                </button>
            </div>
            <div class="bulk-buttons">
                <One what=What::Close name="Close" testid="bulk-close" kind=Kind::Check />
                <One what=What::Reopen name="Open" testid="bulk-reopen" kind=Kind::Redo />
                <One what=What::Read name="Mark as read" testid="bulk-read" kind=Kind::Checks />
                <One what=What::Unread name="Mark as unread" testid="bulk-unread" kind=Kind::Inbox />
                <button class="icon-button" data-testid="bulk-snooze" title=may::title(it, "Snooze", Permission::Triage) aria-label="Snooze"
                    disabled=move || !it.store.may(Permission::Triage) on:click=move |_| snoozing.set(true)>
                    <Icon kind=Kind::Clock />
                </button>
                <People />
                <Words />
                <Show when=move || attributes.get()>
                    <button class="icon-button" data-testid="bulk-attribute" title=may::title(it, "Set an attribute", Permission::Triage)
                        aria-label="Set an attribute" disabled=move || !it.store.may(Permission::Triage)
                        on:click=move |_| setting.set(true)>
                        <Icon kind=Kind::Sliders />
                    </button>
                </Show>
                {move || if view.with(|view| *view == View::deleted()) {
                    view! { <One what=What::Restore name="Restore" testid="bulk-restore" kind=Kind::Redo /> }.into_any()
                } else {
                    view! { <One what=What::Delete name="Delete" testid="bulk-delete" kind=Kind::Trash /> }.into_any()
                }}
            </div>
        </div>
        <AttributeOfAll open=setting />
        <SnoozeWindow open=snoozing on_choose=move |until| start(it, What::Snooze { until }) />
    }
}

#[component]
fn One(what: What, name: &'static str, testid: &'static str, kind: Kind) -> impl IntoView {
    let it: Workspace = expect_context();
    let needs = needs(&what);
    view! {
        <button class="icon-button" data-testid=testid title=may::title(it, name, needs) aria-label=name
            disabled=move || !it.store.may(needs) on:click=move |_| start(it, what.clone())>
            <Icon kind=kind />
        </button>
    }
}

/// To whom they can be given.
#[component]
fn People() -> impl IntoView {
    let it: Workspace = expect_context();
    let face = || view! { <Icon kind=Kind::Person /> }.into_any();
    let all = move || {
        let all = it.store.agents().into_iter();
        all.filter(|it| it.active && it.joined).map(|it| (it.id, it.name)).collect::<Vec<_>>()
    };
    // Who answers may take what is nobody's and give back their own; the rest says afterwards that it could not be changed.
    let takes = move || it.store.may(Permission::Assign) || it.store.may(Permission::Reply);
    view! {
        <Menu id="bulk-assign" testid="bulk-assign" label="Assign" class="icon-button" face=face>
            <For each=all key=|it| it.0 let:who>
                <button role="menuitem" tabindex="-1" data-testid="bulk-assign-to"
                    disabled=move || !(it.store.may(Permission::Assign) || who.0 == it.me() && takes())
                    on:click=move |_| start(it, What::Assign { to: Some(who.0) })>
                    <Avatar id=who.0.0 name=who.1.clone() small=true />
                    {if who.0 == it.me() { format!("{} (you)", who.1) } else { who.1 }}
                </button>
            </For>
            <button role="menuitem" tabindex="-1" data-testid="bulk-unassign" disabled=move || !takes()
                on:click=move |_| start(it, What::Assign { to: None })>
                <Icon kind=Kind::Close />
                "Nobody"
            </button>
            <Teams testid="bulk-transfer-to" on_choose=move |to| start(it, What::Transfer { to }) />
            <RefusedNote needs=Permission::Assign />
        </Menu>
    }
}

/// What can be put on and taken off.
#[component]
fn Words() -> impl IntoView {
    let it: Workspace = expect_context();
    let face = || view! { <Icon kind=Kind::Tag /> }.into_any();
    let group = move |name: &'static str, testid: &'static str, what: fn(LabelId) -> What| {
        view! {
            <div role="group" aria-label=name class="menu-group">
                <p class="menu-heading" aria-hidden="true">{name}</p>
                <For each=move || it.store.labels() key=|it| (it.id, it.version) let:label>
                    <button role="menuitem" tabindex="-1" data-testid=testid disabled=move || !it.store.may(Permission::Triage)
                        on:click=move |_| start(it, what(label.id))>
                        <span class=format!("dot tint-{}", label.colour)></span>
                        <bdi>{label.name.clone()}</bdi>
                    </button>
                </For>
            </div>
        }
    };
    let none = move || it.store.labels().is_empty();
    view! {
        <Menu id="bulk-label" testid="bulk-label" label="Labels" class="icon-button" face=face>
            {group("Put on", "bulk-label-on", |id| What::Label { add: vec![id], remove: vec![] })}
            {group("Take off", "bulk-label-off", |id| What::Label { add: vec![], remove: vec![id] })}
            <RefusedNote needs=Permission::Triage />
            <Show when=none>
                <p class="menu-note">"No labels yet. Leads and admins make them in the settings."</p>
            </Show>
        </Menu>
    }
}
