//! Where the others' cursors are in a field: shown over it, letter for letter.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::logic::trigger::byte;
use crate::together::Caret;
use crate::ui::avatar::hue;
use crate::workspace::Workspace;

/// The field with this id in the page.
pub fn area(id: &str) -> Option<HtmlTextAreaElement> {
    document().get_element_by_id(id).and_then(|it| it.dyn_into().ok())
}

/// The cursors over a field that has these words.
#[component]
pub fn Carets(
    #[prop(into)] text: Signal<String>,
    carets: RwSignal<Vec<Caret>>,
    /// Of the field.
    id: &'static str,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let me = it.me();
    let pieces = move || {
        let text = text.get();
        let mut all = carets.get();
        all.retain(|it| it.at.is_some() && it.agent != me);
        all.sort_unstable_by_key(|it| it.at);
        if all.is_empty() {
            return None;
        }
        let mut from = 0;
        let mut pieces = vec![];
        for caret in all {
            let to = caret.at.map_or(text.len(), |at| byte(&text, at)).max(from);
            pieces.push((text.get(from..to).unwrap_or_default().to_owned(), Some(caret.agent)));
            from = to;
        }
        pieces.push((text.get(from..).unwrap_or_default().to_owned(), None));
        let top = area(id).map_or(0, |it| it.scroll_top());
        let pieces = pieces.into_iter().map(|(words, agent)| {
            let caret = agent.map(|agent| {
                let class = format!("caret hue-{}", hue(agent.0));
                view! { <span class=class data-testid="caret" data-name=it.store.name_of(agent)></span> }
            });
            view! { {words}{caret} }
        });
        Some(view! {
            <div class="carets" aria-hidden="true">
                <div class="carets-text" dir="auto" style:transform=format!("translateY(-{top}px)")>{pieces.collect_view()}</div>
            </div>
        })
    };
    view! { {pieces} }
}
