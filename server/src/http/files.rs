//! Files out: their addresses for who may see them, and their bytes for who has an address. A file never runs: it goes
//! out as what its first bytes say, in a sandbox, and saved rather than shown unless it can hold no script.

mod range;
pub mod seal;

use std::io::SeekFrom;

use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, ContentDisposition, DispositionParam, DispositionType, ETAG,
    ExtendedValue, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use actix_web::web::{Bytes, Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::stream;
use serde::Deserialize;
use shared::ids::{ConversationId, MessageId};
use shared::message::file::{Hash, Link};
use shared::problem::{Code, Problem};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use self::range::Wanted;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::{conversation, message};
use crate::files::sniff;
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// At most so many messages are asked for at once.
const AT_ONCE: usize = 100;
/// So many bytes are read at a time.
const CHUNK: usize = 64 * 1024;
/// So many bytes tell what a file is.
const HEAD: usize = 512;

/// `?of=…,…`: whose files.
#[derive(Deserialize)]
pub struct LinksQuery {
    of: String,
}

/// Addresses of the files of these messages, as far as they are in this conversation and we have them.
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
        let mut links = vec![];
        let messages = message::rows::these(conn, &messages)?;
        for message in messages.into_iter().filter(|message| message.conversation == id) {
            if let Some(media) = message.content.media()
                && let Some(file) = media.bytes.here()
            {
                let (path, until) = seals.seal(file.hash, media.filename.as_deref());
                links.push(Link { message: message.id, path, until });
            }
        }
        // Made for this viewer, and only if they see the conversation.
        Ok(viewer.conversation(it).map(|_| viewer.own(links)))
    });
    links.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

/// `?name=…&until=…&seal=…`
#[derive(Deserialize)]
pub struct Sealed {
    #[serde(default)]
    name: String,
    until: i64,
    seal: String,
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
    let tag = format!("\"{hash}\"");
    let header = |name: HeaderName| request.headers().get(name).and_then(|it| it.to_str().ok());
    if header(IF_NONE_MATCH).is_some_and(|known| known.contains(&tag)) {
        return Ok(with_headers(HttpResponse::NotModified(), &tag).finish());
    }
    let head = head(&mut file).await.map_err(Error::fault)?;
    // Of another file than the one that was begun with, a part is of no use.
    let same = header(IF_RANGE).is_none_or(|known| known == tag);
    match Wanted::read(header(RANGE).filter(|_| same), size) {
        Wanted::All => {
            let mut response = with_headers(HttpResponse::Ok(), &tag);
            describe(&mut response, sniff::kind(&head), &sealed.name);
            send(response, file, 0, size).await
        }
        Wanted::Part { from, length } => {
            let mut response = with_headers(HttpResponse::PartialContent(), &tag);
            describe(&mut response, sniff::kind(&head), &sealed.name);
            let through = from + length - 1;
            response.insert_header((CONTENT_RANGE, format!("bytes {from}-{through}/{size}")));
            send(response, file, from, length).await
        }
        Wanted::Nothing => {
            let mut response = with_headers(HttpResponse::RangeNotSatisfiable(), &tag);
            Ok(response.insert_header((CONTENT_RANGE, format!("bytes */{size}"))).finish())
        }
    }
}

/// What every answer about a file says, so that it is safe wherever it is opened.
fn with_headers(mut response: HttpResponseBuilder, tag: &str) -> HttpResponseBuilder {
    response
        .insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ))
        .insert_header((CACHE_CONTROL, "private, max-age=31536000, immutable"))
        .insert_header((ETAG, tag))
        .insert_header((ACCEPT_RANGES, "bytes"))
        // Compressed, a part would not be that part any more.
        .insert_header((CONTENT_ENCODING, "identity"));
    response
}

/// What it is, and what becomes of it in a browser.
fn describe(response: &mut HttpResponseBuilder, kind: &'static str, name: &str) {
    let shown = sniff::shown(kind);
    let disposition = if shown { DispositionType::Inline } else { DispositionType::Attachment };
    let mut parameters = vec![];
    if !name.is_empty() {
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: actix_web::http::header::Charset::Ext("UTF-8".into()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        }));
    }
    let disposition = ContentDisposition { disposition, parameters };
    response
        .content_type(if shown { kind } else { sniff::UNKNOWN })
        .insert_header((CONTENT_DISPOSITION, disposition));
}

async fn head(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    file.take(HEAD as u64).read_to_end(&mut head).await?;
    Ok(head)
}

async fn send(
    mut response: HttpResponseBuilder,
    mut file: File,
    from: u64,
    length: u64,
) -> Result<HttpResponse> {
    file.seek(SeekFrom::Start(from)).await.map_err(Error::fault)?;
    let chunks = stream::unfold((file, length), |(mut file, left)| async move {
        if left == 0 {
            return None;
        }
        let mut chunk = vec![0; CHUNK.min(usize::try_from(left).unwrap_or(CHUNK))];
        let read = match file.read(&mut chunk).await {
            Ok(0) => Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
            read => read,
        };
        Some(match read {
            Ok(read) => {
                chunk.truncate(read);
                (Ok(Bytes::from(chunk)), (file, left - read as u64))
            }
            Err(error) => (Err(error), (file, 0)),
        })
    });
    Ok(response.no_chunking(length).streaming(chunks))
}
