//! Whether a send fits the template that it names, as Meta tells it, and what the phone then shows.

use serde_json::Value;

use super::text;
use crate::error::Refusal;

/// Longest text of a template with everything filled in, in characters.
const BODY: usize = 1024;
/// Longest code to be copied, in characters.
const CODE: usize = 15;

/// What a template message says, for the phone and for the price.
pub(crate) struct Filled {
    pub(crate) category: String,
    pub(crate) text: String,
}

/// The template of a send, filled in; `None` when the message is none.
pub(crate) fn check(
    templates: &[Value],
    message: &Value,
    has_media: impl Fn(&str) -> bool,
) -> Result<Option<Filled>, Refusal> {
    let Some(sent) = message.get("template") else { return Ok(None) };
    let name = text(sent, "name").unwrap_or_default();
    let language = sent.pointer("/language/code").and_then(Value::as_str).unwrap_or_default();
    let known = templates.iter().find(|it| {
        text(it, "name").as_deref() == Some(&name)
            && text(it, "language").as_deref() == Some(language)
    });
    let Some(known) = known else {
        let details = format!("template name ({name}) does not exist in {language}");
        return Err(Refusal::because(132_001, details));
    };
    match text(known, "status").as_deref() {
        Some("APPROVED") => {}
        Some("PAUSED") => return Err(Refusal::of(132_015)),
        Some("DISABLED") => return Err(Refusal::of(132_016)),
        _ => return Err(Refusal::of(132_001)),
    }
    let category = text(known, "category").unwrap_or_default();
    fill(known, sent, &has_media).map(|text| Some(Filled { category, text }))
}

fn fill(known: &Value, sent: &Value, has_media: &impl Fn(&str) -> bool) -> Result<String, Refusal> {
    let named = text(known, "parameter_format").as_deref() == Some("NAMED");
    let header = component(known, "HEADER");
    let given = parameters(component(sent, "HEADER"));
    let format = header.and_then(|it| text(it, "format")).unwrap_or_default().to_lowercase();
    let mut lines = vec![];
    match format.as_str() {
        "" | "text" => {
            let words = header.and_then(|it| text(it, "text")).unwrap_or_default();
            lines.push(words_of("header", &words, &given, named)?);
        }
        kind => lines.push(file(kind, &given, has_media)?),
    }
    let body = component(known, "BODY").and_then(|it| text(it, "text")).unwrap_or_default();
    let body = words_of("body", &body, &parameters(component(sent, "BODY")), named)?;
    if body.chars().count() > BODY {
        return Err(Refusal::because(132_005, "Translated text too long"));
    }
    lines.push(body);
    lines.extend(component(known, "FOOTER").and_then(|it| text(it, "text")));
    for (at, button) in list(component(known, "BUTTONS"), "buttons").iter().enumerate() {
        press(at, button, sent)?;
        lines.push(format!("[ {} ]", text(button, "text").unwrap_or_default()));
    }
    Ok(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// The text of a part with its places filled in.
fn words_of(part: &str, words: &str, given: &[Value], named: bool) -> Result<String, Refusal> {
    let mut names: Vec<&str> = vec![];
    for place in words.split("{{").skip(1).filter_map(|it| it.split_once("}}")) {
        if !names.contains(&place.0) {
            names.push(place.0);
        }
    }
    if !named {
        names.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
    }
    if given.len() != names.len() {
        let (given, expected) = (given.len(), names.len());
        return Err(Refusal::because(
            132_000,
            format!(
                "{part}: number of localizable_params ({given}) does not match the expected number of params ({expected})"
            ),
        ));
    }
    let mut filled = words.to_owned();
    for (nth, parameter) in given.iter().enumerate() {
        let said = text(parameter, "parameter_name");
        let name = match (named, said) {
            (true, Some(said)) if names.contains(&said.as_str()) => said,
            (false, None) => names.get(nth).map(|it| (*it).to_owned()).unwrap_or_default(),
            _ => {
                return Err(format_mismatch(format!("{part}: Parameter name is missing or empty")));
            }
        };
        if text(parameter, "type").as_deref() != Some("text") {
            return Err(format_mismatch(format!("{part}: parameter {name} must be text")));
        }
        let value = text(parameter, "text").unwrap_or_default();
        if value.contains(['\n', '\t', '\r']) || value.contains("     ") {
            let details =
                "Param text cannot have new-line/tab characters or more than 4 consecutive spaces";
            return Err(Refusal::because(132_018, details));
        }
        filled = filled.replace(&format!("{{{{{name}}}}}"), &value);
    }
    Ok(filled)
}

/// A picture, a film, a document or a place above the text.
fn file(kind: &str, given: &[Value], has_media: &impl Fn(&str) -> bool) -> Result<String, Refusal> {
    let one = match given {
        [one] if text(one, "type").as_deref() == Some(kind) => one,
        [] => {
            return Err(format_mismatch(format!(
                "header: Format mismatch, expected {}, received UNKNOWN",
                kind.to_uppercase()
            )));
        }
        _ => {
            return Err(format_mismatch(format!(
                "header: Format mismatch, expected {}",
                kind.to_uppercase()
            )));
        }
    };
    let content = one.get(kind).cloned().unwrap_or_default();
    if kind == "location" {
        let whole = ["latitude", "longitude", "name", "address"]
            .iter()
            .all(|key| content.get(key).is_some());
        return if whole {
            Ok("[location]".into())
        } else {
            Err(format_mismatch("header: location is not complete"))
        };
    }
    match (text(&content, "id"), text(&content, "link")) {
        (Some(id), None) if !has_media(&id) => Err(Refusal::parameter(format!(
            "Param {kind}['id'] is not a valid whatsapp business account media attachment ID"
        ))),
        (Some(_), None) | (None, Some(_)) => Ok(format!("[{kind}]")),
        _ => Err(format_mismatch(format!("header: {kind} must have either id or link"))),
    }
}

/// What a button needs.
fn press(at: usize, button: &Value, sent: &Value) -> Result<(), Refusal> {
    let kind = text(button, "type").unwrap_or_default();
    let (sub_type, key) = match kind.as_str() {
        "URL" if text(button, "url").is_some_and(|url| url.contains("{{")) => ("url", "text"),
        "COPY_CODE" => ("copy_code", "coupon_code"),
        _ => return Ok(()),
    };
    let given = list(Some(sent), "components").iter().find(|it| {
        let is =
            |key: &str, word: &str| text(it, key).is_some_and(|it| it.eq_ignore_ascii_case(word));
        let index = it.get("index").map(|it| it.to_string().trim_matches('"').to_owned());
        is("type", "button") && is("sub_type", sub_type) && index == Some(at.to_string())
    });
    let Some(given) = given else {
        return Err(Refusal::because(
            131_008,
            format!("Button at index {at} of type {kind} requires a parameter"),
        ));
    };
    let value = parameters(Some(given)).first().and_then(|it| text(it, key)).unwrap_or_default();
    if value.is_empty() || (sub_type == "copy_code" && value.chars().count() > CODE) {
        return Err(format_mismatch(format!("button: parameter at index {at} is not valid")));
    }
    Ok(())
}

fn format_mismatch(details: impl Into<String>) -> Refusal {
    Refusal::because(132_012, details)
}

fn parameters(component: Option<&Value>) -> Vec<Value> {
    list(component, "parameters").to_vec()
}

fn list<'a>(value: Option<&'a Value>, key: &str) -> &'a [Value] {
    value.and_then(|it| it.get(key)?.as_array()).map_or(&[], Vec::as_slice)
}

/// The component of a type, which is in capitals in some places and not in others.
fn component<'a>(of: &'a Value, kind: &str) -> Option<&'a Value> {
    list(Some(of), "components")
        .iter()
        .find(|it| text(it, "type").is_some_and(|found| found.eq_ignore_ascii_case(kind)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;
    use crate::templates::first;

    fn sent(name: &str, language: &str, components: &Value) -> Value {
        json!({ "template": { "name": name, "language": { "code": language }, "components": components } })
    }

    fn body(parameters: &[&str]) -> Value {
        let parameters: Vec<Value> =
            parameters.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        json!([{ "type": "body", "parameters": parameters }])
    }

    fn code(sent: &Value) -> i64 {
        check(&first(), sent, |id| id == "7").err().map_or(0, |it| it.code)
    }

    #[test]
    fn parameters_fill_the_template() {
        let filled = check(&first(), &sent("follow_up", "en_US", &body(&["Ana"])), |_| false);
        let text = filled.unwrap().unwrap().text;
        assert_eq!(
            text,
            "Hi Ana, is there anything else we can help you with?\n[ Yes, please ]\n[ All good ]"
        );
    }

    #[test]
    fn unknown_paused_and_miscounted_templates_are_refused() {
        assert_eq!(code(&sent("follow_up", "fr", &body(&["Ana"]))), 132_001);
        assert_eq!(code(&sent("autumn_sale", "en_US", &body(&[]))), 132_015);
        assert_eq!(code(&sent("follow_up", "en_US", &body(&[]))), 132_000);
        assert_eq!(code(&sent("follow_up", "en_US", &body(&["a\nb"]))), 132_018);
        assert_eq!(code(&sent("follow_up", "en_US", &body(&[&"x".repeat(1024)]))), 132_005);
    }

    #[test]
    fn every_kind_of_part_is_looked_at() {
        let whole = json!([
            { "type": "header", "parameters": [{ "type": "image", "image": { "id": "7" } }] },
            { "type": "body", "parameters": [{ "type": "text", "text": "Ana" }, { "type": "text", "text": "20%" }] },
            { "type": "button", "sub_type": "copy_code", "index": "0", "parameters": [{ "type": "coupon_code", "coupon_code": "S20" }] },
            { "type": "button", "sub_type": "url", "index": "1", "parameters": [{ "type": "text", "text": "spring" }] },
        ]);
        assert_eq!(code(&sent("spring_offer", "en_US", &whole)), 0);
        for (without, expected) in [(0, 132_012), (1, 132_000), (2, 131_008), (3, 131_008)] {
            let mut part = whole.clone();
            part.as_array_mut().unwrap().remove(without);
            assert_eq!(code(&sent("spring_offer", "en_US", &part)), expected, "{without}");
        }
        let named = |name: &str| {
            json!([
                { "type": "header", "parameters": [{ "type": "text", "parameter_name": name, "text": "Ana" }] },
                { "type": "body", "parameters": [
                    { "type": "text", "parameter_name": "time", "text": "9" },
                    { "type": "text", "parameter_name": "day", "text": "Friday" },
                ] },
            ])
        };
        assert_eq!(code(&sent("appointment_reminder", "en_US", &named("first_name"))), 0);
        assert_eq!(code(&sent("appointment_reminder", "en_US", &named("last_name"))), 132_012);
    }
}
