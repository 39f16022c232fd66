//! Message templates of the account: those that it begins with, and what becomes of them.

mod fill;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::envelope::Change;
use crate::ids;
use crate::outbox::{self, Webhook};
use crate::put::Put as _;
use crate::world::World;

pub(crate) use fill::check;

/// Adds a template as it is given, approved unless it says otherwise; gives its id. Nobody is told.
pub(crate) fn add(world: &World, mut template: Value) -> String {
    let id = text(&template, "id").unwrap_or_else(|| ids::digits(15));
    template.put("id", id.as_str());
    for (key, usual) in [
        ("status", "APPROVED"),
        ("category", "UTILITY"),
        ("language", "en_US"),
        ("parameter_format", "POSITIONAL"),
    ] {
        if template.get(key).is_none() {
            template.put(key, usual);
        }
    }
    world.state().templates.push(template);
    id
}

/// What becomes of a template, with the webhook that tells it: `event` (and `reason`), `quality`, `category` or
/// `components`. Says whether there is such a template.
pub(crate) fn change(world: &Arc<World>, id: &str, what: &Value) -> bool {
    let mut state = world.state();
    let Some(at) = state.templates.iter().position(|it| text(it, "id").as_deref() == Some(id))
    else {
        return false;
    };
    let Some(template) = state.templates.get_mut(at) else { return false };
    let mut value = json!({
        "message_template_id": id.parse::<u64>().unwrap_or_default(),
        "message_template_name": template.get("name"),
        // As some of Meta's own samples write it.
        "message_template_language": text(template, "language").unwrap_or_default().replace('_', "-"),
    });
    let field = if let Some(event) = text(what, "event") {
        let reason = text(what, "reason").unwrap_or_else(|| "NONE".into());
        value.put("event", event.as_str());
        value.put("reason", reason.as_str());
        template.put("rejected_reason", reason);
        match event.as_str() {
            "DELETED" => drop(state.templates.remove(at)),
            "REINSTATED" | "FLAGGED" => template.put("status", "APPROVED"),
            _ => template.put("status", event),
        }
        "message_template_status_update"
    } else if let Some(quality) = text(what, "quality") {
        let before = template.pointer("/quality_score/score").cloned().unwrap_or_default();
        value.put("previous_quality_score", before);
        value.put("new_quality_score", quality.as_str());
        template.put("quality_score", json!({ "score": quality }));
        "message_template_quality_update"
    } else if let Some(category) = text(what, "category") {
        value.put("previous_category", template.get("category").cloned().unwrap_or_default());
        value.put("new_category", category.as_str());
        template.put("category", category);
        "template_category_update"
    } else if let Some(components) = what.get("components") {
        template.put("components", components.clone());
        "message_template_components_update"
    } else {
        return false;
    };
    drop(state);
    let change = Change { field: field.into(), value };
    outbox::send(world, Webhook::new("templates", change), Duration::ZERO);
    true
}

pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// Those that an account begins with.
pub(crate) fn first() -> Vec<Value> {
    vec![
        template(
            "1001",
            "hello_world",
            "en_US",
            "UTILITY",
            "APPROVED",
            &json!([
                { "type": "HEADER", "format": "TEXT", "text": "Hello World" },
                { "type": "BODY", "text": "Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification." },
                { "type": "FOOTER", "text": "WhatsApp Business Platform sample message" },
            ]),
        ),
        template(
            "1002",
            "order_on_its_way",
            "en_US",
            "UTILITY",
            "APPROVED",
            &json!([
                { "type": "BODY", "text": "Hi {{1}}, your order {{2}} is on its way and should arrive on {{3}}.", "example": { "body_text": [["Ana", "#1042", "Friday"]] } },
                { "type": "BUTTONS", "buttons": [{ "type": "URL", "text": "Track order", "url": "https://example.org/track/{{1}}", "example": ["1042"] }] },
            ]),
        ),
        template(
            "1003",
            "order_on_its_way",
            "pt_BR",
            "UTILITY",
            "APPROVED",
            &json!([
                { "type": "BODY", "text": "Oi {{1}}, seu pedido {{2}} está a caminho e deve chegar em {{3}}.", "example": { "body_text": [["Ana", "#1042", "sexta"]] } },
            ]),
        ),
        template(
            "1004",
            "follow_up",
            "en_US",
            "UTILITY",
            "APPROVED",
            &json!([
                { "type": "BODY", "text": "Hi {{1}}, is there anything else we can help you with?", "example": { "body_text": [["Ana"]] } },
                { "type": "BUTTONS", "buttons": [{ "type": "QUICK_REPLY", "text": "Yes, please" }, { "type": "QUICK_REPLY", "text": "All good" }] },
            ]),
        ),
        template(
            "1005",
            "autumn_sale",
            "en_US",
            "MARKETING",
            "PAUSED",
            &json!([
                { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["4::aW=="] } },
                { "type": "BODY", "text": "Autumn sale: 20% off everything until Sunday." },
                { "type": "FOOTER", "text": "Reply STOP to opt out" },
            ]),
        ),
        template(
            "1006",
            "delivery_feedback",
            "ar",
            "MARKETING",
            "PENDING",
            &json!([
                { "type": "BODY", "text": "مرحبا {{1}}، كيف كانت تجربة التوصيل؟", "example": { "body_text": [["سارة"]] } },
            ]),
        ),
        template(
            "1007",
            "spring_offer",
            "en_US",
            "MARKETING",
            "APPROVED",
            &json!([
                { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["4::aW=="] } },
                { "type": "BODY", "text": "Hi {{1}}, our spring offer is here: {{2}} off until Sunday.", "example": { "body_text": [["Ana", "20%"]] } },
                { "type": "FOOTER", "text": "Reply STOP to opt out" },
                { "type": "BUTTONS", "buttons": [
                    { "type": "COPY_CODE", "text": "Copy offer code", "example": ["SPRING20"] },
                    { "type": "URL", "text": "See the offer", "url": "https://example.org/offers/{{1}}", "example": ["spring"] },
                ] },
            ]),
        ),
        named(template(
            "1008",
            "appointment_reminder",
            "en_US",
            "UTILITY",
            "APPROVED",
            &json!([
                { "type": "HEADER", "format": "TEXT", "text": "Your appointment, {{first_name}}", "example": { "header_text_named_params": [{ "param_name": "first_name", "example": "Ana" }] } },
                { "type": "BODY", "text": "We look forward to seeing you on {{day}} at {{time}}.", "example": { "body_text_named_params": [{ "param_name": "day", "example": "Friday" }, { "param_name": "time", "example": "9:30" }] } },
                { "type": "BUTTONS", "buttons": [{ "type": "QUICK_REPLY", "text": "Confirm" }, { "type": "PHONE_NUMBER", "text": "Call us", "phone_number": "+15550783881" }] },
            ]),
        )),
    ]
}

fn template(
    id: &str,
    name: &str,
    language: &str,
    category: &str,
    status: &str,
    components: &Value,
) -> Value {
    json!({
        "id": id, "name": name, "language": language, "category": category, "status": status,
        "parameter_format": "POSITIONAL", "components": components,
        "quality_score": { "score": "GREEN", "date": 1_750_030_073 },
    })
}

fn named(mut template: Value) -> Value {
    template.put("parameter_format", "NAMED");
    template
}
