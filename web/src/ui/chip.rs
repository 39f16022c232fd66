//! What says something in little room: chips, labels in a colour of their own, counts.

use leptos::prelude::*;
use shared::colour::Colour;

use crate::ui::icon::{Icon, Kind};

/// What a colour means. Neutral things stay neutral.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// Done, well.
    Good,
    /// Soon.
    Soon,
    /// Too late, wrong.
    Bad,
}

impl Tone {
    /// The word for the style.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "",
            Self::Info => "info",
            Self::Good => "green",
            Self::Soon => "amber",
            Self::Bad => "red",
        }
    }
}

/// A few words about how something stands.
#[component]
pub fn Chip(
    /// What it means.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// A picture of it.
    #[prop(optional)]
    icon: Option<Kind>,
    /// What a tooltip adds.
    #[prop(optional, into)]
    title: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=move || format!("chip {}", tone.get().class()) title=title>
            {icon.map(|kind| view! { <Icon kind=kind /> })}
            {children()}
        </span>
    }
}

/// A label in its own colour, which can perhaps be taken off.
#[component]
pub fn Label(
    /// What it is called.
    #[prop(into)]
    name: String,
    /// Which colour of the palette.
    colour: Colour,
    /// Takes it off.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let remove = on_remove.map(|on_remove| {
        let words = format!("Remove {name}");
        view! {
            <button type="button" title=words.clone() aria-label=words on:click=move |_| on_remove.run(())>
                <Icon kind=Kind::Close />
            </button>
        }
    });
    view! {
        <span class=format!("chip label tint-{colour}")>
            <bdi>{name}</bdi>
            {remove}
        </span>
    }
}

/// How many; nothing for none, and a plus for more than fit.
#[component]
pub fn Badge(
    /// How many.
    #[prop(into)]
    count: Signal<u32>,
    /// Of what, in the plural.
    of: &'static str,
    /// Whether nobody has to look.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let class = if quiet { "pill quiet" } else { "pill" };
    move || {
        let count = count.get();
        let words = if count > MOST { format!("{MOST}+") } else { count.to_string() };
        (count > 0).then(|| {
            view! {
                <span class=class>
                    <span aria-hidden="true">{words}</span>
                    <span class="visually-hidden">{count} " " {of}</span>
                </span>
            }
        })
    }
}

/// More than these are not counted in a badge.
const MOST: u32 = 99;
