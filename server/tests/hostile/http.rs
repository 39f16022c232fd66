//! HTTP as somebody speaks it who means harm: too slowly, too much, packed, or so that two readers would read two things.
//! Each is refused or closed, and everybody else is served meanwhile.

use std::io;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use server::http::{routes, table};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::on_both;
use crate::world::http::client;
use crate::world::{Node, PATIENCE};

/// A connection on which whatever one likes is written.
struct Raw(TcpStream);

impl Raw {
    async fn saying(node: &Node, words: &str) -> Self {
        let mut raw = Self(TcpStream::connect(&node.address).await.unwrap());
        raw.0.write_all(words.as_bytes()).await.unwrap();
        raw
    }

    /// All that is said until the server closes.
    async fn hears_the_end(mut self) -> String {
        let mut heard = vec![];
        let ends = timeout(PATIENCE, self.0.read_to_end(&mut heard)).await;
        match ends.expect("the server closes") {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error}"),
        }
        String::from_utf8_lossy(&heard).into_owned()
    }
}

async fn is_served(node: &Node) {
    let health = client().get(node.url("/health")).timeout(Duration::from_secs(10));
    assert_eq!(health.send().await.unwrap().status(), 200);
}

fn head(method: &str, path: &str, more: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: inbox.example\r\n{more}")
}

/// Every route that takes a body, and a token that opens it.
fn with_bodies() -> impl Iterator<Item = String> {
    let all = table::rows(routes).into_iter();
    all.filter(|(method, _)| method.as_str() == Method::POST.as_str()).map(|(_, path)| {
        let path = path.replace("{author}", "{id}").replace("{call}", "{id}");
        path.replace("{agent}", "{id}").replace("{id}", "01K5T0000000000000000000AB")
    })
}

/// A JSON text of so many bytes.
fn long(bytes: usize) -> String {
    format!("\"{}\"", "x".repeat(bytes - 2))
}

on_both! {
    async fn who_is_slow_is_closed_and_nobody_waits_for_them(world: World) {
        let node = &world.nodes[0];
        let mut slow = vec![];
        for _ in 0..200 {
            slow.push(Raw::saying(node, &head("GET", "/health", "X-Slow: ")).await);
            let body = "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
            slow.push(Raw::saying(node, &head("POST", "/webhooks/whatsapp", body)).await);
            slow.push(Raw::saying(node, &head("POST", "/api/session", body)).await);
        }
        is_served(node).await;
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        ana.sees_text(chat, "Hello").await;
        for raw in slow {
            let heard = raw.hears_the_end().await;
            let refused = heard.is_empty() || heard.starts_with("HTTP/1.1 4");
            assert!(refused, "{heard}");
        }
        is_served(node).await;
    }

    async fn a_flood_of_headers_is_refused(world: World) {
        let node = &world.nodes[0];
        let many = "X-More: y\r\n".repeat(1_000);
        for flood in [
            head("GET", "/health", &format!("{many}\r\n")),
            head("GET", "/health", &format!("X-Long: {}\r\n\r\n", "y".repeat(1_000_000))),
            head("GET", &format!("/{}", "y".repeat(1_000_000)), "\r\n"),
        ] {
            let mut raw = Raw(TcpStream::connect(&node.address).await.unwrap());
            // It may have closed before all of it was said.
            let _ = raw.0.write_all(flood.as_bytes()).await;
            let heard = raw.hears_the_end().await;
            assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 4"), "{heard}");
            is_served(node).await;
        }
    }

    async fn a_body_that_is_too_large_is_refused_by_every_route(world: World) {
        let (node, ana) = (&world.nodes[0], world.admin("Ana").await);
        for path in with_bodies().filter(|it| it != shared::reads::UPLOADS) {
            let largest = if path.starts_with("/webhooks") { 3 * 1024 * 1024 } else { 256 * 1024 };
            // Routes without a body do not look whether there is one.
            let takes = !path.contains("/recording") && !path.contains("/invitations/") && path != "/api/session/refresh";
            for claimed in [largest + 1, usize::MAX / 4] {
                let claim = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {claimed}\r\n\r\n[", ana.token());
                let heard = Raw::saying(node, &head("POST", &path, &claim)).await.hears_the_end().await;
                assert!(!takes || heard.starts_with("HTTP/1.1 413"), "{path} {claimed}: {heard}");
                assert!(!heard.starts_with("HTTP/1.1 5"), "{path} {claimed}: {heard}");
            }
            if takes {
                // Without saying how long it is.
                let body = reqwest::Body::wrap_stream(futures_util::stream::iter([Ok::<_, io::Error>(long(largest + 1))]));
                let request = client().post(node.url(&path)).bearer_auth(ana.token());
                let answer = request.header(CONTENT_TYPE, "application/json").body(body).send().await;
                // It may have closed before all of it was said.
                assert!(answer.is_err() || answer.is_ok_and(|it| it.status() == 413), "{path}");
            }
        }
        is_served(node).await;
    }

    async fn what_is_packed_is_never_unpacked(world: World) {
        let (node, ana) = (&world.nodes[0], world.admin("Ana").await);
        for path in with_bodies() {
            for packed in ["gzip", "br", "deflate", "zstd", "identity, gzip", "GZIP", "\u{e4}"] {
                let request = client().post(node.url(&path)).bearer_auth(ana.token());
                let request = request.header(CONTENT_TYPE, "application/json");
                let answer = request.header(CONTENT_ENCODING, packed).body("{}").send().await.unwrap();
                assert_eq!(answer.status(), 415, "{path} {packed}");
                let problem: shared::problem::Problem = answer.json().await.unwrap();
                assert_eq!(problem.code, shared::problem::Code::Unsupported);
            }
        }
        let plain = client().post(node.url("/api/session")).header(CONTENT_ENCODING, "identity");
        let wrong = plain.json(&serde_json::json!({ "email": "a@example.com", "password": "x" }));
        assert_eq!(wrong.send().await.unwrap().status(), 401, "what says that it is not packed is read");
    }

    async fn where_a_request_ends_is_said_once_or_it_is_refused(world: World) {
        let node = &world.nodes[0];
        let second = head("GET", "/health", "\r\n");
        for twice in [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  ",
            "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: +4\r\n\r\n{}  ",
            "Content-Length : 4\r\n\r\n{}  ",
        ] {
            let words = head("POST", "/api/session", twice) + &second;
            let heard = Raw::saying(node, &words).await.hears_the_end().await;
            assert!(heard.starts_with("HTTP/1.1 4") || heard.is_empty(), "{twice}: {heard}");
            assert!(!heard.contains("HTTP/1.1 200"), "{twice}: what follows was taken for a request: {heard}");
        }
        is_served(node).await;
    }
}
