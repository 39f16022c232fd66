//! A message as the customer's phone shows it: what stands above, the text, what stands below, and what can be pressed.

use leptos::prelude::*;
use shared::message::Interactive;
use shared::message::interactive::{Ask, Section};
use shared::template::sent::Top;
use shared::template::{Button, ButtonKind, Sent};

use crate::features::content::Words;
use crate::features::place::Place;
use crate::ui::icon::{Icon, Kind};

/// What a template says. The file above the text is drawn by who has it.
#[component]
pub fn TemplateView(sent: Sent, #[prop(optional_no_strip)] file: Option<AnyView>) -> impl IntoView {
    let above = match sent.header {
        Some(Top::Text(line)) => view! { <p class="phone-header" dir="auto">{line}</p> }.into_any(),
        Some(Top::Location(place)) => view! { <Place place=place /> }.into_any(),
        Some(Top::File(..)) => file.into_any(),
        None => ().into_any(),
    };
    let pressed = sent.buttons.into_iter().map(|Button { kind, text, target }| {
        let (icon, target) = match kind {
            ButtonKind::Reply => (Some(Kind::Reply), None),
            ButtonKind::Url => (Some(Kind::Link), target),
            ButtonKind::Phone => (Some(Kind::Phone), target),
            ButtonKind::Code => (Some(Kind::Copy), target),
            ButtonKind::Other => (None, None),
        };
        view! { <Pressed icon=icon words=text title=target /> }
    });
    view! {
        <div class="phone-message">
            {above}
            <Words text=sent.body />
            {sent.footer.map(|line| view! { <p class="phone-footer" dir="auto">{line}</p> })}
            <Buttons>{pressed.collect_view()}</Buttons>
        </div>
    }
}

/// What is answered by pressing it.
#[component]
pub fn InteractiveView(it: Interactive) -> impl IntoView {
    let pressed = match it.ask {
        Ask::Buttons(buttons) => buttons
            .into_iter()
            .map(|words| view! { <Pressed icon=Some(Kind::Reply) words=words title=None /> })
            .collect_view()
            .into_any(),
        Ask::Link { button, url } => {
            view! { <Pressed icon=Some(Kind::Link) words=button title=Some(url) /> }.into_any()
        }
        Ask::Call => {
            view! { <Pressed icon=Some(Kind::Phone) words="Allow calls".to_owned() title=None /> }
                .into_any()
        }
        Ask::List { button, sections } => {
            view! { <List button=button sections=sections /> }.into_any()
        }
    };
    view! {
        <div class="phone-message">
            {it.header.map(|line| view! { <p class="phone-header" dir="auto">{line}</p> })}
            <Words text=it.body />
            {it.footer.map(|line| view! { <p class="phone-footer" dir="auto">{line}</p> })}
            <Buttons>{pressed}</Buttons>
        </div>
    }
}

/// A list lies behind its button on the phone; here it can be looked into.
#[component]
fn List(button: String, sections: Vec<Section>) -> impl IntoView {
    let section = |section: Section| {
        let row = |row: shared::message::interactive::Row| {
            view! {
                <li>
                    <span dir="auto">{row.title}</span>
                    {(!row.description.is_empty()).then(|| view! { <span class="small-label block" dir="auto">{row.description}</span> })}
                </li>
            }
        };
        view! {
            {(!section.title.is_empty()).then(|| view! { <p class="small-label" dir="auto">{section.title}</p> })}
            <ul>{section.rows.into_iter().map(row).collect_view()}</ul>
        }
    };
    view! {
        <details class="phone-list">
            <summary><bdi>{button}</bdi></summary>
            {sections.into_iter().map(section).collect_view()}
        </details>
    }
}

#[component]
fn Buttons(children: Children) -> impl IntoView {
    view! { <div class="phone-buttons">{children()}</div> }
}

#[component]
fn Pressed(icon: Option<Kind>, words: String, title: Option<String>) -> impl IntoView {
    view! {
        <p class="phone-button" title=title data-testid="phone-button">
            {icon.map(|kind| view! { <Icon kind=kind /> })}
            <bdi>{words}</bdi>
        </p>
    }
}
