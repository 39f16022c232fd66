//! The field one writes in: where its cursor is, and words put where the cursor is.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use crate::logic::trigger;

/// A field to write in.
#[derive(Clone, Copy)]
pub struct Area {
    /// The element.
    pub node: NodeRef<html::Textarea>,
    cursor: RwSignal<u32>,
    /// What it says, kept elsewhere.
    change: Callback<String>,
}

impl Area {
    /// A field whose words are kept by `change`.
    pub fn new(change: impl Fn(String) + Send + Sync + 'static) -> Self {
        let (node, cursor) = (NodeRef::new(), RwSignal::new(0));
        Self { node, cursor, change: Callback::new(change) }
    }

    /// Where the cursor is, in UTF-16 units.
    pub fn cursor(self) -> u32 {
        self.cursor.get()
    }

    /// Notes where the cursor is now.
    pub fn look(self) {
        let at = self.node.get_untracked().and_then(|it| it.selection_end().ok().flatten());
        if let Some(at) = at.filter(|at| self.cursor.get_untracked() != *at) {
            self.cursor.set(at);
        }
    }

    /// Somebody typed.
    pub fn typed(self, text: String) {
        self.look();
        self.change.run(text);
    }

    /// Puts other words from one place to another, in bytes, and the cursor behind them.
    pub fn replace(self, from: usize, to: usize, words: &str) {
        let Some(node) = self.node.get_untracked() else { return };
        let (text, cursor) = trigger::replaced(&node.value(), from, to, words);
        self.set(&node, text, cursor, cursor);
    }

    /// Another text, with a selection.
    pub fn set(self, node: &HtmlTextAreaElement, text: String, from: u32, to: u32) {
        node.set_value(&text);
        // A text area has a selection.
        let _ = node.set_selection_range(from, to);
        self.cursor.set(to);
        self.change.run(text);
        // Only an element that is gone can't be focused.
        let _ = node.focus();
    }
}

/// As high as what stands in it, where the style can't do that by itself.
pub fn fit(area: &HtmlTextAreaElement) {
    if !web_sys::css::supports("field-sizing: content").unwrap_or_default() {
        let style = HtmlElement::style(area);
        // Both names and values are good ones.
        let _ = style.set_property("block-size", "auto");
        let _ = style.set_property("block-size", &format!("{}px", area.scroll_height()));
    }
}
