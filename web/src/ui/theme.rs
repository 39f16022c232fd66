//! How the app looks in this browser: colours, density, direction. Kept here alone; the server is never asked.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::logic::reading::direction;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::ui::popover::Popover;
use crate::ui::resize;
use crate::ui::segmented::Segmented;
use crate::watch::effect;

/// One thing to choose about how the app looks: an attribute of the page, which the tokens listen to.
#[derive(Debug)]
pub struct Look {
    /// What is chosen.
    pub legend: &'static str,
    /// The attribute, and what the choice is kept under.
    pub attribute: &'static str,
    /// What there is: the word in the attribute, and what it is called. The first is what nobody chose.
    pub values: &'static [(&'static str, &'static str)],
    /// What holds where nobody chose, if not the first.
    otherwise: Option<fn() -> &'static str>,
}

/// The colours.
pub static THEME: Look = Look {
    legend: "Colours",
    attribute: "data-theme",
    values: &[
        ("system", "System"),
        ("light", "Light"),
        ("dark", "Dark"),
        ("contrast", "High contrast"),
    ],
    otherwise: None,
};

/// How much stands in a list.
pub static DENSITY: Look = Look {
    legend: "Density",
    attribute: "data-density",
    values: &[("comfortable", "Comfortable"), ("compact", "Compact")],
    otherwise: None,
};

/// Where the reading goes: as the language of the page does, so that a translation has but to name its language.
pub static DIRECTION: Look = Look {
    legend: "Direction",
    attribute: "dir",
    values: &[("ltr", "Left to right"), ("rtl", "Right to left")],
    otherwise: Some(reading),
};

/// As the page says itself, else as its language is read.
fn reading() -> &'static str {
    let root = document().document_element();
    let of = |name| root.as_ref().and_then(|it| it.get_attribute(name));
    match of("dir").as_deref() {
        Some("rtl") => "rtl",
        Some("ltr") => "ltr",
        _ => direction(&of("lang").unwrap_or_default()),
    }
}

impl Look {
    /// What was chosen before.
    fn kept(&self) -> &'static str {
        let kept = page::kept(&self.key());
        let mut words = self.values.iter().map(|it| it.0);
        let found = kept.and_then(|kept| words.find(|it| *it == kept));
        let first = || self.values.first().map(|it| it.0).unwrap_or_default();
        found.unwrap_or_else(|| self.otherwise.map_or_else(first, |otherwise| otherwise()))
    }

    fn keep(&self, word: &str) {
        page::keep(&self.key(), word);
    }

    fn show(&self, word: &str) {
        if let Some(root) = document().document_element() {
            let set: Result<(), JsValue> = root.set_attribute(self.attribute, word);
            debug_assert!(set.is_ok(), "an attribute of a good name can be set");
        }
    }

    fn key(&self) -> String {
        format!("onevoice.{}", self.attribute)
    }
}

/// Shows what was chosen before; to be called before anything is drawn.
pub fn restore() {
    for look in [&THEME, &DENSITY, &DIRECTION] {
        look.show(look.kept());
    }
}

/// Chooses one aspect of how the app looks.
#[component]
pub fn Looks(look: &'static Look) -> impl IntoView {
    let value = RwSignal::new(look.kept());
    let before = StoredValue::new(value.get_untracked());
    effect(move || {
        let word = value.get();
        if before.get_value() != word {
            before.set_value(word);
            look.show(word);
            resize::announce();
            look.keep(word);
        }
    });
    view! { <Segmented legend=look.legend name=look.attribute values=look.values value=value /> }
}

/// A button that offers what one may choose about how the app looks.
#[component]
pub fn Appearance() -> impl IntoView {
    view! {
        <Popover
            id="appearance"
            testid="appearance"
            label="Appearance"
            class="icon-button"
            face=|| view! { <Icon kind=Kind::Sun /> }
        >
            <Looks look=&THEME />
            <Looks look=&DENSITY />
        </Popover>
    }
}
