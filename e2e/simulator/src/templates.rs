//! Message templates of the account, and whether a send fits one.

use serde_json::{Value, json};

use crate::error::Refusal;

/// What a template message says, for the phone and for the price.
pub(crate) struct Filled {
    pub(crate) category: String,
    pub(crate) text: String,
}

/// Every template there is.
pub(crate) fn all() -> Vec<Value> {
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
    ]
}

/// The template of a send, filled in; `None` when the message is none.
pub(crate) fn check(message: &Value) -> Result<Option<Filled>, Refusal> {
    let Some(sent) = message.get("template") else { return Ok(None) };
    let name = sent.get("name").and_then(Value::as_str).unwrap_or_default();
    let language = sent.pointer("/language/code").and_then(Value::as_str).unwrap_or_default();
    let known = all().into_iter().find(|template| {
        template.get("name") == Some(&json!(name))
            && template.get("language") == Some(&json!(language))
    });
    let Some(known) = known else {
        let details = format!("template name ({name}) does not exist in {language}");
        return Err(Refusal::because(132_001, details));
    };
    match known.get("status").and_then(Value::as_str) {
        Some("APPROVED") => {}
        Some("PAUSED") => return Err(Refusal::of(132_015)),
        _ => return Err(Refusal::of(132_001)),
    }
    fill(&known, sent).map(Some)
}

fn fill(known: &Value, sent: &Value) -> Result<Filled, Refusal> {
    let body = component(known.get("components"), "BODY");
    let mut text = body.and_then(|body| body.get("text")?.as_str()).unwrap_or_default().to_owned();
    let expected = (1..=99).take_while(|nth| text.contains(&format!("{{{{{nth}}}}}"))).count();
    let parameters: Vec<&str> = component(sent.get("components"), "BODY")
        .and_then(|body| body.get("parameters")?.as_array())
        .into_iter()
        .flatten()
        .map(|parameter| parameter.get("text").and_then(Value::as_str).unwrap_or_default())
        .collect();
    if parameters.len() != expected {
        let given = parameters.len();
        let details = format!(
            "body: number of localizable_params ({given}) does not match the expected number of params ({expected})"
        );
        return Err(Refusal::because(132_000, details));
    }
    for (nth, parameter) in parameters.iter().enumerate() {
        text = text.replace(&format!("{{{{{}}}}}", nth + 1), parameter);
    }
    let category = known.get("category").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Filled { category, text })
}

/// The component of a type, which is in capitals in some places and not in others.
fn component<'a>(components: Option<&'a Value>, kind: &str) -> Option<&'a Value> {
    components?.as_array()?.iter().find(|component| {
        component
            .get("type")
            .and_then(Value::as_str)
            .is_some_and(|found| found.eq_ignore_ascii_case(kind))
    })
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;

    fn sent(name: &str, language: &str, parameters: &[&str]) -> Value {
        let parameters: Vec<Value> =
            parameters.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        json!({ "template": {
            "name": name, "language": { "code": language },
            "components": [{ "type": "body", "parameters": parameters }],
        } })
    }

    #[test]
    fn parameters_fill_the_body() {
        let filled = check(&sent("follow_up", "en_US", &["Ana"])).unwrap().unwrap();
        assert_eq!(filled.text, "Hi Ana, is there anything else we can help you with?");
    }

    #[test]
    fn unknown_paused_and_miscounted_templates_are_refused() {
        let code = |sent: &Value| check(sent).err().unwrap().code;
        assert_eq!(code(&sent("follow_up", "fr", &["Ana"])), 132_001);
        assert_eq!(code(&sent("autumn_sale", "en_US", &[])), 132_015);
        assert_eq!(code(&sent("follow_up", "en_US", &[])), 132_000);
    }
}
