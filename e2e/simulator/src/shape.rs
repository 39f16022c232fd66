//! The shape of what may be sent, as Meta checks it before accepting. It looks at JSON only and
//! knows nothing of customers or time.

mod interactive;

use serde_json::Value;

use crate::error::Refusal;

type Checked<T = ()> = Result<T, Refusal>;

const MEDIA: [&str; 5] = ["image", "video", "audio", "document", "sticker"];

/// Checks a whole send.
pub(crate) fn message(message: &Value) -> Checked {
    recipient(message)?;
    if let Some(data) = message.get("biz_opaque_callback_data") {
        limited(data, "biz_opaque_callback_data", 512)?;
    }
    let kind = match message.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(_) => return Err(Refusal::parameter("Param type must be a string")),
        None => "text",
    };
    context(message, kind)?;
    let known = MEDIA.contains(&kind)
        || ["text", "location", "contacts", "reaction", "template", "interactive"].contains(&kind);
    if !known {
        return Err(Refusal::parameter(
            "Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, INTERACTIVE, LOCATION, \
             REACTION, STICKER, TEMPLATE, TEXT, VIDEO} - got \""
                .to_owned()
                + kind
                + "\".",
        ));
    }
    let body = message
        .get(kind)
        .ok_or_else(|| Refusal::parameter(format!("The parameter {kind} is required.")))?;
    match kind {
        "text" => text(body),
        "location" => location(body),
        "contacts" => contacts(body),
        "reaction" => reaction(body),
        "template" => template(body),
        "interactive" => interactive::check(body),
        _ => media(kind, body),
    }
}

/// A required string of at most `most` characters.
pub(crate) fn string<'a>(object: &'a Value, key: &str, most: usize) -> Checked<&'a str> {
    let value = object.get(key).ok_or_else(|| missing(key))?;
    let text = limited(value, key, most)?;
    if text.is_empty() { Err(missing(key)) } else { Ok(text) }
}

/// The same where it may be left out.
fn maybe_string(object: &Value, key: &str, most: usize) -> Checked {
    object.get(key).map_or(Ok(()), |value| limited(value, key, most).map(|_| ()))
}

fn limited<'a>(value: &'a Value, key: &str, most: usize) -> Checked<&'a str> {
    let text = value
        .as_str()
        .ok_or_else(|| Refusal::parameter(format!("Param {key} must be a string")))?;
    if text.chars().count() > most {
        let message = format!("Param {key} must be at most {most} characters long.");
        return Err(Refusal::parameter(message));
    }
    Ok(text)
}

fn missing(what: &str) -> Refusal {
    Refusal::because(131_008, format!("{what} is missing in request body parameters."))
}

fn recipient(message: &Value) -> Checked {
    if message.get("to").is_some() {
        let to = string(message, "to", 150)?;
        let digits = to.chars().filter(char::is_ascii_digit).count();
        if !to.contains('.') && !(5..=20).contains(&digits) {
            return Err(Refusal::because(131_009, "Recipient phone number is not valid"));
        }
    } else if message.get("recipient").is_some() {
        string(message, "recipient", 150)?;
    } else {
        return Err(Refusal::parameter("The parameter to is required."));
    }
    match message.get("recipient_type").map(Value::as_str) {
        None | Some(Some("individual")) => Ok(()),
        Some(_) => Err(Refusal::parameter("Param recipient_type must be one of {INDIVIDUAL}")),
    }
}

fn context(message: &Value, kind: &str) -> Checked {
    let Some(context) = message.get("context") else { return Ok(()) };
    if kind == "reaction" {
        return Err(Refusal::because(131_009, "context cannot be used with reaction messages"));
    }
    string(context, "message_id", 1024).map(|_| ())
}

fn text(body: &Value) -> Checked {
    let words = body
        .get("body")
        .ok_or_else(|| Refusal::parameter("The parameter text['body'] is required."))?;
    let words = limited(words, "text['body']", 4096)?;
    if words.trim().is_empty() {
        return Err(Refusal::parameter("The parameter text['body'] is required."));
    }
    match body.get("preview_url") {
        None | Some(Value::Bool(_)) => Ok(()),
        Some(_) => Err(Refusal::parameter("Param text['preview_url'] must be a boolean")),
    }
}

fn media(kind: &str, body: &Value) -> Checked {
    match (body.get("id"), body.get("link")) {
        (Some(_), Some(_)) => {
            return Err(Refusal::parameter(format!("Param {kind} must have either id or link.")));
        }
        (Some(_), None) => string(body, "id", 128)?,
        (None, Some(_)) => string(body, "link", 2048)?,
        (None, None) => return Err(missing(&format!("{kind}.id or {kind}.link"))),
    };
    if body.get("caption").is_some() {
        if matches!(kind, "audio" | "sticker") {
            return Err(Refusal::parameter(format!(
                "Unexpected key \"caption\" on param \"{kind}\"."
            )));
        }
        maybe_string(body, "caption", 1024)?;
    }
    if body.get("filename").is_some() && kind != "document" {
        return Err(Refusal::parameter(format!(
            "Unexpected key \"filename\" on param \"{kind}\"."
        )));
    }
    Ok(())
}

fn location(body: &Value) -> Checked {
    for (key, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let value = body.get(key).ok_or_else(|| missing(key))?;
        let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
        if number.is_none_or(|number: f64| number.abs() > most) {
            return Err(Refusal::because(131_009, format!("location.{key} is not valid")));
        }
    }
    maybe_string(body, "name", 1000)?;
    maybe_string(body, "address", 1000)
}

fn contacts(body: &Value) -> Checked {
    let cards = body.as_array().filter(|cards| !cards.is_empty());
    let cards = cards.ok_or_else(|| missing("contacts"))?;
    if cards.len() > 257 {
        return Err(Refusal::because(131_009, "contacts must be at most 257"));
    }
    for card in cards {
        let name = card.get("name").ok_or_else(|| missing("contacts.name"))?;
        string(name, "formatted_name", 1000)?;
    }
    Ok(())
}

fn reaction(body: &Value) -> Checked {
    string(body, "message_id", 1024)?;
    // An empty emoji takes the reaction back.
    let emoji = body.get("emoji").ok_or_else(|| missing("reaction.emoji"))?;
    limited(emoji, "reaction['emoji']", 16).map(|_| ())
}

fn template(body: &Value) -> Checked {
    let name = string(body, "name", 512)?;
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    {
        return Err(Refusal::because(131_009, "template.name is not valid"));
    }
    let language = body.get("language").ok_or_else(|| missing("template.language"))?;
    string(language, "code", 16)?;
    let Some(components) = body.get("components") else { return Ok(()) };
    let components = components
        .as_array()
        .ok_or_else(|| Refusal::parameter("Param components must be an array"))?;
    for component in components {
        let kind = string(component, "type", 32)?.to_lowercase();
        if !["header", "body", "button", "carousel", "limited_time_offer"].contains(&kind.as_str())
        {
            return Err(Refusal::because(131_009, "template.components.type is not valid"));
        }
        if kind == "button"
            && (component.get("sub_type").is_none() || component.get("index").is_none())
        {
            return Err(missing("template.components.sub_type and index"));
        }
        for parameter in component.get("parameters").and_then(Value::as_array).into_iter().flatten()
        {
            let kind = string(parameter, "type", 32)?;
            if kind == "text" {
                string(parameter, "text", 1024)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::message;

    fn with(kind: &str, body: &Value) -> Value {
        json!({ "messaging_product": "whatsapp", "to": "+16505551234", "type": kind, kind: body })
    }

    #[track_caller]
    fn refused(kind: &str, body: &Value, code: i64) {
        assert_eq!(message(&with(kind, body)).unwrap_err().code, code);
    }

    #[test]
    fn every_documented_message_is_taken() {
        for (kind, body) in [
            ("text", json!({ "body": "Hi", "preview_url": true })),
            ("image", json!({ "id": "1", "caption": "Look" })),
            ("document", json!({ "link": "https://example.org/a.pdf", "filename": "a.pdf" })),
            ("audio", json!({ "id": "1", "voice": true })),
            ("location", json!({ "latitude": 1.5, "longitude": "-2.5", "name": "Here" })),
            ("contacts", json!([{ "name": { "formatted_name": "Ana", "first_name": "Ana" } }])),
            ("reaction", json!({ "message_id": "wamid.x", "emoji": "" })),
            ("template", json!({ "name": "hello_world", "language": { "code": "en_US" } })),
        ] {
            message(&with(kind, &body)).unwrap_or_else(|refusal| panic!("{kind}: {refusal}"));
        }
    }

    #[test]
    fn text_is_limited_in_characters_not_bytes() {
        message(&with("text", &json!({ "body": "ü".repeat(4096) }))).unwrap();
        refused("text", &json!({ "body": "ü".repeat(4097) }), 100);
    }

    #[test]
    fn what_is_wrong_is_refused() {
        refused("text", &json!({}), 100);
        refused("text", &json!({ "body": "  " }), 100);
        refused("image", &json!({ "caption": "no file" }), 131_008);
        refused("image", &json!({ "id": "1", "caption": "x".repeat(1025) }), 100);
        refused("sticker", &json!({ "id": "1", "caption": "x" }), 100);
        refused("location", &json!({ "latitude": 91, "longitude": 0 }), 131_009);
        refused("reaction", &json!({ "message_id": "wamid.x" }), 131_008);
        refused("template", &json!({ "name": "Hello" , "language": { "code": "en" } }), 131_009);
        refused("hologram", &json!({}), 100);
    }

    #[test]
    fn somebody_must_be_meant() {
        let mut nobody = with("text", &json!({ "body": "Hi" }));
        nobody.as_object_mut().unwrap().remove("to");
        assert_eq!(message(&nobody).unwrap_err().code, 100);
        nobody["recipient"] = json!("US.13491208655302741918");
        message(&nobody).unwrap();
    }

    #[test]
    fn a_recipient_has_digits() {
        let mut sent = with("text", &json!({ "body": "Hi" }));
        sent["to"] = json!("Sam");
        assert_eq!(message(&sent).unwrap_err().code, 131_009);
        sent["to"] = json!("+1 (650) 555-1234");
        message(&sent).unwrap();
    }

    #[test]
    fn callback_data_has_512_characters_at_most() {
        let mut sent = with("text", &json!({ "body": "Hi" }));
        sent["biz_opaque_callback_data"] = json!("x".repeat(512));
        message(&sent).unwrap();
        sent["biz_opaque_callback_data"] = json!("x".repeat(513));
        assert_eq!(message(&sent).unwrap_err().code, 100);
    }
}
