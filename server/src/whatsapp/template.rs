//! Templates as WhatsApp writes them, and what it says of them. What can't be understood is left out, never an error.

use serde_json::Value;
use shared::message::SentAs;
use shared::template::{Button, ButtonKind, Category, Header, Quality, Status, Template};

use super::json::{id, items, text};

/// WhatsApp says that something about a template changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateUpdate {
    /// Its id.
    pub id: String,
    /// What changed.
    pub changed: Changed,
}

/// What changed about a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Whether it may be sent, and why not.
    Status {
        /// What it is now.
        status: Status,
        /// In WhatsApp's words.
        reason: Option<String>,
    },
    /// How customers take it.
    Quality(Quality),
    /// What WhatsApp takes it for.
    Category(Category),
    /// What it says.
    Content,
}

/// What one of the fields about templates says.
pub(super) fn update(field: &str, value: &Value) -> Option<TemplateUpdate> {
    let template = id(value, "message_template_id")?;
    // Some of Meta's samples give the quality under the field of the status.
    let quality = text(value, "new_quality_score").map(|it| Changed::Quality(quality(&it)));
    let changed = match field {
        "message_template_status_update" | "message_template_quality_update" => {
            quality.or_else(|| {
                let status = status(&text(value, "event")?);
                Some(Changed::Status { status, reason: reason(value, "reason") })
            })?
        }
        // Without what it was before, it only tells what will be.
        "template_category_update" => {
            text(value, "previous_category")?;
            Changed::Category(category(&text(value, "new_category")?))
        }
        "message_template_components_update" => Changed::Content,
        _ => return None,
    };
    Some(TemplateUpdate { id: template, changed })
}

/// One template of the list.
pub(super) fn template(it: &Value) -> Option<Template> {
    let category = category(&text(it, "category").unwrap_or_default());
    let mut template = Template {
        id: id(it, "id")?,
        name: id(it, "name")?,
        language: id(it, "language")?.replace('-', "_"),
        category,
        status: status(&text(it, "status").unwrap_or_default()),
        reason: reason(it, "rejected_reason"),
        quality: it
            .get("quality_score")
            .and_then(|it| text(it, "score"))
            .as_deref()
            .map(quality)
            .unwrap_or_default(),
        named: text(it, "parameter_format").is_some_and(|it| it.eq_ignore_ascii_case("NAMED")),
        header: None,
        body: String::new(),
        footer: None,
        buttons: vec![],
        foreign: (category == Category::Authentication)
            .then(|| "Codes for logging in are sent by programs, not by hand.".to_owned()),
    };
    for component in items(it, "components") {
        take(&mut template, component);
    }
    Some(template)
}

fn take(template: &mut Template, component: &Value) {
    let kind = text(component, "type").unwrap_or_default().to_ascii_uppercase();
    match kind.as_str() {
        "HEADER" => match header(component) {
            Some(header) => template.header = Some(header),
            None => foreign(template, "a header"),
        },
        "BODY" => template.body = text(component, "text").unwrap_or_default(),
        "FOOTER" => template.footer = text(component, "text"),
        "BUTTONS" => {
            for it in items(component, "buttons") {
                match button(it) {
                    Some(button) => template.buttons.push(button),
                    None => foreign(template, "a button"),
                }
            }
        }
        "CALL_PERMISSION_REQUEST" => {}
        "CAROUSEL" => foreign(template, "a carousel"),
        "LIMITED_TIME_OFFER" => foreign(template, "an offer that ends"),
        _ => foreign(template, "a part"),
    }
}

fn foreign(template: &mut Template, what: &str) {
    let words = || format!("It has {what} that can't be filled in here yet.");
    template.foreign.get_or_insert_with(words);
}

fn header(component: &Value) -> Option<Header> {
    Some(match text(component, "format")?.to_ascii_uppercase().as_str() {
        "TEXT" => Header::Text(text(component, "text").unwrap_or_default()),
        "IMAGE" => Header::File(SentAs::Image),
        "VIDEO" => Header::File(SentAs::Video),
        "DOCUMENT" => Header::File(SentAs::Document),
        "LOCATION" => Header::Location,
        _ => return None,
    })
}

fn button(it: &Value) -> Option<Button> {
    let (kind, target) = match text(it, "type")?.to_ascii_uppercase().as_str() {
        "QUICK_REPLY" => (ButtonKind::Reply, None),
        "URL" => (ButtonKind::Url, text(it, "url")),
        "PHONE_NUMBER" => (ButtonKind::Phone, text(it, "phone_number")),
        "COPY_CODE" => (ButtonKind::Code, None),
        "FLOW" | "VOICE_CALL" | "CATALOG" | "REQUEST_CONTACT_INFO" => (ButtonKind::Other, None),
        _ => return None,
    };
    let fallback = if kind == ButtonKind::Code { "Copy offer code" } else { "" };
    Some(Button { kind, text: text(it, "text").unwrap_or_else(|| fallback.to_owned()), target })
}

/// `NONE` is no reason.
fn reason(value: &Value, key: &str) -> Option<String> {
    text(value, key).filter(|it| !it.eq_ignore_ascii_case("none"))
}

fn status(word: &str) -> Status {
    match word.to_ascii_uppercase().as_str() {
        // What is flagged may still be sent.
        "APPROVED" | "REINSTATED" | "FLAGGED" => Status::Approved,
        "PENDING" | "IN_APPEAL" => Status::Pending,
        "REJECTED" => Status::Rejected,
        "PAUSED" => Status::Paused,
        "DISABLED" => Status::Disabled,
        "DELETED" | "PENDING_DELETION" | "ARCHIVED" => Status::Gone,
        _ => Status::Locked,
    }
}

fn category(word: &str) -> Category {
    match word.to_ascii_uppercase().as_str() {
        "UTILITY" => Category::Utility,
        "AUTHENTICATION" => Category::Authentication,
        _ => Category::Marketing,
    }
}

fn quality(word: &str) -> Quality {
    match word.to_ascii_uppercase().as_str() {
        "GREEN" => Quality::High,
        "YELLOW" => Quality::Medium,
        "RED" => Quality::Low,
        _ => Quality::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_part_is_read_and_what_is_foreign_is_said() {
        let it = template(&json!({
            "id": 17, "name": "sale", "language": "en-US", "category": "MARKETING", "status": "APPROVED",
            "parameter_format": "NAMED", "quality_score": { "score": "YELLOW" }, "rejected_reason": "NONE",
            "components": [
                { "type": "header", "format": "VIDEO" }, { "type": "BODY", "text": "Hi {{name}}" },
                { "type": "FOOTER", "text": "STOP" },
                { "type": "BUTTONS", "buttons": [
                    { "type": "URL", "text": "Go", "url": "https://a.org/{{1}}" },
                    { "type": "PHONE_NUMBER", "text": "Call", "phone_number": "+1" },
                    { "type": "COPY_CODE", "example": "X" },
                ] },
            ],
        })).unwrap();
        assert_eq!((it.id.as_str(), it.language.as_str(), it.named), ("17", "en_US", true));
        assert_eq!(
            (it.quality, it.reason, it.header),
            (Quality::Medium, None, Some(Header::File(SentAs::Video)))
        );
        assert_eq!(it.buttons.len(), 3);
        assert_eq!(it.foreign, None);
        let carousel = json!({ "id": "1", "name": "a", "language": "de", "components": [{ "type": "CAROUSEL" }] });
        assert!(template(&carousel).unwrap().obstacle().is_some());
        assert_eq!(template(&json!({ "name": "a" })), None);
    }

    #[test]
    fn only_a_category_that_has_changed_is_taken() {
        let field = "template_category_update";
        let soon = json!({ "message_template_id": 1, "new_category": "UTILITY", "correct_category": "MARKETING" });
        assert_eq!(update(field, &soon), None);
        let done = json!({ "message_template_id": 1, "previous_category": "UTILITY", "new_category": "MARKETING" });
        let changed = Changed::Category(Category::Marketing);
        assert_eq!(update(field, &done), Some(TemplateUpdate { id: "1".into(), changed }));
    }
}
