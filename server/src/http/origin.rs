//! Whether a request comes from our own pages. Where a cookie says who asks, another site must not be able to ask.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HOST, HeaderName, ORIGIN};
use actix_web::{FromRequest, HttpRequest, web};
use shared::problem::Problem;

use crate::app::App;
use crate::error::Error;

/// By what kind of page the browser was told to ask (W3C Fetch Metadata).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A request of one of our own pages, or of a program. Whoever reads or sets the cookie asks for this.
pub struct OurPage;

impl FromRequest for OurPage {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let ours = request.app_data::<web::Data<App>>().is_some_and(|app| is_ours(app, request));
        ready(if ours {
            Ok(Self)
        } else {
            Err(Problem::forbidden("This can be asked from our own pages only.").into())
        })
    }
}

/// Browsers say from which page they ask; programs needn't. What the browser itself found out about the page comes
/// first: it holds also behind a proxy that changes the name of the host. It says so only where the page came safely.
pub fn is_ours(app: &App, request: &HttpRequest) -> bool {
    let header = |name: &HeaderName| request.headers().get(name).map(|value| value.to_str());
    match (header(&SEC_FETCH_SITE), header(&ORIGIN)) {
        (Some(site), _) => matches!(site, Ok("same-origin" | "none")),
        (None, Some(Ok(origin))) => {
            let host = header(&HOST).and_then(Result::ok);
            origin == app.config.public_url
                || host.is_some_and(|host| origin.split_once("://").map(|it| it.1) == Some(host))
        }
        (None, Some(Err(_))) => false,
        (None, None) => true,
    }
}
