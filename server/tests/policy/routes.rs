//! Every route of the table, asked by everybody of everything: as nobody, of a conversation that is theirs, that is a
//! colleague's, that they may not see, and that is not there. A route without a line here fails.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use reqwest::Method;
use serde_json::{Value, json};
use server::features::session;
use server::http;
use server::store::Tx;
use shared::command::{Action, Command};
use shared::conversation;
use shared::event::Actor;
use shared::ids::{AgentId, CommandId, ConversationId, TabId};
use shared::number;
use shared::permission::{Role, Visibility};

use crate::on_both;
use crate::world::http::client;
use crate::world::{Agent, Rights, World};

/// What it is asked about.
#[derive(Clone, Copy)]
struct About {
    /// A conversation, or what stands in its place.
    at: ConversationId,
    /// Whose draft.
    author: AgentId,
    /// Somebody who can be invited.
    colleague: AgentId,
    /// A number of ours.
    number: shared::ids::NumberId,
    /// So that no command comes twice.
    command: CommandId,
}

/// What is sent to a route so that nothing but rights can be in the way: path with query, and body.
fn asked(route: &str, it: About) -> (String, Option<Value>) {
    let About { at, author, colleague, number, command } = it;
    let close = Action::Conversation(at, conversation::Action::Unread);
    let command = Command { id: command, action: close, seen: None };
    let tab = TabId(at.0);
    let there = |path: &str| path.replace("{id}", &at.to_string());
    let login = json!({ "email": "nobody@example.com", "password": "twelve chars or so" });
    let (query, body) = match route {
        "GET /webhooks/whatsapp" => {
            ("?hub.mode=subscribe&hub.verify_token=x&hub.challenge=y".to_owned(), None)
        }
        "POST /api/commands" => (String::new(), Some(json!(command))),
        "GET /api/conversations" => ("?view=all".to_owned(), None),
        "GET /api/conversations/{id}/files" => (format!("?of={at}"), None),
        "POST /api/allocation/trial" => (String::new(), Some(json!({ "number": number }))),
        "POST /api/conversations/{id}/together/{author}" => {
            (String::new(), Some(json!({ "tab": tab, "act": { "offer": true } })))
        }
        "POST /api/conversations/{id}/calls/{call}" => {
            (String::new(), Some(json!({ "tab": tab, "offer": "", "dial": false })))
        }
        "POST /api/conversations/{id}/calls/{call}/listening" => {
            (String::new(), Some(json!({ "tab": tab, "offer": "" })))
        }
        "GET /api/chats" => (format!("?number={number}&phone=4915100000000"), None),
        "POST /api/preferences" => (String::new(), Some(json!({ "undo_seconds": 5 }))),
        "POST /api/drafts/{id}" => {
            (String::new(), Some(json!({ "text": "Well", "reply_to": null })))
        }
        "POST /api/uploads" => ("?name=a.txt".to_owned(), Some(json!("some words"))),
        "POST /api/uploads/again" => {
            (String::new(), Some(json!({ "held": { "conversation": at, "message": at } })))
        }
        "GET /files/{hash}" => ("?until=1&seal=00".to_owned(), None),
        "GET /api/search" => ("?q=hello".to_owned(), None),
        "GET /api/templates" => (format!("?number={number}"), None),
        "POST /api/session" => (String::new(), Some(login)),
        "POST /api/setup" => (
            String::new(),
            Some(
                json!({ "token": "x", "name": "Eve", "email": "eve@example.com", "password": "twelve chars" }),
            ),
        ),
        "GET /api/join" => ("?token=x".to_owned(), None),
        "POST /api/join" => {
            (String::new(), Some(json!({ "token": "x", "password": "twelve chars" })))
        }
        _ => (String::new(), None),
    };
    let path = route.split_once(' ').unwrap().1;
    let path = match path {
        "/api/invitations/{agent}" => path.replace("{agent}", &colleague.to_string()),
        path => there(path),
    };
    let path = path.replace("{author}", &author.to_string());
    let path = path.replace("{hash}", &"0".repeat(64));
    // Nothing else in a path is anybody's: a call, a message and a session that are not there.
    let path = path.replace("{call}", &at.to_string()).replace("{message}", &at.to_string());
    (format!("{path}{query}"), body)
}

/// The table, as it is meant.
fn meant() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy/routes.txt");
    std::fs::read_to_string(path).unwrap()
}

async fn ask(world: &World, route: &str, who: Option<&Agent>, about: About) -> (u16, String) {
    let (method, _) = route.split_once(' ').unwrap();
    let (path, body) = asked(route, about);
    let method: Method = method.parse().unwrap();
    let mut request = client().request(method, world.nodes[0].url(&path));
    if let Some(who) = who {
        // In a session of its own: some of this ends it.
        let id = who.id;
        let start = move |tx: &mut Tx<'_>| session::start(tx, id, "a test");
        let ((of, _), _) = world.app().write(Actor::System, start).await.unwrap();
        request = request.bearer_auth(world.app().tokens.issue(id, of).unwrap().0);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Every route, as `GET /path`.
fn routes() -> Vec<String> {
    let rows = http::table::rows(http::routes);
    rows.into_iter().map(|(method, path)| format!("{method} {path}")).collect()
}

on_both! {
    async fn every_route_is_for_whom_it_is_meant(world: World) {
        let with = |role, visibility| Rights { role, visibility, teams: vec![] };
        let ana = world.agent_with("Ana", with(Role::Agent, Visibility::Own), 0).await;
        let lea = world.agent_with("Lea", with(Role::Lead, Visibility::All), 0).await;
        let ada = world.admin("Ada").await;
        let colleague = world.person("Ben", with(Role::Agent, Visibility::Own)).await;
        let (sam, tim) = (world.customer("Sam").await, world.customer("Tim").await);
        sam.writes("Hello").await;
        tim.writes("Hello").await;
        let (own, unseen) = (world.conversation(&sam).await, world.conversation(&tim).await);
        lea.assigns(own, Some(ana.id)).await.unwrap();
        lea.assigns(unseen, Some(lea.id)).await.unwrap();
        ana.sees("hers", |state| state.conversation(own).is_some()).await;
        let numbers = world.app().store.read(server::features::number::rows::all).await.unwrap();
        let number = numbers.first().map(|it: &number::Number| it.id).unwrap();
        let about = |at| {
            let command = CommandId(world.clock.ulid());
            About { at, author: ana.id, colleague, number, command }
        };
        let mut told = String::new();
        for route in routes() {
            let nobody = ask(&world, &route, None, about(own)).await.0;
            write!(told, "{route:<54} {nobody}").unwrap();
            for who in [&ana, &lea, &ada] {
                let (status, text) = ask(&world, &route, Some(who), about(own)).await;
                assert!(status < 500, "{route}: {text}");
                write!(told, " {status}").unwrap();
            }
            let (status, text) = ask(&world, &route, Some(&ana), about(unseen)).await;
            if route.contains("conversations/{id}") {
                let missing = ConversationId(world.clock.ulid());
                let other = ask(&world, &route, Some(&ana), about(missing)).await;
                assert_eq!((status, text), other, "{route} tells that there is one");
            }
            writeln!(told, " {status}").unwrap();
        }
        let of_routes = |line: &&str| !line.starts_with('#');
        let lines = |text: &str| text.lines().filter(of_routes).map(str::to_owned).collect::<BTreeSet<_>>();
        let (told, meant) = (lines(&told), lines(&meant()));
        let other: Vec<_> = told.symmetric_difference(&meant).collect();
        assert!(other.is_empty(), "{other:#?}");
        for line in &meant {
            let open = OPEN.iter().any(|it| line.starts_with(&format!("{it} ")));
            assert!(open || line.contains(" 401 "), "nobody may ask this: {line}");
        }
    }

    async fn a_token_that_is_none_of_ours_opens_nothing(world: World) {
        let nil = ulid::Ulid::nil();
        let (at, author, number) = (ConversationId(nil), AgentId(nil), shared::ids::NumberId(nil));
        let about = About { at, author, colleague: author, number, command: CommandId(nil) };
        let closed = routes().into_iter().filter(|it| !OPEN.contains(&it.as_str()));
        for route in closed {
            let (method, _) = route.split_once(' ').unwrap();
            let (path, body) = asked(&route, about);
            for token in ["nonsense", "eyJhbGciOiJub25lIn0.e30."] {
                let request = client().request(method.parse().unwrap(), world.nodes[0].url(&path));
                let mut request = request.bearer_auth(token);
                if let Some(body) = &body {
                    request = request.json(body);
                }
                let status = request.send().await.unwrap().status().as_u16();
                assert_eq!(status, 401, "{route}");
            }
        }
    }
}

/// What is asked without a login: each has a secret of its own, or tells nothing of anybody.
const OPEN: [&str; 13] = [
    "GET /health",
    "GET /metrics",
    "GET /webhooks/whatsapp",
    "POST /webhooks/whatsapp",
    "GET /files/{hash}",
    "GET /api/socket",
    "POST /api/session",
    "DELETE /api/session",
    "POST /api/session/refresh",
    "GET /api/setup",
    "POST /api/setup",
    "GET /api/join",
    "POST /api/join",
];
