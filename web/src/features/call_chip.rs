//! That somebody calls, or called and nobody was there, in a row of the list.

use leptos::prelude::*;
use shared::time::Timestamp;

use crate::clock::{self, Style};
use crate::ui::icon::{Icon, Kind};

/// A call that is not over, or one that was missed.
#[component]
pub fn CallChip(live: bool, missed: Option<Timestamp>) -> impl IntoView {
    if live {
        let chip = view! {
            <span class="chip green" title="A call is going on" data-testid="row-call">
                <Icon kind=Kind::Phone />
                <span class="visually-hidden">"A call is going on"</span>
            </span>
        };
        return chip.into_any();
    }
    missed
        .map(|at| {
            view! {
                <span class="chip red" title=format!("The customer called at {}", clock::write(at, Style::Moment)) data-testid="row-missed-call">
                    <Icon kind=Kind::Phone />
                    "Missed call"
                </span>
            }
        })
        .into_any()
}
