//! What a message with buttons, a list or a link has to say to the Cloud API. What is pressed comes back under ids that tell
//! its place.

use serde_json::{Value, json};
use shared::message::Interactive;
use shared::message::interactive::{Ask, Section};

/// The object under `interactive`.
pub fn as_interactive(it: &Interactive) -> Value {
    let (kind, action) = match &it.ask {
        Ask::Buttons(buttons) => (
            "button",
            json!({ "buttons": buttons.iter().enumerate().map(reply).collect::<Vec<_>>() }),
        ),
        Ask::List { button, sections } => {
            let sections: Vec<_> = sections.iter().enumerate().map(section).collect();
            ("list", json!({ "button": button, "sections": sections }))
        }
        Ask::Call => ("call_permission_request", json!({ "name": "call_permission_request" })),
        Ask::Link { button, url } => {
            let parameters = json!({ "display_text": button, "url": url });
            ("cta_url", json!({ "name": "cta_url", "parameters": parameters }))
        }
    };
    let mut made = json!({ "type": kind, "body": { "text": it.body }, "action": action });
    if let Some(made) = made.as_object_mut() {
        if let Some(line) = &it.header {
            made.insert("header".to_owned(), json!({ "type": "text", "text": line }));
        }
        if let Some(line) = &it.footer {
            made.insert("footer".to_owned(), json!({ "text": line }));
        }
    }
    made
}

fn reply((at, title): (usize, &String)) -> Value {
    json!({ "type": "reply", "reply": { "id": format!("button {at}"), "title": title } })
}

fn section((at, section): (usize, &Section)) -> Value {
    let row = |(nth, row): (usize, &shared::message::interactive::Row)| {
        let mut made = json!({ "id": format!("row {at} {nth}"), "title": row.title });
        if let (false, Some(made)) = (row.description.is_empty(), made.as_object_mut()) {
            made.insert("description".to_owned(), json!(row.description));
        }
        made
    };
    let mut made = json!({ "rows": section.rows.iter().enumerate().map(row).collect::<Vec<_>>() });
    if let (false, Some(made)) = (section.title.is_empty(), made.as_object_mut()) {
        made.insert("title".to_owned(), json!(section.title));
    }
    made
}
