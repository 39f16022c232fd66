//! Looking over a shoulder: what is watched is not marked as read. Colleagues still see who looks.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use crate::ui::icon::Kind;
use crate::ui::strip::Strip;
use crate::watch::memo;

/// Whether the address says that the thread is watched.
pub fn watched() -> Memo<bool> {
    let query = use_query_map();
    memo(move || query.with(|it| it.get("watch").is_some()))
}

/// Says so, and leads out of it.
#[component]
pub fn WatchingStrip(watched: Memo<bool>) -> impl IntoView {
    let location = use_location();
    view! {
        <Show when=move || watched.get()>
            <Strip icon=Kind::Info testid="watching" words="You are watching: nothing is marked as read.">
                <a class="button small" data-testid="watching-stop" href=move || location.pathname.get()>"Stop watching"</a>
            </Strip>
        </Show>
    }
}
