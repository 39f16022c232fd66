//! What Meta sends us, as a list of updates. It accepts whatever comes: what can't be understood is kept raw, and
//! never costs its neighbours in the same body.

use std::fmt;

use serde_json::Value;
use shared::message::{Content, Failure};
use shared::time::Timestamp;

use super::call::{self, CallUpdate};
use super::content::{content, own_phone};
use super::identity::{self, Identity, Profile};
use super::json::{as_text, id, items, text, time, yes};
use super::rotation::{self, Rotation};
use super::status::{StatusUpdate, status};
use super::template::{self, TemplateUpdate};
use super::{errors, repair};

/// One thing that happened at WhatsApp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Which of our numbers it is about, if it says.
    pub phone_number_id: Option<String>,
    /// The same as people write it.
    pub display_phone_number: Option<String>,
    /// The business account, if it says.
    pub account: Option<String>,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody wrote to us, or WhatsApp said something about them (`Content::System`).
    Message(Box<Incoming>),
    /// A message of ours got further, or nowhere.
    Status(Box<StatusUpdate>),
    /// One of us wrote in the WhatsApp Business app.
    Echo(Box<Echo>),
    /// Somebody has another number or other ids; follows the system message that said so, if one did.
    IdentityChanged(Box<Rotation>),
    /// Something about a template changed.
    Template(TemplateUpdate),
    /// Somebody calls, or a call of ours got further.
    Call(Box<CallUpdate>),
    /// Somebody wants no marketing, or wants it again.
    Preference(Preference),
    /// Anything else: to be kept, never to fail on.
    Other {
        /// WhatsApp's name of it; `errors` for those beside messages, `""` when it has none.
        field: String,
        /// The JSON of it.
        raw: String,
    },
}

/// A message to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Who wrote; of a rotation's system message, who they were before.
    pub from: Identity,
    /// What they call themselves: any Unicode.
    pub profile_name: Option<String>,
    /// Their phone in digits, given in this message because we asked.
    pub own_phone: Option<String>,
    /// Whether it opens the 24-hour window.
    pub opens_window: bool,
    /// What they wrote.
    pub message: Message,
}

/// A message of ours that was written in the WhatsApp Business app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// To whom.
    pub to: Identity,
    /// What we wrote.
    pub message: Message,
}

/// A message, from either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// WhatsApp's id of it.
    pub wamid: Option<String>,
    /// When it was said, by WhatsApp's time.
    pub at: Option<Timestamp>,
    /// What was said.
    pub content: Content,
    /// WhatsApp's id of the message that it answers, which we may not know.
    pub reply_to: Option<String>,
    /// Whether it was forwarded.
    pub forwarded: bool,
    /// From which advertisement, as WhatsApp's JSON.
    pub referral: Option<String>,
    /// The group in which it was said.
    pub group: Option<String>,
    /// What went wrong with it on WhatsApp's side, such as a file that can't be had.
    pub failure: Option<Failure>,
    /// The element as JSON, its keys sorted: the same element gives the same text.
    pub raw: String,
}

/// Somebody said in WhatsApp whether they want marketing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Who.
    pub who: Identity,
    /// Whether they do.
    pub given: bool,
    /// When they said so.
    pub at: Option<Timestamp>,
}

/// A body that is no JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson(pub String);

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body is no JSON: {}", self.0)
    }
}

impl std::error::Error for NotJson {}

/// Reads a webhook's body, in the order in which things stand in it.
pub fn parse(body: &[u8]) -> Result<Vec<Update>, NotJson> {
    let read = |body: &[u8]| serde_json::from_slice::<Value>(body);
    let body = read(body)
        .or_else(|error| read(&repair::repair(body)).map_err(|_| NotJson(error.to_string())))?;
    let mut updates = Vec::new();
    if body.get("entry").is_some() {
        for entry in items(&body, "entry") {
            let (changes, account) = (items(entry, "changes"), id(entry, "id"));
            if changes.is_empty() {
                updates.push(Update::other("", entry));
            }
            for change in changes {
                read_change(change, account.as_deref(), &mut updates);
            }
        }
    } else {
        // Some of Meta's samples come without their envelope.
        read_change(&body, None, &mut updates);
    }
    Ok(updates)
}

impl Update {
    fn other(field: &str, raw: &Value) -> Self {
        let what = What::Other { field: field.to_owned(), raw: raw.to_string() };
        Self { phone_number_id: None, display_phone_number: None, account: None, what }
    }
}

fn read_change(change: &Value, account: Option<&str>, updates: &mut Vec<Update>) {
    let field = id(change, "field").unwrap_or_default();
    let Some(value) = change.get("value").filter(|value| value.is_object()) else {
        updates.push(Update::other(&field, change));
        return;
    };
    let mut whats = match field.as_str() {
        "messages" | "" => read_messages(value),
        "calls" => call::all(value, |it| What::Call(Box::new(it)), |it| raw("calls", it)),
        "smb_message_echoes" => read_echoes(value),
        "user_id_update" => each(value, "user_id_update", |update| {
            rotation::of_update(update).map(|rotation| What::IdentityChanged(Box::new(rotation)))
        }),
        "user_preferences" => each(value, "user_preferences", preference),
        field => template::update(field, value).map(What::Template).into_iter().collect(),
    };
    if whats.is_empty() {
        whats.push(What::Other { field, raw: value.to_string() });
    }
    let metadata = value.get("metadata").unwrap_or(&Value::Null);
    updates.extend(whats.into_iter().map(|what| Update {
        phone_number_id: id(metadata, "phone_number_id"),
        display_phone_number: text(metadata, "display_phone_number"),
        account: account.map(str::to_owned),
        what,
    }));
}

/// Each element of an array by itself; raw where it can't be understood.
fn each(value: &Value, key: &str, read: impl Fn(&Value) -> Option<What>) -> Vec<What> {
    items(value, key).iter().map(|item| read(item).unwrap_or_else(|| raw(key, item))).collect()
}

fn raw(field: &str, item: &Value) -> What {
    What::Other { field: field.to_owned(), raw: item.to_string() }
}

fn preference(element: &Value) -> Option<What> {
    if text(element, "category").as_deref() != Some("marketing_messages") {
        return None;
    }
    let given = match text(element, "value")?.as_str() {
        "stop" => false,
        "resume" | "signup" => true,
        _ => return None,
    };
    let who = Identity::read(element, &["user_id"], &["parent_user_id"], &["wa_id"]);
    Some(What::Preference(Preference { who, given, at: time(element, "timestamp") }))
}

fn read_messages(value: &Value) -> Vec<What> {
    let profiles = identity::profiles(value);
    let senders: Vec<_> = items(value, "messages").iter().map(sender).collect();
    let one_sender = identity::one_person(&senders);
    let mut whats = Vec::new();
    for (element, from) in items(value, "messages").iter().zip(senders) {
        let Some(incoming) = incoming(element, from, &profiles, one_sender) else {
            whats.push(What::Other { field: "messages".to_owned(), raw: element.to_string() });
            continue;
        };
        whats.push(What::Message(Box::new(incoming)));
        whats.extend(rotation::of_message(element).map(|it| What::IdentityChanged(Box::new(it))));
    }
    let only_one = items(value, "statuses").len() == 1 && items(value, "messages").is_empty();
    whats.extend(each(value, "statuses", |element| {
        // The state of a call, which is not a message's.
        if text(element, "type").as_deref() == Some("call") {
            return call::status(element, &profiles, only_one).map(|it| What::Call(Box::new(it)));
        }
        element.is_object().then(|| What::Status(Box::new(status(element, &profiles, only_one))))
    }));
    whats.extend(each(value, "errors", |_| None));
    whats
}

fn sender(message: &Value) -> Identity {
    rotation::old_of_message(message)
}

fn incoming(
    element: &Value,
    from: Identity,
    profiles: &[Profile],
    one_sender: bool,
) -> Option<Incoming> {
    let message = message(element)?;
    // A system message comes without profiles, and one beside it may be of the new number.
    let system = matches!(message.content, Content::System { .. });
    let profile = identity::find(profiles, &from, one_sender && !system);
    Some(Incoming {
        from: identity::complete(from, profile),
        profile_name: profile.and_then(|profile| profile.name.clone()),
        own_phone: own_phone(element),
        opens_window: message.group.is_none() && opens_window(&message.content),
        message,
    })
}

/// Whether WhatsApp counts it as the customer's writing. Undocumented for reactions and for what it can't show: taken
/// as writing, since they are the customer's doing, and WhatsApp has the last word anyway.
const fn opens_window(content: &Content) -> bool {
    !matches!(
        content,
        Content::System { .. } | Content::Edit { .. } | Content::Revoke { .. } | Content::Welcome
    )
}

fn message(element: &Value) -> Option<Message> {
    if !element.is_object() {
        return None;
    }
    let context = element.get("context").unwrap_or(&Value::Null);
    Some(Message {
        wamid: id(element, "id"),
        at: time(element, "timestamp"),
        content: content(element),
        reply_to: id(context, "id"),
        forwarded: yes(context, "forwarded") || yes(context, "frequently_forwarded"),
        referral: element.get("referral").filter(|it| it.is_object()).map(Value::to_string),
        group: element.get("group_id").and_then(as_text),
        failure: items(element, "errors").first().map(errors::failure),
        raw: element.to_string(),
    })
}

fn read_echoes(value: &Value) -> Vec<What> {
    let profiles = identity::profiles(value);
    each(value, "message_echoes", |element| {
        let to = Identity::read(element, &["to_user_id"], &["to_parent_user_id"], &["to"]);
        let profile = identity::find(&profiles, &to, false);
        let echo = Echo { message: message(element)?, to: identity::complete(to, profile) };
        Some(What::Echo(Box::new(echo)))
    })
}

#[cfg(test)]
mod tests;
