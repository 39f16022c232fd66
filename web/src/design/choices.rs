//! Where one chooses.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::colour::Colour;

use super::Specimen;
use crate::ui::choice::{Choice, OneOf, SomeOf, Switch, Tick};
use crate::ui::segmented::{Segmented, Tabs};
use crate::ui::swatches::Swatches;

/// Ticks, radio buttons, switches, segments, tabs.
#[component]
pub fn Choices() -> impl IntoView {
    let (yes, no, on, off) =
        (RwSignal::new(true), RwSignal::new(false), RwSignal::new(true), RwSignal::new(false));
    let one = RwSignal::new(0_u8);
    let ways = vec![
        Choice { value: 0, name: "Everything".to_owned(), effect: "Sees all conversations" },
        Choice { value: 1, name: "Own".to_owned(), effect: "Sees what is assigned to them" },
    ];
    let some = RwSignal::new(BTreeSet::from([0_u8]));
    let teams = ["Sales", "Support", "Billing"].into_iter().zip(0_u8..);
    let teams = teams.map(|(name, value)| Choice { value, name: name.to_owned(), effect: "" });
    let size = RwSignal::new("week");
    let tab = RwSignal::new(0);
    let panel = move || match tab.get() {
        0 => "What was said.",
        1 => "What colleagues noted.",
        _ => "What was sent along.",
    };
    view! {
        <Specimen name="Checkbox">
            <Tick label="Checked" value=yes />
            <Tick label="Not checked" value=no />
            <Tick label="Some of them" value=RwSignal::new(false) mixed=true />
            <Tick label="Disabled" value=RwSignal::new(true) disabled=true />
            <SomeOf legend="Teams" choices=teams.collect() value=some />
        </Specimen>
        <Specimen name="Radio group">
            <OneOf legend="What they see" name="visibility" choices=ways value=one />
        </Specimen>
        <Specimen name="Switch">
            <Switch label="Sound" effect="When a customer writes to me" value=on testid="switch" />
            <Switch label="Off" value=off />
            <Switch label="Disabled" value=RwSignal::new(false) disabled=true />
        </Specimen>
        <Specimen name="Swatches">
            <Swatches name="colour" value=RwSignal::new(Colour::Green) />
        </Specimen>
        <Specimen name="Segments">
            <Segmented legend="Period" name="period" values=&PERIODS value=size />
        </Specimen>
        <Specimen name="Tabs">
            <div>
                <Tabs label="What to see" id="tabs" names=vec!["Messages", "Notes", "Files"] at=tab panel=panel />
            </div>
        </Specimen>
    }
}

static PERIODS: [(&str, &str); 3] = [("day", "Day"), ("week", "Week"), ("month", "Month")];
