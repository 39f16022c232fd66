//! What was shared with a customer and by them. It never looks into conversations that it is not given.

use shared::handed::{HANDED_MAX, Handed, HandedFile, HandedLink, links_in};
use shared::ids::ConversationId;
use shared::message::{Content, Message};

use crate::error::Result;
use crate::features::{message, search};
use crate::store::Conn;

const FILES: [&str; 4] = ["image", "video", "audio", "document"];
const WORDS: [&str; 4] = ["text", "image", "video", "document"];

/// The latest of what was shared in these conversations.
pub fn in_these(conn: &mut Conn, conversations: &[ConversationId]) -> Result<Handed> {
    let mut files = vec![];
    for it in latest(conn, conversations, &FILES, None)? {
        if let Some(media) = it.content.media()
            && let Some(file) = media.bytes.here()
        {
            files.push(HandedFile {
                conversation: it.conversation,
                message: it.id,
                at: it.at,
                outgoing: it.outgoing(),
                name: media.filename.clone().or_else(|| media.caption.clone()),
                file: file.clone(),
            });
        }
    }
    let mut links = vec![];
    for it in latest(conn, conversations, &WORDS, Some("http"))? {
        let text = said(&it.content).unwrap_or_default();
        links.extend(links_in(&text).map(|url| HandedLink {
            conversation: it.conversation,
            message: it.id,
            at: it.at,
            outgoing: it.outgoing(),
            url: url.to_owned(),
        }));
    }
    links.truncate(HANDED_MAX);
    Ok(Handed { files, links })
}

fn latest(
    conn: &mut Conn,
    conversations: &[ConversationId],
    kinds: &[&str],
    word: Option<&str>,
) -> Result<Vec<Message>> {
    let limit = i64::try_from(HANDED_MAX).unwrap_or(i64::MAX);
    let ids = search::rows::latest_in(conn, conversations, kinds, word, limit)?;
    let mut found = message::rows::these(conn, &ids)?;
    found.sort_by_key(|it| std::cmp::Reverse(it.place()));
    Ok(found)
}

fn said(content: &Content) -> Option<String> {
    match content {
        Content::Text { body } => Some(body.clone()),
        content => content.media().and_then(|it| it.caption.clone()),
    }
}
