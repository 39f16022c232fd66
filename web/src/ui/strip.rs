//! A line between the header and what it is about: how it stands with it, and what can be done about that.

use leptos::prelude::*;

use crate::ui::icon::{Icon, Kind};

/// A line that says how it stands.
#[component]
pub fn Strip(
    icon: Kind,
    /// Its name for tests.
    testid: &'static str,
    /// What it says.
    #[prop(into)]
    words: Signal<String>,
    /// What can be done.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="strip" role="status" data-testid=testid>
            <Icon kind=icon />
            <span>{words}</span>
            {children()}
        </div>
    }
}
