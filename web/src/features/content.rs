//! What was said, each kind in its own form. Nothing that a customer writes becomes markup.

use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::message::content::{Card, OrderItem};
use shared::message::{Content, SentAs};
use shared::template::sent::Top;

use crate::features::media::{MediaView, Sent};
use crate::features::phone::{InteractiveView, TemplateView};
use crate::features::place::Place;
use crate::logic::blocks::{Block, blocks};
use crate::logic::rich::{Piece, Style, pieces};
use crate::ui::icon::{Icon, Kind};

/// What was said.
#[component]
pub fn ContentView(of: ConversationId, id: MessageId, content: Content) -> impl IntoView {
    let file = |media, sent| view! { <MediaView of=of id=id media=media sent=sent /> }.into_any();
    match content {
        Content::Text { body } | Content::System { body } => {
            view! { <Words text=body /> }.into_any()
        }
        Content::Image(media) => file(media, Sent::Picture),
        Content::Video(media) => file(media, Sent::Film),
        Content::Audio(media) => file(media, Sent::Sound),
        Content::Document(media) => file(media, Sent::Document),
        Content::Sticker(media) => file(media, Sent::Sticker),
        Content::Location(place) => view! { <Place place=place /> }.into_any(),
        Content::Contacts { cards } => {
            cards.into_iter().map(|card| view! { <CardView card=card /> }).collect_view().into_any()
        }
        Content::Template(sent) => {
            let above = match &sent.header {
                Some(Top::File(SentAs::Video, media)) => Some(file(media.clone(), Sent::Film)),
                Some(Top::File(SentAs::Document, media)) => {
                    Some(file(media.clone(), Sent::Document))
                }
                Some(Top::File(_, media)) => Some(file(media.clone(), Sent::Picture)),
                Some(Top::Text(_) | Top::Location(_)) | None => None,
            };
            view! { <TemplateView sent=*sent file=above /> }.into_any()
        }
        Content::Interactive(it) => view! { <InteractiveView it=*it /> }.into_any(),
        Content::Button { text: chosen, .. } | Content::ButtonReply { title: chosen, .. } => {
            view! { <Chosen title=chosen description=None /> }.into_any()
        }
        Content::ListReply { title, description, .. } => {
            view! { <Chosen title=title description=description /> }.into_any()
        }
        Content::FlowReply { name, body, response } => {
            view! { <Form name=name body=body response=response /> }.into_any()
        }
        Content::Order { text, items } => view! { <Order text=text items=items /> }.into_any(),
        Content::Edit { content, .. } => view! {
            <p class="small-label">"Changed an earlier message to"</p>
            <ContentView of=of id=id content=*content />
        }
        .into_any(),
        Content::Unsupported { kind } => view! {
            <p class="unsupported">{format!("Unsupported: {kind}")}</p>
            <p class="small-label">"Look at the phone to see it. Nothing is lost."</p>
        }
        .into_any(),
        other @ (Content::Reaction { .. }
        | Content::Revoke { .. }
        | Content::Welcome
        | Content::CallPermission { .. }) => view! { <Words text=other.preview() /> }.into_any(),
    }
}

/// Words as typed, with links that open elsewhere.
#[component]
pub fn Words(text: String) -> impl IntoView {
    written(&text)
}

/// Words with their lists and what is quoted in them.
pub fn written(text: &str) -> AnyView {
    let found = blocks(text);
    if let [Block::Lines(_)] | [] = found.as_slice() {
        return view! { <p class="text" dir="auto">{inline(text)}</p> }.into_any();
    }
    let shown = found.into_iter().map(|block| match block {
        Block::Lines(lines) => view! { <p dir="auto">{inline(&lines)}</p> }.into_any(),
        Block::Quote(lines) => {
            view! { <blockquote dir="auto">{inline(&lines)}</blockquote> }.into_any()
        }
        Block::Bullets(points) => {
            let points = points.iter().map(|it| view! { <li dir="auto">{inline(it)}</li> });
            view! { <ul>{points.collect_view()}</ul> }.into_any()
        }
        Block::Numbers(points) => {
            let points = points.iter().map(
                |(number, it)| view! { <li value=number.to_string() dir="auto">{inline(it)}</li> },
            );
            view! { <ol>{points.collect_view()}</ol> }.into_any()
        }
    });
    let shown: Vec<_> = shown.collect();
    view! { <div class="text">{shown}</div> }.into_any()
}

/// The same within a line.
pub fn inline(text: &str) -> impl IntoView + use<> {
    shown(pieces(text))
}

fn shown(pieces: Vec<Piece>) -> Vec<AnyView> {
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Words(words) => words.into_any(),
        Piece::Link(link) => {
            let href = link.clone();
            view! { <a href=href target="_blank" rel="noopener noreferrer">{link}</a> }.into_any()
        }
        Piece::Styled(style, inside) => {
            let inside = shown(inside);
            match style {
                Style::Bold => view! { <strong>{inside}</strong> }.into_any(),
                Style::Italic => view! { <em>{inside}</em> }.into_any(),
                Style::Struck => view! { <s>{inside}</s> }.into_any(),
            }
        }
        Piece::Code(code) => view! { <code>{code}</code> }.into_any(),
    });
    pieces.collect()
}

#[component]
fn CardView(card: Card) -> impl IntoView {
    let lines = card.company.into_iter().chain(card.phones).chain(card.emails);
    view! {
        <div class="file">
            <span class="file-icon"><Icon kind=Kind::Person /></span>
            <span class="file-name" dir="auto">{card.name.unwrap_or_else(|| "Contact".into())}</span>
            <span class="small-label">
                {lines.map(|line| view! { <span class="block" dir="auto">{line}</span> }).collect_view()}
            </span>
        </div>
    }
}

#[component]
fn Chosen(title: String, description: Option<String>) -> impl IntoView {
    view! {
        <p class="small-label">"Chose"</p>
        <p class="text" dir="auto">{title}</p>
        {description.map(|words| view! { <p class="small-label" dir="auto">{words}</p> })}
    }
}

#[component]
fn Form(name: String, body: Option<String>, response: Option<String>) -> impl IntoView {
    let title = if name == "address_message" { "Address" } else { "Form" };
    view! {
        <p class="small-label">{format!("{title}, filled in")}</p>
        {body.map(|body| view! { <Words text=body /> })}
        {response
            .map(|answers| {
                view! {
                    <details class="answers">
                        <summary>"Answers"</summary>
                        <pre>{answers}</pre>
                    </details>
                }
            })}
    }
}

#[component]
fn Order(text: Option<String>, items: Vec<OrderItem>) -> impl IntoView {
    view! {
        <div class="file">
            <span class="file-icon"><Icon kind=Kind::Cart /></span>
            <span class="file-name">"Order"</span>
            <span class="small-label">
                {items
                    .into_iter()
                    .map(|it| {
                        let line = format!("{} × {} at {} {}", it.quantity, it.product, it.price, it.currency);
                        view! { <span class="block">{line}</span> }
                    })
                    .collect_view()}
            </span>
        </div>
        {text.map(|text| view! { <Words text=text /> })}
    }
}
