//! Templates at WhatsApp: the list of an account, and what a message that was made from one has to say.

use serde_json::{Map, Value, json};
use shared::message::SentAs;
use shared::template::sent::{Given, Top};
use shared::template::{Sent, Slot, Template};

use super::super::errors::ApiError;
use super::super::json::{items, text};
use super::super::outcome::Outcome;
use super::super::template::template;
use super::{Number, Recipient, WhatsApp, message};

/// What is asked of each template.
const FIELDS: &str =
    "name,language,category,status,parameter_format,components,quality_score,rejected_reason";
/// How many are asked for at once.
const LIMIT: &str = "200";

/// A part of an account's templates.
#[derive(Clone, Debug)]
pub struct TemplatePage {
    /// Those that can be understood.
    pub templates: Vec<Template>,
    /// What to ask the next page after, if there is one.
    pub after: Option<String>,
}

impl WhatsApp {
    /// The templates of a business account, after those before.
    pub async fn templates(
        &self,
        number: &Number,
        account: &str,
        after: Option<&str>,
    ) -> Result<TemplatePage, ApiError> {
        let mut query = vec![("fields", FIELDS), ("limit", LIMIT)];
        query.extend(after.map(|after| ("after", after)));
        let request = self.http.get(self.url(&[account, "message_templates"])).query(&query);
        let said = self.ask(number, request).await.result()?;
        let paging = said.get("paging").unwrap_or(&Value::Null);
        // There is a cursor on the last page too, but no address of a next one.
        let more = text(paging, "next").is_some();
        let after = paging.get("cursors").and_then(|it| text(it, "after")).filter(|_| more);
        Ok(TemplatePage {
            templates: items(&said, "data").iter().filter_map(template).collect(),
            after,
        })
    }

    /// Sends what is not simply text or a file, as [`send_text`](Self::send_text) sends a text.
    pub async fn send_made(
        &self,
        number: &Number,
        to: &Recipient,
        (kind, content): (&'static str, &Value),
        reply_to: Option<&str>,
        callback_data: &str,
    ) -> Outcome {
        self.post(number, &message(to, kind, content, reply_to, callback_data)).await.outcome()
    }
}

/// The object under `template`. `media` is WhatsApp's id of the file above the text.
pub fn as_template(sent: &Sent, media: Option<&str>) -> Value {
    let (mut header, mut body, mut buttons) = (vec![], vec![], vec![]);
    for Given { slot, value } in &sent.given {
        match slot {
            Slot::Header(name) => header.push(words(sent.named, name, value)),
            Slot::Body(name) => body.push(words(sent.named, name, value)),
            Slot::Url(at) => buttons.push(json!({
                "type": "button", "sub_type": "url", "index": at.to_string(),
                "parameters": [{ "type": "text", "text": value }],
            })),
            Slot::Code(at) => buttons.push(json!({
                "type": "button", "sub_type": "copy_code", "index": at.to_string(),
                "parameters": [{ "type": "coupon_code", "coupon_code": value }],
            })),
            Slot::File(_)
            | Slot::Latitude
            | Slot::Longitude
            | Slot::PlaceName
            | Slot::PlaceAddress => {}
        }
    }
    match &sent.header {
        Some(Top::File(sent_as, file)) => {
            let mut it = Map::from_iter([("id".to_owned(), json!(media))]);
            if let (SentAs::Document, Some(name)) = (sent_as, &file.filename) {
                it.insert("filename".to_owned(), json!(name));
            }
            header.push(json!({ "type": sent_as.name(), sent_as.name(): it }));
        }
        Some(Top::Location(place)) => header.push(json!({ "type": "location", "location": {
            "latitude": place.latitude, "longitude": place.longitude,
            "name": place.name, "address": place.address,
        } })),
        Some(Top::Text(_)) | None => {}
    }
    let parts = [("header", header), ("body", body)].into_iter().filter(|(_, it)| !it.is_empty());
    let parts = parts.map(|(kind, parameters)| json!({ "type": kind, "parameters": parameters }));
    let components: Vec<Value> = parts.chain(buttons).collect();
    json!({ "name": sent.name, "language": { "code": sent.language }, "components": components })
}

fn words(named: bool, name: &str, value: &str) -> Value {
    if named {
        json!({ "type": "text", "parameter_name": name, "text": value })
    } else {
        json!({ "type": "text", "text": value })
    }
}
