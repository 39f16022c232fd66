//! How a file goes out: as what its first bytes say, in a sandbox, and saved rather than shown unless it can hold no
//! script; whole or the part that a player asks for.

use std::io::SeekFrom;

use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, ContentDisposition, DispositionParam, DispositionType, ETAG,
    ExtendedValue, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::stream;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeek, AsyncSeekExt as _};

use super::range::Wanted;
use crate::error::{Error, Result};
use crate::files::sniff;

/// So many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// What is said of a file.
pub(super) struct Shown<'a> {
    /// What it is.
    pub kind: &'static str,
    /// What it is saved as; may be empty.
    pub name: &'a str,
    /// Tells it from every other, in quotes (RFC 9110, 8.8.3).
    pub tag: String,
}

impl Shown<'_> {
    /// What to say to who has it already.
    pub(super) fn known(&self, request: &HttpRequest) -> Option<HttpResponse> {
        let known = header(request, IF_NONE_MATCH).is_some_and(|known| known.contains(&self.tag));
        known.then(|| with_headers(HttpResponse::NotModified(), &self.tag).finish())
    }

    /// The file, or the part of it that is asked for.
    pub(super) async fn answer(
        &self,
        request: &HttpRequest,
        file: impl AsyncRead + AsyncSeek + Unpin + 'static,
        size: u64,
    ) -> Result<HttpResponse> {
        let Self { kind, name, tag } = self;
        let header = |name| header(request, name);
        // Of another file than the one that was begun with, a part is of no use.
        let same = header(IF_RANGE).is_none_or(|known| known == tag);
        match Wanted::read(header(RANGE).filter(|_| same), size) {
            Wanted::All => {
                let mut response = with_headers(HttpResponse::Ok(), tag);
                describe(&mut response, kind, name);
                send(response, file, 0, size).await
            }
            Wanted::Part { from, length } => {
                let mut response = with_headers(HttpResponse::PartialContent(), tag);
                describe(&mut response, kind, name);
                let through = from + length - 1;
                response.insert_header((CONTENT_RANGE, format!("bytes {from}-{through}/{size}")));
                send(response, file, from, length).await
            }
            Wanted::Nothing => {
                let mut response = with_headers(HttpResponse::RangeNotSatisfiable(), tag);
                Ok(response.insert_header((CONTENT_RANGE, format!("bytes */{size}"))).finish())
            }
        }
    }
}

fn header(request: &HttpRequest, name: HeaderName) -> Option<&str> {
    request.headers().get(name)?.to_str().ok()
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

async fn send(
    mut response: HttpResponseBuilder,
    mut file: impl AsyncRead + AsyncSeek + Unpin + 'static,
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
