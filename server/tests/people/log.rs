//! What the log says of who came and who was refused, and what it never says.

use std::io::Read as _;

use reqwest::header::CONTENT_ENCODING;
use reqwest::{Method, RequestBuilder, StatusCode};
use shared::reads::{CONVERSATIONS, LoggedIn, Login, SESSION, SETUP, Setup};

use crate::world::Database;
use crate::world::http::client;
use crate::world::node::{named, settings};
use crate::world::program::Program;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_came_and_who_was_refused_is_noted_without_words_addresses_and_tokens() {
    let database = Database::sqlite().await;
    let program = Program::new(named(settings(&database, None), 0));
    let link = program.start_saying_the_link().await.unwrap();
    let token = link.split_once("token=").unwrap().1.trim().to_owned();
    let ask = |method: Method, path: &str| {
        client().request(method, format!("http://{}{path}", program.address))
    };
    let status = async |request: RequestBuilder| request.send().await.unwrap().status();
    let login = |password: &str| Login { email: EMAIL.into(), password: password.into() };

    let setup = Setup { token, name: "Ada".into(), email: EMAIL.into(), password: PASSWORD.into() };
    let made = ask(Method::POST, SETUP).json(&setup).send().await.unwrap();
    assert_eq!(made.status(), StatusCode::OK, "{}", made.text().await.unwrap());
    program.stops().await;
    let mut notes = program.start_noting().await;

    let wrong = ask(Method::POST, SESSION).json(&login("a wrong password\nINFO forged"));
    assert_eq!(status(wrong).await, StatusCode::UNAUTHORIZED);
    let came = ask(Method::POST, SESSION).json(&login(PASSWORD)).send().await.unwrap();
    let came: LoggedIn = came.json().await.unwrap();
    let missing = format!("{CONVERSATIONS}/01K5T0000000000000000000AB");
    let unseen = ask(Method::GET, &missing).bearer_auth(&came.access_token);
    assert_eq!(status(unseen).await, StatusCode::NOT_FOUND);
    let packed = ask(Method::POST, SESSION).header(CONTENT_ENCODING, "gzip").body("x");
    assert_eq!(status(packed).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let foreign = ask(Method::POST, SESSION).header("Origin", "https://evil.example");
    assert_eq!(status(foreign.json(&login(PASSWORD))).await, StatusCode::FORBIDDEN);
    let out = ask(Method::DELETE, SESSION).bearer_auth(&came.access_token);
    assert_eq!(status(out).await, StatusCode::NO_CONTENT);

    program.stops().await;
    let mut said = String::new();
    notes.read_to_string(&mut said).unwrap();
    let has = |parts: &[&str]| said.lines().any(|line| parts.iter().all(|it| line.contains(it)));
    let (agent, session) = (came.agent.to_string(), came.session.to_string());
    for line in [
        &["refused", "POST", "/api/session", "401"][..],
        &["logged in", "password", &agent, &session],
        &["refused", "GET", "/api/conversations/{id}", "404", &agent, &session],
        &["refused", "415"],
        &["refused", "403"],
        &["logged out", &agent, &session],
    ] {
        assert!(has(line), "{line:?} is not in {said}");
    }
    for secret in [EMAIL, PASSWORD, "a wrong password", "forged", &came.access_token, "evil"] {
        assert!(!said.contains(secret), "{secret} is in {said}");
    }
    drop(program);
    database.drop().await;
}
