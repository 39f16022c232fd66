//! The web app's files: compressed when they were built, if the browser takes that, and the same for everyone who doesn't.

use std::fs;

use reqwest::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, VARY,
};
use server::clock::Clock;

use crate::world::http::client;
use crate::world::node::{named, settings};
use crate::world::{Database, Node};

#[tokio::test]
async fn a_file_comes_as_it_was_compressed_at_the_build_if_the_browser_takes_that() {
    let database = Database::sqlite().await;
    let folder = std::env::temp_dir().join(format!("onevoice-site-{}", std::process::id()));
    fs::create_dir_all(folder.join("design")).unwrap();
    for (name, words) in [
        ("web.js", "plain"),
        ("web.js.br", "brotli"),
        ("web.js.gz", "gzip"),
        ("odd.css", "only plain"),
        ("worker.js", "the worker"),
        ("index.html", "the app"),
        ("design/index.html", "the components"),
    ] {
        fs::write(folder.join(name), words).unwrap();
    }
    let mut settings = named(settings(&database, None), 0);
    settings.insert("ONEVOICE_SITE_DIR".into(), folder.to_str().unwrap().into());
    let node = Node::start(settings, Clock::real()).await;
    let get = async |path: &str, accept: &'static str| {
        let request = client().get(node.url(path)).header(ACCEPT_ENCODING, accept);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        let header = |name| answer.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
        let found = (header(CONTENT_ENCODING), header(VARY).is_some());
        (found.0, found.1, answer.text().await.unwrap())
    };

    for (accept, encoding, words) in [
        ("gzip, deflate, br", Some("br"), "brotli"),
        ("gzip;q=1, br;q=0", Some("gzip"), "gzip"),
        ("identity", None, "plain"),
    ] {
        let expected = (encoding.map(str::to_owned), true, words.to_owned());
        assert_eq!(get("/web.js", accept).await, expected, "{accept}");
    }
    assert_eq!(get("/odd.css", "identity").await.2, "only plain");
    assert_eq!(get("/inbox/mine", "identity").await.2, "the app");
    assert_eq!(get("/inbox/is:open.is:unread", "identity").await.2, "the app");
    assert_eq!(get("/design", "identity").await.2, "the components");
    let design = client().get(node.url("/design")).send().await.unwrap();
    assert!(design.headers().contains_key(CONTENT_SECURITY_POLICY), "as strict as the app");

    // Whatever is opened by itself runs nothing and is framed by nobody; texts say how they are written.
    for (path, kind) in [
        ("/web.js", "text/javascript; charset=utf-8"),
        ("/odd.css", "text/css; charset=utf-8"),
        ("/health", "application/json"),
        ("/api/setup", "application/json"),
        ("/api/nothing", "application/json"),
        ("/nothing.html", "text/plain; charset=utf-8"),
    ] {
        let answer = client().get(node.url(path)).send().await.unwrap();
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), kind, "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        let policy = header(CONTENT_SECURITY_POLICY.as_str());
        let parts = ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"];
        assert!(parts.iter().all(|it| policy.contains(it)), "{path}: {policy}");
    }

    // What stands before every load of the app is never an old one, and may do no more than it must.
    let worker = client().get(node.url("/worker.js")).send().await.unwrap();
    let header = |name| worker.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header(CACHE_CONTROL), "no-cache");
    assert_eq!(header(CONTENT_SECURITY_POLICY), "default-src 'none'; connect-src 'self'");

    node.stop().await;
    drop(node);
    database.drop().await;
    fs::remove_dir_all(folder).unwrap();
}
