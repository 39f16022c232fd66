//! How things stand, where they stand: banners, empty places, what is on its way.

use leptos::prelude::*;

use crate::ui::chip::Tone;
use crate::ui::icon::{Icon, Kind};

/// Something to know, above or between what it is about, with what can be done.
#[component]
pub fn Banner(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// What happened, and what we did.
    children: Children,
) -> impl IntoView {
    let kind = match tone {
        Tone::Neutral | Tone::Info => Kind::Info,
        Tone::Good => Kind::Check,
        Tone::Soon => Kind::Clock,
        Tone::Bad => Kind::Alert,
    };
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=format!("banner {}", tone.class()) role=role>
            <Icon kind=kind />
            <div>{children()}</div>
        </div>
    }
}

/// Nothing is here; says why, and what one could do.
#[component]
pub fn Empty(
    /// Why.
    #[prop(into)]
    title: Signal<String>,
    /// What one could do.
    #[prop(into)]
    words: Signal<String>,
    /// Where one does it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{words}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// The shape of what is on its way; unseen for the first moment, for most things are there before it is over.
#[component]
pub fn Skeletons(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="skeletons" role="status">
            <span class="visually-hidden">"Loading"</span>
            {(0..lines).map(|_| view! { <div class="skeleton line-of-text"></div> }).collect_view()}
        </div>
    }
}

/// How far something is; a bar that only breathes when nobody knows.
#[component]
pub fn Progress(
    /// What goes on.
    #[prop(into)]
    label: String,
    /// How much is done.
    #[prop(into)]
    done: Signal<Option<u32>>,
    /// How much there is.
    #[prop(into)]
    of: Signal<u32>,
) -> impl IntoView {
    let words = move || done.get().map(|done| format!("{done} of {}", of.get()));
    view! {
        <div class="progress">
            <span>{label.clone()}</span>
            <span>{words}</span>
            <progress aria-label=label max=of value=move || done.get()></progress>
        </div>
    }
}
