//! In which call this tab is, kept while it is loaded anew.

use leptos::prelude::window;
use shared::ids::CallId;

/// Under which name.
const KEPT: &str = "onevoice.call";

/// The call that this tab was in.
pub fn kept() -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(KEPT).ok().flatten()
}

/// Keeps in which call this tab is.
pub fn keep(call: Option<CallId>) {
    let Ok(Some(storage)) = window().session_storage() else { return };
    // Without room, one presses once more after the tab was loaded anew.
    let _ = match call {
        Some(call) => storage.set_item(KEPT, &call.to_string()),
        None => storage.remove_item(KEPT),
    };
}
