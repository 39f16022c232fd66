//! Buttons, lists and the other interactive messages.

use std::collections::HashSet;

use serde_json::Value;

use super::{Checked, maybe_string, missing, string};
use crate::error::Refusal;

pub(super) fn check(body: &Value) -> Checked {
    let kind = string(body, "type", 64)?;
    if let Some(header) = body.get("header") {
        let header_type = string(header, "type", 16)?;
        if header_type == "text" {
            string(header, "text", 60)?;
        } else if kind == "list" {
            return Err(invalid("Header type must be text for list messages"));
        }
    }
    if let Some(footer) = body.get("footer") {
        string(footer, "text", 60)?;
    }
    match body.get("body") {
        Some(words) => drop(string(words, "text", if kind == "list" { 4096 } else { 1024 })?),
        None if matches!(kind, "call_permission_request" | "product" | "catalog_message") => {}
        None => return Err(missing("interactive.body")),
    }
    let action = body.get("action").ok_or_else(|| missing("interactive.action"))?;
    match kind {
        "button" => buttons(action),
        "list" => list(action),
        "cta_url" => named(action, kind).and_then(|()| {
            let parameters = action.get("parameters").ok_or_else(|| missing("parameters"))?;
            string(parameters, "display_text", 20)?;
            string(parameters, "url", 2000).map(|_| ())
        }),
        "flow" => named(action, kind).and_then(|()| flow(action)),
        "location_request_message" => named(action, "send_location"),
        "voice_call" => named(action, kind).and_then(|()| {
            action.get("parameters").map_or(Ok(()), |parameters| {
                maybe_string(parameters, "display_text", 20)?;
                maybe_string(parameters, "payload", 512)
            })
        }),
        "address_message" | "request_contact_info" | "call_permission_request" => {
            named(action, kind)
        }
        "product" | "product_list" | "catalog_message" | "order_details" | "order_status"
        | "carousel" => Ok(()),
        _ => Err(invalid(&format!("Interactive type \"{kind}\" is not valid"))),
    }
}

fn buttons(action: &Value) -> Checked {
    let buttons = some(action, "buttons")?;
    if buttons.len() > 3 {
        return Err(invalid(
            "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3",
        ));
    }
    let mut ids = HashSet::new();
    let mut titles = HashSet::new();
    for button in buttons {
        if button.get("type").and_then(Value::as_str) != Some("reply") {
            return Err(invalid("Button type must be reply"));
        }
        let reply = button.get("reply").ok_or_else(|| missing("button.reply"))?;
        let distinct = ids.insert(string(reply, "id", 256)?);
        if !distinct || !titles.insert(string(reply, "title", 20)?) {
            return Err(invalid("Duplicate button id or title"));
        }
    }
    Ok(())
}

fn list(action: &Value) -> Checked {
    string(action, "button", 20)?;
    let sections = some(action, "sections")?;
    if sections.len() > 10 {
        return Err(invalid("At most 10 sections"));
    }
    let mut ids = HashSet::new();
    for section in sections {
        if sections.len() > 1 {
            string(section, "title", 24)?;
        }
        for row in some(section, "rows")? {
            let distinct = ids.insert(string(row, "id", 200)?);
            string(row, "title", 24)?;
            maybe_string(row, "description", 72)?;
            if !distinct {
                return Err(invalid("Duplicate row id"));
            }
        }
    }
    if ids.len() > 10 {
        return Err(invalid("Total row count exceed max allowed count: 10"));
    }
    Ok(())
}

fn flow(action: &Value) -> Checked {
    let parameters = action.get("parameters").ok_or_else(|| missing("parameters"))?;
    string(parameters, "flow_message_version", 8)?;
    string(parameters, "flow_cta", 30)?;
    if parameters.get("flow_id").is_none() && parameters.get("flow_name").is_none() {
        return Err(missing("flow_id or flow_name"));
    }
    Ok(())
}

fn named(action: &Value, name: &str) -> Checked {
    if string(action, "name", 64)? == name {
        return Ok(());
    }
    Err(invalid(&format!("action.name must be {name}")))
}

fn some<'a>(object: &'a Value, key: &str) -> Checked<&'a Vec<Value>> {
    let list = object.get(key).and_then(Value::as_array);
    list.filter(|list| !list.is_empty()).ok_or_else(|| missing(key))
}

fn invalid(details: &str) -> Refusal {
    Refusal::because(131_009, details)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;

    fn button(nth: usize) -> Value {
        json!({ "type": "reply", "reply": { "id": format!("b{nth}"), "title": format!("B{nth}") } })
    }

    fn rows(count: usize) -> Value {
        (0..count).map(|nth| json!({ "id": format!("r{nth}"), "title": "Row" })).collect()
    }

    #[test]
    fn three_buttons_are_taken_and_four_are_not() {
        let with = |count| {
            let buttons: Vec<Value> = (0..count).map(button).collect();
            json!({ "type": "button", "body": { "text": "?" }, "action": { "buttons": buttons } })
        };
        check(&with(3)).unwrap();
        assert_eq!(check(&with(4)).unwrap_err().code, 131_009);
        assert_eq!(check(&with(0)).unwrap_err().code, 131_008);
    }

    #[test]
    fn a_list_has_ten_rows_in_all() {
        let with = |first, second| {
            let sections = json!([
                { "title": "One", "rows": rows(first) },
                { "title": "Two", "rows": (0..second).map(|nth| json!({ "id": format!("s{nth}"), "title": "Row" })).collect::<Vec<_>>() },
            ]);
            json!({ "type": "list", "body": { "text": "?" }, "action": { "button": "Choose", "sections": sections } })
        };
        check(&with(5, 5)).unwrap();
        assert_eq!(check(&with(6, 5)).unwrap_err().code, 131_009);
    }
}
