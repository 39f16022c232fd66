//! The skin tone that emojis of people have, chosen once and kept in the browser.

use emojis::{Emoji, SkinTone};
use leptos::prelude::*;

use crate::ui::page;

/// What the chosen one is kept under.
const KEPT: &str = "onevoice.skin-tone";
/// Those that any emoji with tones has, by the hand that shows them.
const TONES: [(SkinTone, &str, &str); 6] = [
    (SkinTone::Default, "✋", "No skin tone"),
    (SkinTone::Light, "✋🏻", "Light skin tone"),
    (SkinTone::MediumLight, "✋🏼", "Medium-light skin tone"),
    (SkinTone::Medium, "✋🏽", "Medium skin tone"),
    (SkinTone::MediumDark, "✋🏾", "Medium-dark skin tone"),
    (SkinTone::Dark, "✋🏿", "Dark skin tone"),
];

/// The one chosen in this browser.
pub fn kept() -> SkinTone {
    let kept = page::kept(KEPT).unwrap_or_default();
    TONES.into_iter().find(|(.., name)| *name == kept).map_or(SkinTone::Default, |it| it.0)
}

/// The emoji in this tone, if it can have it.
pub fn toned(emoji: &'static Emoji, tone: SkinTone) -> &'static Emoji {
    emoji.with_skin_tone(tone).unwrap_or(emoji)
}

/// Chooses the tone.
#[component]
pub fn Tones(tone: RwSignal<SkinTone>) -> impl IntoView {
    let buttons = TONES.into_iter().map(|(it, face, name)| {
        let choose = move |_| {
            page::keep(KEPT, name);
            tone.set(it);
        };
        view! {
            <button type="button" class="emoji-group" title=name aria-label=name
                aria-pressed=move || (tone.get() == it).to_string() on:click=choose>{face}</button>
        }
    });
    view! {
        <div class="emoji-tones" role="group" aria-label="Skin tone">{buttons.collect_view()}</div>
    }
}
