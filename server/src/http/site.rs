//! The built web app, from inside the binary or from a folder; and whether we are well.

use std::path::{Component, Path};

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH};
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::http::auth::random_token;
use crate::store::{jobs, webhooks};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../web/dist"]
#[allow_missing = true]
struct Built;

/// What Trunk puts where a nonce belongs.
const NONCE: &str = "{{__TRUNK NONCE__}}";

/// A file of the web app; whatever isn't one is a page of it.
pub async fn page(app: Data<App>, request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if !path.is_empty()
        && path != "index.html"
        && let Some(bytes) = file(&app, path)
    {
        return asset(&request, path, bytes);
    }
    if Path::new(path).extension().is_some() {
        return HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("There is no such file.");
    }
    match file(&app, "index.html") {
        Some(bytes) => index(&bytes),
        None => HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body("The web app is not built. Run `cargo xtask run`, which builds it."),
    }
}

fn index(bytes: &[u8]) -> HttpResponse {
    let nonce = random_token();
    let page = String::from_utf8_lossy(bytes).replace(NONCE, &nonce);
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(page)
}

/// Trunk puts a hash into the names, so that what was fetched once never changes.
fn asset(request: &HttpRequest, path: &str, bytes: Bytes) -> HttpResponse {
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(&bytes)).split_at(32).0);
    if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return HttpResponse::NotModified().finish();
    }
    HttpResponse::Ok()
        .content_type(mime_guess::from_path(path).first_or_octet_stream().to_string())
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((ETAG, tag))
        .body(bytes)
}

fn file(app: &App, path: &str) -> Option<Bytes> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    if !plain || hidden {
        return None;
    }
    match &app.config.site_dir {
        Some(folder) => std::fs::read(folder.join(path)).ok().map(Bytes::from),
        None => Built::get(path).map(|file| Bytes::from(file.data.into_owned())),
    }
}

/// Headers that every reply has (OWASP secure headers).
pub fn headers(app: &App) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        // Unless a reply says otherwise, which the files of the app do.
        .add((CACHE_CONTROL, "no-store"))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("X-Frame-Options", "DENY"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)"));
    if app.config.is_https() {
        headers.add(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    } else {
        headers
    }
}

/// Whether we are well, and if not, which part isn't; and what waits for somebody to look at it.
pub async fn health(app: Data<App>) -> HttpResponse {
    let looked =
        app.store.read(|conn| Ok((webhooks::leftover(conn)?, jobs::given_up(conn)?.len()))).await;
    let version = env!("CARGO_PKG_VERSION");
    match looked {
        Ok((webhooks, given_up)) => HttpResponse::Ok().json(json!({
            "status": "well",
            "version": version,
            "webhooks": webhooks,
            "jobs_given_up": given_up,
        })),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            let body = json!({ "status": "the database does not answer", "version": version });
            HttpResponse::ServiceUnavailable().json(body)
        }
    }
}
