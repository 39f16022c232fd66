//! The customer's phone in a browser. It loads nothing from anywhere else.

use actix_web::{HttpResponse, web};

const FILES: [(&str, &str, &str); 9] = [
    ("/", "text/html; charset=utf-8", include_str!("page/page.html")),
    ("/page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("/page.js", SCRIPT, include_str!("page/page.js")),
    ("/page/bubble.js", SCRIPT, include_str!("page/bubble.js")),
    ("/page/call.js", SCRIPT, include_str!("page/call.js")),
    ("/page/composer.js", SCRIPT, include_str!("page/composer.js")),
    ("/page/dom.js", SCRIPT, include_str!("page/dom.js")),
    ("/page/misbehave.js", SCRIPT, include_str!("page/misbehave.js")),
    ("/page/phones.js", SCRIPT, include_str!("page/phones.js")),
];

const SCRIPT: &str = "text/javascript; charset=utf-8";

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    for (path, content_type, text) in FILES {
        let file = move || async move {
            HttpResponse::Ok()
                .content_type(content_type)
                .insert_header(("Cache-Control", "no-store"))
                .insert_header((
                    "Content-Security-Policy",
                    "default-src 'self'; img-src 'self' data: blob:",
                ))
                .body(text)
        };
        config.route(path, web::get().to(file));
    }
    config.route("/favicon.ico", web::get().to(HttpResponse::NoContent));
}
