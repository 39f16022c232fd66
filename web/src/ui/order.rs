//! What puts other things in order: sections that fold, tables.

use leptos::prelude::*;

use crate::ui::icon::{Icon, Kind};

/// A section that folds, on the platform's `<details>`.
#[component]
pub fn Fold(
    /// What it is about.
    #[prop(into)]
    title: String,
    /// Whether it is open at first.
    #[prop(optional)]
    open: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fold" open=open>
            <summary>{title}<Icon kind=Kind::ChevronDown /></summary>
            <div>{children()}</div>
        </details>
    }
}

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    /// Words.
    Words(&'static str),
    /// Numbers, which stand below each other.
    Number(&'static str),
}

/// A table; it scrolls to the side by itself when it is too wide. The children are its rows.
#[component]
pub fn Table(
    /// What it shows.
    #[prop(into)]
    caption: String,
    /// Its columns.
    columns: Vec<Column>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let label = caption.clone();
    let head = |column| match column {
        Column::Words(name) => view! { <th scope="col">{name}</th> }.into_any(),
        Column::Number(name) => view! { <th scope="col" class="number">{name}</th> }.into_any(),
    };
    view! {
        // Who has no mouse scrolls it by the arrow keys.
        <div class="table-frame" role="region" tabindex="0" aria-label=label>
            <table class="table">
                <caption>{caption}</caption>
                <thead>
                    <tr>{columns.into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
