//! WhatsApp's formatting by hand: marks around what is selected, and what the customer will see.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::area::Area;
use crate::features::content::written;
use crate::features::emoji::EmojiWindow;
use crate::logic::blocks::is_formatted;
use crate::logic::trigger::{byte, utf16};
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;

/// A way to write, its mark, and its key with Ctrl.
const MARKS: [(&str, &str, &str, bool); 4] = [
    ("Bold", "*", "b", false),
    ("Italic", "_", "i", false),
    ("Struck through", "~", "x", true),
    ("Monospace", "```", "m", true),
];

/// Puts marks around what is selected if this key asks for it. Says whether it did.
pub fn press(area: Area, event: &KeyboardEvent) -> bool {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return false;
    }
    if event.key() == "." {
        event.prevent_default();
        page::press("[data-testid=emoji]");
        return true;
    }
    let key = event.key().to_lowercase();
    let wanted =
        MARKS.iter().find(|(.., letter, shift)| *letter == key && *shift == event.shift_key());
    let Some((_, mark, ..)) = wanted else { return false };
    event.prevent_default();
    wrap(area, mark);
    true
}

/// Puts marks around what is selected, or takes them away; around nothing, the cursor stands between them.
fn wrap(area: Area, mark: &str) {
    let Some(node) = area.node.get_untracked() else { return };
    let text = node.value();
    let place = |at: Option<u32>| byte(&text, at.unwrap_or_default());
    let from = place(node.selection_start().ok().flatten());
    let to = place(node.selection_end().ok().flatten());
    let (before, rest) = text.split_at(from.min(to));
    let (chosen, after) = rest.split_at(to.max(from) - from.min(to));
    // Blanks at the ends would make the marks plain letters.
    let words = chosen.trim();
    let (lead, tail) =
        chosen.split_once(words).filter(|_| !words.is_empty()).unwrap_or((chosen, ""));
    let marked = before.strip_suffix(mark).zip(after.strip_prefix(mark));
    if let Some((before, after)) = marked.filter(|_| chosen == words && !words.is_empty()) {
        let begin = utf16(before);
        let text = format!("{before}{words}{after}");
        return area.set(&node, text, begin, begin + utf16(words));
    }
    let begin = utf16(before) + utf16(lead) + utf16(mark);
    let text = format!("{before}{lead}{mark}{words}{mark}{tail}{after}");
    area.set(&node, text, begin, begin + utf16(words));
}

/// Puts words where the cursor is, in place of what is selected.
fn insert(area: Area, words: &str) {
    let Some(node) = area.node.get_untracked() else { return };
    let text = node.value();
    let place = |at: Option<u32>| byte(&text, at.unwrap_or_default());
    let from = place(node.selection_start().ok().flatten());
    let to = place(node.selection_end().ok().flatten());
    area.replace(from.min(to), from.max(to), words);
}

/// The ways to write, as buttons.
#[component]
pub fn FormatButtons(area: Area) -> impl IntoView {
    let button = move |(name, mark, letter, shift): (&'static str, &'static str, &str, bool)| {
        let keys = format!("Ctrl+{}{}", if shift { "Shift+" } else { "" }, letter.to_uppercase());
        let sample = match mark {
            "*" => view! { <b>"B"</b> }.into_any(),
            "_" => view! { <i>"I"</i> }.into_any(),
            "~" => view! { <s>"S"</s> }.into_any(),
            _ => view! { <code>"{}"</code> }.into_any(),
        };
        view! {
            <button
                type="button"
                class="icon-button format"
                title=format!("{name} ({keys})")
                aria-label=name
                // What is selected stays selected.
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| wrap(area, mark)
            >
                <span aria-hidden="true">{sample}</span>
            </button>
        }
    };
    let open = RwSignal::new(false);
    let put = Callback::new(move |emoji: &'static str| insert(area, emoji));
    view! {
        <span class="formats">
            <button type="button" class="icon-button format" data-testid="emoji" title="Emoji (Ctrl+.)" aria-label="Emoji"
                on:click=move |_| open.set(true)>
                <Icon kind=Kind::Smile />
            </button>
            {MARKS.map(button)}
        </span>
        <EmojiWindow open=open on_choose=put />
    }
}

/// What the customer will see, where that differs from what is typed.
#[component]
pub fn Preview(text: Memo<String>) -> impl IntoView {
    move || {
        text.with(|text| {
            is_formatted(text).then(|| {
                view! {
                    <div class="composer-preview" data-testid="preview">
                        <span class="small-label">"The customer sees"</span>
                        {written(text.trim())}
                    </div>
                }
            })
        })
    }
}
