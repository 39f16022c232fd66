//! The client against a server that answers one request in a given way.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::*;
use crate::whatsapp::Identity;

/// What the server does once it has read the request.
enum Reply {
    Answer(u16, String),
    /// The head of an answer, and then no more.
    Half,
    Hangup,
    Silence,
}

/// A server for one request; it hands out what it got.
#[expect(clippy::disallowed_methods, reason = "a test's runtime lives as long as the test")]
async fn serve(reply: Reply) -> (WhatsApp, JoinHandle<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let total =
        if matches!(reply, Reply::Silence) { Duration::from_millis(300) } else { TOTAL_TIMEOUT };
    let client = WhatsApp::with_timeouts(base, CONNECT_TIMEOUT, total).unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = request(&mut stream).await;
        match reply {
            Reply::Answer(status, body) => {
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nLocation: /elsewhere\r\n\r\n"
                );
                stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            }
            Reply::Half => {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"mess")
                    .await
                    .unwrap();
            }
            Reply::Hangup => {}
            // Until the client gives up.
            Reply::Silence => drop(stream.read(&mut [0]).await),
        }
        request
    });
    (client, server)
}

async fn request(stream: &mut TcpStream) -> (String, Value) {
    let mut read = Vec::new();
    loop {
        stream.read_buf(&mut read).await.unwrap();
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            return (head, serde_json::from_str(body).unwrap_or(Value::Null));
        }
    }
}

fn number() -> Number {
    Number { phone_number_id: "1065".into(), token: Secret::new("EAAG".into()) }
}

async fn send(client: &WhatsApp) -> Outcome {
    let to = Recipient::Phone("16505551234".into());
    client.send_text(&number(), &to, "Hi", false, None, "01J").await
}

async fn sent(reply: Reply) -> Outcome {
    let (client, server) = serve(reply).await;
    let outcome = send(&client).await;
    server.await.unwrap();
    outcome
}

#[tokio::test]
async fn a_text_goes_out_as_whatsapp_wants_it() {
    let accepted = json!({"messages": [{"id": "wamid.1"}], "contacts": [{"wa_id": "16505551234"}]});
    let (client, server) = serve(Reply::Answer(200, accepted.to_string())).await;
    let to = Recipient::Phone("16505551234".into());
    let outcome = client.send_text(&number(), &to, "Hi ☀", true, Some("wamid.0"), "01J").await;
    let recipient = Identity { phone: Some("16505551234".into()), ..Identity::default() };
    assert_eq!(outcome, Outcome::Accepted { wamid: "wamid.1".into(), recipient });

    let (head, body) = server.await.unwrap();
    assert!(head.starts_with("post /v25.0/1065/messages http/1.1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer eaag"), "{head}");
    let expected = json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234",
        "type": "text", "text": {"body": "Hi ☀", "preview_url": true}, "context": {"message_id": "wamid.0"},
        "biz_opaque_callback_data": "01J"});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn who_hides_the_phone_is_written_to_by_bsuid() {
    let (client, server) = serve(Reply::Answer(200, "{}".into())).await;
    let to = Recipient::Bsuid("US.1".into());
    client.send_text(&number(), &to, "Hi", false, None, "01J").await;
    let (_, body) = server.await.unwrap();
    assert_eq!(body["recipient"], "US.1");
    assert_eq!((body.get("to"), body.get("context")), (None, None));
}

#[tokio::test]
async fn a_throttle_is_a_refusal_to_be_repeated_though_it_comes_as_400() {
    let body = json!({"error": {"code": 131_056, "message": "(#131056) Pair rate limit hit"}});
    let Outcome::Refused { error } = sent(Reply::Answer(400, body.to_string())).await else {
        panic!()
    };
    assert_eq!((error.class, error.code, error.retry()), (Class::Throttle, Some(131_056), true));
}

#[tokio::test]
async fn whatsapps_own_trouble_is_a_refusal_to_be_repeated() {
    let body = json!({"error": {"code": 2, "message": "Service temporarily unavailable"}});
    let Outcome::Refused { error } = sent(Reply::Answer(503, body.to_string())).await else {
        panic!()
    };
    assert_eq!((error.class, error.retry()), (Class::Transient, true));
}

#[tokio::test]
async fn what_may_have_left_is_unknown() {
    for reply in [
        Reply::Hangup,
        Reply::Half,
        Reply::Silence,
        Reply::Answer(200, "<html>Hello".into()),
        Reply::Answer(500, "<html>Sorry".into()),
    ] {
        let outcome = sent(reply).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let outcome = send(&WhatsApp::new(base).unwrap()).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
    let nowhere = Url::parse("http://whatsapp.invalid").unwrap();
    let outcome = send(&WhatsApp::new(nowhere).unwrap()).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_our_token() {
    let outcome = sent(Reply::Answer(307, String::new())).await;
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_token_that_is_none_is_the_admins_business() {
    let client = WhatsApp::new(Url::parse("http://127.0.0.1:9").unwrap()).unwrap();
    let number = Number { token: Secret::new("a\nb".into()), ..number() };
    let error = client.mark_read(&number, "wamid.1").await.unwrap_err();
    assert_eq!(error.class, Class::Auth);
}

#[tokio::test]
async fn reading_is_shown() {
    let (client, server) = serve(Reply::Answer(200, "{\"success\":true}".into())).await;
    client.mark_read(&number(), "wamid.1").await.unwrap();
    let (_, body) = server.await.unwrap();
    let expected =
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"});
    assert_eq!(body, expected);

    let (client, _server) = serve(Reply::Hangup).await;
    assert!(client.mark_read(&number(), "wamid.1").await.unwrap_err().retry());
}

#[tokio::test]
async fn a_number_is_looked_up() {
    let said =
        json!({"display_phone_number": "+1 555-078-3881", "verified_name": "Acme", "id": "1065"});
    let (client, server) = serve(Reply::Answer(200, said.to_string())).await;
    let info = client.phone_number(&number()).await.unwrap();
    assert_eq!(info.display_phone_number, "+1 555-078-3881");
    assert_eq!(info.verified_name.as_deref(), Some("Acme"));
    let (head, _) = server.await.unwrap();
    assert!(
        head.starts_with("get /v25.0/1065?fields=display_phone_number%2cverified_name "),
        "{head}"
    );

    let (client, _server) = serve(Reply::Answer(200, "{\"name\":\"A page\"}".into())).await;
    assert!(client.phone_number(&number()).await.unwrap_err().words.contains("Phone number ID"));
    let expired = json!({"error": {"code": 190, "message": "Session has expired"}}).to_string();
    let (client, _server) = serve(Reply::Answer(401, expired)).await;
    assert_eq!(client.phone_number(&number()).await.unwrap_err().class, Class::Auth);
}

#[test]
fn the_address_may_end_in_a_slash_or_have_a_path() {
    for (base, expected) in [
        ("https://graph.facebook.com", "https://graph.facebook.com/v25.0/1065/messages"),
        ("https://graph.facebook.com/", "https://graph.facebook.com/v25.0/1065/messages"),
        ("http://localhost:9000/meta/", "http://localhost:9000/meta/v25.0/1065/messages"),
    ] {
        let client = WhatsApp::new(Url::parse(base).unwrap()).unwrap();
        assert_eq!(client.url(&["1065", "messages"]).as_str(), expected);
    }
    let odd = WhatsApp::new(Url::parse("http://localhost").unwrap()).unwrap().url(&["a/b?c"]);
    assert_eq!(odd.path(), "/v25.0/a%2Fb%3Fc");
    assert!(WhatsApp::new(Url::parse("mailto:meta@example.org").unwrap()).is_err());
    assert!(WhatsApp::new(Url::parse("ftp://example.org").unwrap()).is_err());
}

#[test]
fn only_this_machine_is_local() {
    for (base, expected) in [
        ("http://localhost:1", true),
        ("http://127.0.0.1:1", true),
        ("http://[::1]:1", true),
        ("https://graph.facebook.com", false),
        ("http://10.0.0.1", false),
        ("http://localhost.example.org", false),
    ] {
        assert_eq!(is_local(&Url::parse(base).unwrap()), expected, "{base}");
    }
}

#[test]
fn the_token_does_not_print() {
    assert!(!format!("{:?}", number()).contains("EAAG"));
}
