//! One colour of the palette, to choose.

use leptos::prelude::*;
use shared::colour::Colour;

/// One colour of the palette.
#[component]
pub fn Swatches(
    /// Unique in the page.
    name: &'static str,
    /// What is chosen.
    value: RwSignal<Colour>,
) -> impl IntoView {
    let swatch = move |colour: Colour| {
        view! {
            <label class=format!("swatch tint-{colour}") title=colour.to_string()>
                <input
                    type="radio"
                    class="visually-hidden"
                    name=name
                    aria-label=colour.to_string()
                    data-testid=format!("colour-{colour}")
                    prop:checked=move || value.get() == colour
                    on:change=move |_| value.set(colour)
                />
            </label>
        }
    };
    view! {
        <fieldset class="swatches">
            <legend>"Colour"</legend>
            {Colour::ALL.map(swatch)}
        </fieldset>
    }
}
