//! The narrow bar at the edge: where one can go, and who one is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use shared::permission::Permission;

use crate::features::availability::Me;
use crate::features::mentions::Mentions;
use crate::features::new_chat::NewChat;
use crate::features::search::Search;
use crate::fetch::Failure;
use crate::ui::icon::{Icon, Kind};
use crate::ui::theme::Appearance;
use crate::workspace::Workspace;

/// The narrow bar at the edge.
#[component]
pub fn Rail() -> impl IntoView {
    let it: Workspace = expect_context();
    let logout = move |_| {
        spawn_local(async move {
            it.drafts().keep();
            if let Err(Failure::Lost) = it.session().logout().await {
                it.toasts()
                    .problem("You are still logged in: the server could not be reached.".into());
            }
        });
    };
    view! {
        <nav class="rail" aria-label="Main">
            <RailLink to="/inbox" label="Inbox" kind=Kind::Inbox />
            <Search />
            <NewChat />
            <Mentions />
            <Show when=move || it.store.may(Permission::Organise)>
                <RailLink to="/board" label="Live board" kind=Kind::Gauge />
            </Show>
            <RailLink to="/settings" label="Settings" kind=Kind::Sliders />
            <span class="spring"></span>
            <Appearance />
            <button class="icon-button" data-testid="logout" title="Log out" aria-label="Log out" on:click=logout>
                <Icon kind=Kind::Logout />
            </button>
            <Me />
        </nav>
    }
}

#[component]
fn RailLink(to: &'static str, label: &'static str, kind: Kind) -> impl IntoView {
    let location = use_location();
    let here = move || location.pathname.with(|it| it.starts_with(to)).then_some("page");
    view! {
        <a class="icon-button" href=to title=label aria-label=label aria-current=here>
            <Icon kind=kind />
        </a>
    }
}
