//! The built web app, from inside the binary or from a folder; and whether we are well.

use std::path::{Component, Path};

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG, HeaderValue,
    IF_NONE_MATCH, VARY,
};
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

/// Keeps the app's shell in the browser (`web/worker.js`). Its name must stay, so it has no hash.
const WORKER: &str = "worker.js";
/// What the worker may do: fetch from us. A worker has the policy of its own file, not of the page.
const WORKERS: &str = "default-src 'none'; connect-src 'self'";
/// What Trunk puts where a nonce belongs.
const NONCE: &str = "{{__TRUNK NONCE__}}";

/// A file of the web app; whatever isn't one is a page of it.
pub async fn page(app: Data<App>, request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    if !path.ends_with("index.html")
        && let Some(answer) = asset(&app, &request, path)
    {
        return answer;
    }
    // A list by conditions has points in its address, too.
    if Path::new(path).extension().is_some() && !path.starts_with("inbox/") {
        return HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("There is no such file.");
    }
    match file(&app, if path == "design" { "design/index.html" } else { "index.html" }) {
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

/// Trunk puts a hash into the names, so that what was fetched once never changes. Beside the files lie compressed ones,
/// made when the app was built; where they don't, the middleware compresses.
fn asset(app: &App, request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let packed = ENCODINGS.into_iter().filter(|(name, _)| accepts(request, name));
    let packed =
        packed.filter_map(|(name, end)| Some((name, file(app, &format!("{path}.{end}"))?)));
    let (encoding, bytes) = match packed.into_iter().next() {
        Some((name, bytes)) => (Some(name), bytes),
        None => (None, file(app, path)?),
    };
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(&bytes)).split_at(32).0);
    if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return Some(HttpResponse::NotModified().finish());
    }
    let mut answer = HttpResponse::Ok();
    let lasts = if path == WORKER {
        answer.insert_header((CONTENT_SECURITY_POLICY, WORKERS));
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    answer
        .content_type(kind(path))
        .insert_header((CACHE_CONTROL, lasts))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header((ETAG, tag));
    if let Some(encoding) = encoding {
        answer.insert_header((CONTENT_ENCODING, encoding));
    }
    Some(answer.body(bytes))
}

/// What a file of ours is; all texts of ours are UTF-8.
fn kind(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if kind.type_() == mime_guess::mime::TEXT {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    }
}

/// How files are compressed, the best first: the name in HTTP, and how the file's name ends.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// Whether the browser takes an encoding. One that it weighs with nothing is refused (RFC 9110, 12.5.3).
fn accepts(request: &HttpRequest, encoding: &str) -> bool {
    let words = request.headers().get(ACCEPT_ENCODING).map(HeaderValue::to_str);
    let Some(Ok(words)) = words else { return false };
    words.split(',').any(|word| {
        let (name, weight) = word.split_once(';').unwrap_or((word, ""));
        let refused = weight.trim().trim_start_matches("q=").parse() == Ok(0.0);
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn file(app: &App, path: &str) -> Option<Bytes> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    if path.is_empty() || !plain || hidden {
        return None;
    }
    match &app.config.site_dir {
        Some(folder) => std::fs::read(folder.join(path)).ok().map(Bytes::from),
        None => Built::get(path).map(|file| Bytes::from(file.data.into_owned())),
    }
}

/// What every reply is opened with that says nothing else: nothing runs in it, and nobody frames it.
const NOTHING_RUNS: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Headers that every reply has (OWASP secure headers).
pub fn headers(app: &App) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        // Unless a reply says otherwise, which the files of the app do.
        .add((CACHE_CONTROL, "no-store"))
        .add((CONTENT_SECURITY_POLICY, NOTHING_RUNS))
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
    // Others can take what is new, so that whoever shares it out should leave us alone. One server alone goes on.
    let leaves = app.draining() && app.config.redis_url.is_some();
    let code = if leaves { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    match looked {
        Ok((webhooks, given_up)) => HttpResponse::build(code).json(json!({
            "status": if app.draining() { "stopping once calls are over" } else { "well" },
            "version": version,
            "webhooks": webhooks,
            "jobs_given_up": given_up,
            // Without it everything goes on, only other processes are told a moment later.
            "redis": app.config.redis_url.as_ref().map(|_| app.bus.hears_others()),
        })),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            let body = json!({ "status": "the database does not answer", "version": version });
            HttpResponse::ServiceUnavailable().json(body)
        }
    }
}
