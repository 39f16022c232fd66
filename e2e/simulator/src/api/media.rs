//! Media: upload, look-up, download, deletion.

use std::time::Duration;

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{TryStreamExt as _, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Token, id};
use crate::error::Refusal;
use crate::media::{self, Media};
use crate::misbehaviour::Misbehaviour;
use crate::world::World;

/// The largest file of any kind: a document.
const LARGEST: usize = 100 * 1024 * 1024;

pub(crate) async fn upload(
    _token: Token,
    request: HttpRequest,
    form: Multipart,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    if world.number(id(&request)).is_none() {
        return Err(Refusal::unknown_object("post", id(&request)));
    }
    let form = read(form).await?;
    let refused = world.state().plans.take(|what| match what {
        Misbehaviour::RefuseFiles { code } => Some(*code),
        _ => None,
    });
    if let Some(code) = refused {
        return Err(Refusal::of(code));
    }
    if form.product != b"whatsapp" {
        return Err(Refusal::parameter("The parameter messaging_product is required."));
    }
    let mime_type = form
        .kind
        .or(form.content_type)
        .ok_or_else(|| Refusal::parameter("The parameter type is required."))?;
    let bytes = form.file.ok_or_else(|| Refusal::parameter("The parameter file is required."))?;
    let limit = limit(&mime_type).ok_or_else(|| {
        Refusal::parameter(format!("Param file must be a file with one of the supported types. Received file of type '{mime_type}'."))
    })?;
    if bytes.len() > limit {
        return Err(Refusal::because(131_053, format!("The file is larger than {limit} bytes.")));
    }
    let id = media::keep(&world, Media { mime_type, bytes: bytes.into() });
    Ok(HttpResponse::Ok().json(json!({ "id": id })))
}

/// `GET /{media_id}`.
pub(crate) fn describe(world: &World, id: &str) -> Option<Value> {
    let media = world.state().media.get(id).cloned()?;
    Some(json!({
        "messaging_product": "whatsapp",
        "url": media::link(world, id),
        "mime_type": media.mime_type,
        "sha256": hex::encode(Sha256::digest(&media.bytes)),
        "file_size": media.bytes.len(),
        "id": id,
    }))
}

pub(crate) async fn delete(
    _token: Token,
    request: HttpRequest,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    match world.state().media.remove(id(&request)) {
        Some(_) => Ok(HttpResponse::Ok().json(json!({ "success": true }))),
        None => Err(Refusal::unknown_object("delete", id(&request))),
    }
}

#[derive(Deserialize)]
pub(crate) struct Link {
    mid: String,
    ext: i64,
    hash: String,
}

pub(crate) async fn download(
    _token: Token,
    link: web::Query<Link>,
    world: web::Data<World>,
) -> HttpResponse {
    let found = world.state().media.get(&link.mid).cloned();
    let good = media::link_is_good(&world, &link.mid, link.ext, &link.hash)
        && !world.state().plans.happens(&Misbehaviour::ExpireFiles);
    let Some(media) = found.filter(|_| good) else { return HttpResponse::NotFound().finish() };
    let slow = world.state().plans.take(|what| match what {
        Misbehaviour::SlowFiles { ms } => Some(*ms),
        _ => None,
    });
    if let Some(ms) = slow {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    let mut answer = HttpResponse::Ok();
    answer.content_type(media.mime_type);
    if world.state().plans.happens(&Misbehaviour::BreakFiles) {
        let half = media.bytes.slice(..media.bytes.len() / 2);
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
        return answer.streaming(stream::iter([Ok(half), Err(broken)]));
    }
    if world.state().plans.happens(&Misbehaviour::SpoilFiles) {
        return answer.body(media.bytes.iter().map(|byte| byte ^ 1).collect::<Vec<_>>());
    }
    answer.body(media.bytes)
}

/// The form of an upload.
#[derive(Default)]
struct Form {
    product: Vec<u8>,
    kind: Option<String>,
    content_type: Option<String>,
    file: Option<Vec<u8>>,
}

async fn read(mut form: Multipart) -> Result<Form, Refusal> {
    let unreadable = |_| Refusal::parameter("The multipart body cannot be read");
    let mut read = Form::default();
    while let Some(mut field) = form.try_next().await.map_err(unreadable)? {
        let mut bytes = Vec::new();
        while let Some(chunk) = field.try_next().await.map_err(unreadable)? {
            if bytes.len() + chunk.len() > LARGEST {
                return Err(Refusal::because(131_053, "The file is too large."));
            }
            bytes.extend_from_slice(&chunk);
        }
        match field.name().unwrap_or_default() {
            "messaging_product" => read.product = bytes,
            "type" => read.kind = Some(String::from_utf8_lossy(&bytes).into_owned()),
            "file" => {
                read.content_type = field.content_type().map(ToString::to_string);
                read.file = Some(bytes);
            }
            _ => {}
        }
    }
    Ok(read)
}

/// Bytes a file of this type may have; `None` for types WhatsApp does not take.
fn limit(mime_type: &str) -> Option<usize> {
    const KIB: usize = 1024;
    const MIB: usize = 1024 * KIB;
    let essence = mime_type.split(';').next().unwrap_or_default().trim();
    match essence {
        "image/jpeg" | "image/png" => Some(5 * MIB),
        "image/webp" => Some(500 * KIB),
        "video/mp4" | "video/3gpp" => Some(16 * MIB),
        "audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/ogg" | "audio/opus" => {
            Some(16 * MIB)
        }
        "text/plain"
        | "application/pdf"
        | "application/msword"
        | "application/vnd.ms-excel"
        | "application/vnd.ms-powerpoint" => Some(LARGEST),
        _ if essence.starts_with("application/vnd.openxmlformats-officedocument.") => Some(LARGEST),
        _ => None,
    }
}
