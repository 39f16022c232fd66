//! What was shared with a customer and by them: files and links, over all their conversations.

use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, MessageId};
use crate::message::File;
use crate::time::Timestamp;

/// How many files, and how many links, are told at most: the latest.
pub const HANDED_MAX: usize = 60;

/// The latest of what was shared, as far as the viewer sees the conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Files that we have.
    pub files: Vec<HandedFile>,
    /// Links.
    pub links: Vec<HandedLink>,
}

/// A file. Its address is asked for when it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedFile {
    /// Where.
    pub conversation: ConversationId,
    /// In which message.
    pub message: MessageId,
    /// When it was sent.
    pub at: Timestamp,
    /// Whether we sent it.
    pub outgoing: bool,
    /// As its sender called it, else what stands below it.
    pub name: Option<String>,
    /// What it was found to be.
    pub file: File,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedLink {
    /// Where.
    pub conversation: ConversationId,
    /// In which message.
    pub message: MessageId,
    /// When it was sent.
    pub at: Timestamp,
    /// Whether we sent it.
    pub outgoing: bool,
    /// An address of the web.
    pub url: String,
}

/// The addresses of the web in a text, as people write them: up to a blank, without the mark that ends a sentence.
pub fn links_in(text: &str) -> impl Iterator<Item = &str> {
    let ends = |it: char| {
        matches!(
            it,
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '>' | '"' | '\'' | '*' | '_' | '~'
        )
    };
    text.split_whitespace()
        .filter_map(|word| {
            let from = word.find("https://").or_else(|| word.find("http://"))?;
            word.get(from..)
        })
        .map(move |it| it.trim_end_matches(ends))
        .filter(|it| it.split_once("://").is_some_and(|(_, rest)| !rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_people_end_them() {
        let text = "See https://example.com/a?b=1. Or (http://example.org/x), https:// and ftp://no, *https://b.example*";
        let found: Vec<_> = links_in(text).collect();
        assert_eq!(
            found,
            ["https://example.com/a?b=1", "http://example.org/x", "https://b.example"]
        );
    }
}
