//! What a message says: every type of the Cloud API's webhooks becomes its [`Content`]. What can't be understood
//! becomes `Unsupported`, never an error.

use serde_json::Value;
use shared::message::content::{Card, Location, Media, OrderItem};
use shared::message::{Bytes, Content};

use super::json::{id, integer, items, text, yes};

/// What a message says, of whatever shape it is.
pub(super) fn content(message: &Value) -> Content {
    let kind = kind(message);
    understood(&kind, message).unwrap_or(Content::Unsupported { kind })
}

/// The types whose block tells them when `type` is missing.
const TELLING: [&str; 18] = [
    "text",
    "image",
    "video",
    "audio",
    "voice",
    "document",
    "sticker",
    "location",
    "contacts",
    "button",
    "interactive",
    "reaction",
    "order",
    "system",
    "edit",
    "revoke",
    "unsupported",
    "request_welcome",
];

fn kind(message: &Value) -> String {
    id(message, "type").unwrap_or_else(|| {
        let told = TELLING.into_iter().find(|kind| message.get(kind).is_some());
        told.unwrap_or("unknown").to_owned()
    })
}

fn understood(kind: &str, message: &Value) -> Option<Content> {
    let block = message.get(kind).unwrap_or(&Value::Null);
    match kind {
        "text" => Some(Content::Text { body: text(block, "body")? }),
        "image" => media(message, block).map(Content::Image),
        "video" => media(message, block).map(Content::Video),
        "audio" => media(message, block).map(Content::Audio),
        // As voice notes were called long ago.
        "voice" => media(message, block).map(|of| Content::Audio(Media { voice: true, ..of })),
        "document" => media(message, block).map(Content::Document),
        "sticker" => media(message, block).map(Content::Sticker),
        "location" => location(block),
        "contacts" => Some(Content::Contacts { cards: cards(message)? }),
        "button" => button(block),
        "interactive" => interactive(block),
        "reaction" => Some(Content::Reaction {
            target: id(block, "message_id")?,
            emoji: text(block, "emoji"),
        }),
        "order" => order(block),
        "system" => Some(Content::System { body: system(block) }),
        "edit" => edit(block),
        "revoke" => Some(Content::Revoke { target: id(block, "original_message_id")? }),
        "request_welcome" => Some(Content::Welcome),
        "unsupported" => Some(Content::Unsupported {
            kind: id(block, "type").unwrap_or_else(|| "unknown".to_owned()),
        }),
        _ => None,
    }
}

/// A file; without its id when WhatsApp says, by an error beside it, that it can't be had.
fn media(message: &Value, block: &Value) -> Option<Media> {
    let failed = !items(message, "errors").is_empty();
    if !block.is_object() && !failed {
        return None;
    }
    Some(Media {
        media_id: id(block, "id").filter(|_| !failed),
        mime: text(block, "mime_type"),
        sha256: text(block, "sha256"),
        caption: text(block, "caption"),
        filename: text(block, "filename"),
        voice: yes(block, "voice"),
        animated: yes(block, "animated"),
        bytes: Bytes::Coming,
    })
}

fn location(block: &Value) -> Option<Content> {
    Some(Content::Location(Location {
        latitude: text(block, "latitude")?,
        longitude: text(block, "longitude")?,
        name: text(block, "name"),
        address: text(block, "address"),
    }))
}

fn cards(message: &Value) -> Option<Vec<Card>> {
    let cards: Vec<Card> =
        items(message, "contacts").iter().filter(|card| card.is_object()).map(card).collect();
    (!cards.is_empty()).then_some(cards)
}

fn card(card: &Value) -> Card {
    let each = |list: &str, keys: &[&str]| -> Vec<String> {
        let of = |item: &Value| keys.iter().find_map(|key| text(item, key));
        items(card, list).iter().filter_map(of).collect()
    };
    Card {
        name: card.get("name").and_then(name),
        phones: each("phones", &["phone", "wa_id"]),
        emails: each("emails", &["email"]),
        company: card.get("org").and_then(|org| text(org, "company")),
    }
}

fn name(name: &Value) -> Option<String> {
    text(name, "formatted_name").or_else(|| {
        let parts = ["first_name", "middle_name", "last_name"].map(|key| text(name, key));
        let whole = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!whole.is_empty()).then_some(whole)
    })
}

/// The phone that the sender gave of themselves because we had asked: a card of theirs, and of nobody else's.
pub(super) fn own_phone(message: &Value) -> Option<String> {
    let own = |card: &&Value| text(card, "origin").as_deref() == Some("contact_request");
    let card = items(message, "contacts").iter().find(own)?;
    let phone = items(card, "phones").first()?;
    ["wa_id", "phone"].iter().find_map(|key| super::phone::digits(&id(phone, key)?))
}

fn button(block: &Value) -> Option<Content> {
    let payload = text(block, "payload");
    Some(Content::Button { text: text(block, "text").or_else(|| payload.clone())?, payload })
}

/// An answer to something interactive of ours; also when its type has to be guessed from what is there.
fn interactive(block: &Value) -> Option<Content> {
    let told = id(block, "type").or_else(|| {
        let kinds = ["button_reply", "list_reply", "nfm_reply", "call_permission_reply"];
        kinds.into_iter().find(|kind| block.get(kind).is_some()).map(str::to_owned)
    })?;
    let reply = block.get(&told).unwrap_or(&Value::Null);
    let (chosen, title) = (text(reply, "id"), text(reply, "title"));
    match told.as_str() {
        "button_reply" => {
            let title = title.or_else(|| chosen.clone())?;
            Some(Content::ButtonReply { id: chosen.unwrap_or_default(), title })
        }
        "list_reply" => {
            let title = title.or_else(|| chosen.clone())?;
            let description = text(reply, "description");
            Some(Content::ListReply { id: chosen.unwrap_or_default(), title, description })
        }
        "nfm_reply" => reply.is_object().then(|| flow_reply(reply)),
        "call_permission_reply" => reply.is_object().then(|| call_permission(reply)),
        _ => Some(Content::Unsupported { kind: told }),
    }
}

fn flow_reply(reply: &Value) -> Content {
    let response = match reply.get("response_json") {
        None | Some(Value::Null) => None,
        // A text by the book; kept as it is, since it need not be JSON.
        Some(Value::String(_)) => text(reply, "response_json"),
        Some(other) => Some(other.to_string()),
    };
    let name = text(reply, "name").unwrap_or_else(|| "flow".to_owned());
    Content::FlowReply { name, body: text(reply, "body"), response }
}

fn call_permission(reply: &Value) -> Content {
    let granted = text(reply, "response").as_deref() == Some("accept");
    let ends = granted && !yes(reply, "is_permanent");
    Content::CallPermission {
        granted,
        until: integer(reply, "expiration_timestamp").filter(|_| ends),
    }
}

fn order(block: &Value) -> Option<Content> {
    let item = |item: &Value| {
        let word = |key| text(item, key).unwrap_or_default();
        OrderItem {
            product: word("product_retailer_id"),
            quantity: word("quantity"),
            price: word("item_price"),
            currency: word("currency"),
        }
    };
    block.is_object().then(|| Content::Order {
        text: text(block, "text"),
        items: items(block, "product_items").iter().map(item).collect(),
    })
}

fn system(block: &Value) -> String {
    text(block, "body").unwrap_or_else(|| {
        let words = match id(block, "type").as_deref() {
            Some("user_changed_number" | "user_changed_user_id") => {
                "The customer changed to another phone number."
            }
            Some("customer_identity_changed") => {
                "The customer's security code changed: they may have another phone, or be somebody else."
            }
            _ => "WhatsApp says that something about the customer changed.",
        };
        words.to_owned()
    })
}

fn edit(block: &Value) -> Option<Content> {
    let now = block.get("message").filter(|now| now.is_object())?;
    let target = id(block, "original_message_id")?;
    Some(Content::Edit { target, content: Box::new(content(now)) })
}

#[cfg(test)]
mod tests;
