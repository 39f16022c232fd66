//! What one presses. While it is busy it says so, and pressing it again does nothing.

use leptos::prelude::*;

use crate::ui::icon::{Icon, Kind};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    #[default]
    Usual,
    /// What one is here for; at most one in sight.
    Primary,
    /// It takes something away.
    Danger,
    /// Hardly a button.
    Plain,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Usual => "button",
            Self::Primary => "button primary",
            Self::Danger => "button danger",
            Self::Plain => "button plain",
        }
    }
}

/// A button with words on it.
#[component]
pub fn Button(
    /// How much it asks to be pressed.
    #[prop(optional)]
    weight: Weight,
    /// What happens; nothing for the one that sends a form.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Whether it happens just now.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it can't happen.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// A picture of it.
    #[prop(optional)]
    icon: Option<Kind>,
    /// What a tooltip adds, the key in brackets: `Close (E)`.
    #[prop(optional, into)]
    title: Option<String>,
    /// The key that does the same.
    #[prop(optional)]
    keys: Option<&'static str>,
    /// Its name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// What happens, in a word or two.
    children: Children,
) -> impl IntoView {
    let kind = if on_press.is_some() { "button" } else { "submit" };
    let press = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=kind
            class=weight.class()
            disabled=disabled
            aria-busy=move || busy.get().to_string()
            aria-keyshortcuts=keys
            title=title
            data-testid=testid
            on:click=press
        >
            {icon.map(|kind| view! { <Icon kind=kind /> })}
            {children()}
        </button>
    }
}

/// A button with an icon, which says what it is by its tooltip and to screen readers.
#[component]
pub fn IconButton(
    /// The icon.
    kind: Kind,
    /// What happens.
    #[prop(into)]
    label: Signal<String>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// The key that does the same.
    #[prop(optional)]
    keys: Option<&'static str>,
    /// Whether it is on, for one that stays pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// For between the lines.
    #[prop(optional)]
    small: bool,
    /// Whether it can't happen.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let title = move || match keys {
        Some(keys) => format!("{} ({keys})", label.get()),
        None => label.get(),
    };
    view! {
        <button
            type="button"
            class=if small { "icon-button small" } else { "icon-button" }
            disabled=disabled
            title=title
            aria-label=label
            aria-keyshortcuts=keys
            aria-pressed=move || pressed.map(|it| it.get().to_string())
            data-testid=testid
            on:click=move |_| on_press.run(())
        >
            <Icon kind=kind />
        </button>
    }
}
