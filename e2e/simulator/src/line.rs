//! One line of a chat: what the customer's phone shows. It is served to the page as it is.

use std::time::Instant;

use serde::Serialize;
use serde_json::Value;

/// A message in a chat.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) wamid: String,
    /// The business number of the chat.
    pub(crate) number: String,
    /// Written by the customer, otherwise by the business.
    pub(crate) mine: bool,
    pub(crate) kind: String,
    /// The object under the type's name.
    pub(crate) body: Value,
    /// The quoted or answered message.
    pub(crate) context: Option<String>,
    /// Unix seconds.
    pub(crate) at: i64,
    pub(crate) callback_data: Option<String>,
    /// Words for what has none of its own, such as a template.
    pub(crate) preview: Option<String>,
    pub(crate) tick: Tick,
    /// When its `delivered` status is due: `read` must not come before.
    #[serde(skip)]
    pub(crate) arrived: Option<Instant>,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tick {
    /// It left. A customer's message: its webhook is not answered yet.
    Sent,
    /// It arrived. A customer's message: the server answered 200.
    Delivered,
    /// It was read.
    Read,
}

/// A message of the business, as the customer's phone got it.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its id.
    pub wamid: String,
    /// `text`, `image`, `interactive`, ...
    pub kind: String,
    /// The object under the type's name, for instance `{"body": "Hi"}`.
    pub body: Value,
    /// `biz_opaque_callback_data`.
    pub callback_data: Option<String>,
    /// Unix seconds.
    pub at: i64,
    /// The quoted message.
    pub context: Option<String>,
}

impl Received {
    /// The words, if it is a text.
    pub fn text(&self) -> Option<&str> {
        self.body.get("body").and_then(Value::as_str)
    }
}

impl From<&Line> for Received {
    fn from(line: &Line) -> Self {
        Self {
            wamid: line.wamid.clone(),
            kind: line.kind.clone(),
            body: line.body.clone(),
            callback_data: line.callback_data.clone(),
            at: line.at,
            context: line.context.clone(),
        }
    }
}
