//! Files out: their addresses for who may see them, and their bytes for who has an address. A file never runs: it goes
//! out as what its first bytes say, in a sandbox, and saved rather than shown unless it can hold no script.

mod range;
pub mod seal;
mod shown;

use std::io::Cursor;

use actix_web::web::{self, Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use shared::ids::{ConversationId, MessageId, NoteId};
use shared::message::SentAs;
use shared::message::file::{Hash, Link};
use shared::note::{Attached, Note};
use shared::problem::{Code, Problem};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use self::seal::Seals;
use self::shown::Shown;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::{conversation, held, message, note};
use crate::files::{caf, sniff};
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// At most so many messages are asked for at once.
const AT_ONCE: usize = 100;
/// So many bytes tell what a file is.
const HEAD: usize = 512;

/// `?of=…,…`: whose files.
#[derive(Deserialize)]
pub struct LinksQuery {
    of: String,
}

/// Addresses of the files of these messages, and of the notes among them that I may read, as far as they are in this conversation and we have them.
pub async fn links(
    app: Data<App>,
    viewer: Viewer,
    id: Path<ConversationId>,
    query: Query<LinksQuery>,
) -> Result<Json<Visible<Vec<Link>>>> {
    let messages: Result<Vec<MessageId>, _> = query.of.split(',').map(str::parse).collect();
    let messages = messages.map_err(|error| Problem::invalid("of", error.to_string()))?;
    if messages.len() > AT_ONCE {
        let words = format!("Ask for at most {AT_ONCE} files at once.");
        return Err(Problem::invalid("of", words).into());
    }
    let (id, seals) = (id.into_inner(), app.seals.clone());
    let links = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(it) = conversation::rows::find(conn, &viewer, id)? else { return Ok(None) };
        let ids: Vec<_> = messages.iter().map(|it| NoteId(it.0)).collect();
        let notes = note::rows::these(conn, &viewer, &ids)?;
        let mut links = of_notes(&seals, notes.iter().filter(|note| note.conversation == id));
        let waiting = held::rows::shown(conn, id)?;
        let waiting = waiting.into_iter().filter(|held| messages.contains(&held.id));
        let waiting = waiting.map(|held| (held.id, held.content));
        let messages = message::rows::these(conn, &messages)?;
        let messages = messages.into_iter().filter(|message| message.conversation == id);
        for (message, content) in messages.map(|it| (it.id, it.content)).chain(waiting) {
            let media = SentAs::of_content(&content).map(|(_, media)| media);
            if let Some(media) = content.media().or(media)
                && let Some(file) = media.bytes.here()
            {
                let (path, until) = seals.seal(file.hash, media.filename.as_deref());
                links.push(Link { message, part: 0, path, until });
            }
        }
        // Made for this viewer, and only if they see the conversation.
        Ok(viewer.conversation(it).map(|_| viewer.own(links)))
    });
    links.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

/// Addresses of the files in these notes, which the viewer may read.
fn of_notes<'a>(seals: &Seals, notes: impl Iterator<Item = &'a Note>) -> Vec<Link> {
    let of = |note: &Note| {
        let link = |(part, it): (usize, &Attached)| {
            let (path, until) = seals.seal(it.file.hash, Some(&it.name));
            Link { message: note.id.as_message(), part, path, until }
        };
        note.files.iter().enumerate().map(link).collect::<Vec<_>>()
    };
    notes.flat_map(of).collect()
}

/// `?name=…&until=…&seal=…`, and `&packed=caf` for the same sound in another packing.
#[derive(Deserialize)]
pub struct Sealed {
    #[serde(default)]
    name: String,
    until: i64,
    seal: String,
    packed: Option<Packed>,
}

/// What else a sound can be had in. The seal need not say it: who may have the sound may have it so.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Packed {
    /// Core Audio Format.
    Caf,
}

/// The bytes of a file.
pub async fn serve(
    app: Data<App>,
    request: HttpRequest,
    hash: Path<String>,
    sealed: Query<Sealed>,
) -> Result<HttpResponse> {
    let hash: Hash = hash.parse().map_err(|_| Problem::not_found("file"))?;
    if !app.seals.holds(hash, &sealed.name, sealed.until, &sealed.seal) {
        let words =
            "This address of a file is too old, or was never one. Open the conversation again.";
        return Err(Problem::new(Code::LinkExpired, words).into());
    }
    let found = app.files.read(hash).await.map_err(Error::fault)?;
    let (mut file, size) = found.ok_or_else(|| Problem::not_found("file"))?;
    let kind = sniff::kind(&head(&mut file).await.map_err(Error::fault)?);
    let (shown_as, tag) = match sealed.packed {
        None => (kind, format!("\"{hash}\"")),
        Some(Packed::Caf) => (caf::KIND, format!("\"{hash}-caf\"")),
    };
    let shown = Shown { kind: shown_as, name: &sealed.name, tag };
    if let Some(known) = shown.known(&request) {
        return Ok(known);
    }
    match sealed.packed {
        None => shown.answer(&request, file, size).await,
        Some(Packed::Caf) => {
            let copy = caf_of(file, kind, size).await?;
            let size = copy.len() as u64;
            shown.answer(&request, Cursor::new(copy), size).await
        }
    }
}

/// A copy for browsers that do not play Ogg.
async fn caf_of(mut file: File, kind: &str, size: u64) -> Result<Vec<u8>> {
    let none = || Problem::invalid("packed", "Only voice in Ogg can be had in another packing.");
    if kind != "audio/ogg" || size > caf::LARGEST {
        return Err(none().into());
    }
    let mut ogg = vec![];
    file.rewind().await.map_err(Error::fault)?;
    file.read_to_end(&mut ogg).await.map_err(Error::fault)?;
    let copy = web::block(move || caf::from_ogg(&ogg)).await.map_err(Error::fault)?;
    Ok(copy.ok_or_else(none)?)
}

async fn head(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    file.take(HEAD as u64).read_to_end(&mut head).await?;
    Ok(head)
}
