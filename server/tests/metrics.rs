//! What those who run the product see of it.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use shared::problem::{Code, Problem};
use simulator::{Misbehaviour, Signature};

use crate::world::http::client;
use crate::world::{Database, World};

const TOKEN: &str = "a token that is long enough";

async fn of(world: &World, token: Option<&str>) -> (StatusCode, String) {
    let mut request = client().get(world.nodes[0].url("/metrics"));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

/// The value of a line, with its labels.
fn value(text: &str, name: &str) -> Option<f64> {
    let mut lines = text.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(it, _)| *it == name).map(|(_, value)| value.parse().unwrap())
}

async fn knowing<Story: Future<Output = ()>>(
    database: Database,
    story: impl FnOnce(World) -> Story,
) {
    let settings = [("ONEVOICE_METRICS_TOKEN", TOKEN)];
    World::tell_having(database, None, 1, &settings, story).await;
}

async fn they_tell_how_we_are(world: World) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    ana.opens(chat).await;
    world.whatsapp.misbehave(Misbehaviour::RefuseSends { code: 131_026 }.next(1));
    ana.writes(chat, "A secret").await.unwrap();
    ana.sees_text(chat, "A secret").await;
    world.rests().await;

    let (status, text) = of(&world, Some(TOKEN)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(value(&text, "onevoice_sockets"), Some(1.0), "{text}");
    assert!(value(&text, "onevoice_told_seconds_count").unwrap() >= 2.0, "{text}");
    let head = world.app().store.read(server::store::log::cursor).await.unwrap().seq.0;
    assert_eq!(value(&text, "onevoice_log_head"), Some(f64::from(i32::try_from(head).unwrap())));
    let refused = "onevoice_whatsapp_refusals_total{code=\"131026\"}";
    assert_eq!(value(&text, refused), Some(1.0), "{text}");
    for nothing in ["webhooks_pending", "webhooks_set_aside", "jobs_given_up", "calls"] {
        assert_eq!(value(&text, &format!("onevoice_{nothing}")), Some(0.0), "{nothing} in {text}");
    }
    assert_eq!(value(&text, "onevoice_webhooks_oldest_age_seconds"), Some(0.0));
    assert_eq!(value(&text, "onevoice_redis_up"), Some(1.0), "there is none to need");
    assert!(text.ends_with("# EOF\n"), "{text}");
    for private in ["secret", "Hello", "Sam", &sam.number()] {
        assert!(!text.contains(private), "{private} in {text}");
    }

    let body = "this is no JSON";
    assert_eq!(world.whatsapp.deliver_raw(body, Signature::Valid).await, 200);
    world.rests().await;
    let (_, text) = of(&world, Some(TOKEN)).await;
    assert_eq!(value(&text, "onevoice_webhooks_set_aside"), Some(1.0), "{text}");
}

/// The names in what is written for those who run it.
fn written(text: &str) -> BTreeSet<String> {
    let parts = text.split(|it: char| !(it.is_ascii_lowercase() || it == '_'));
    let names = parts.filter_map(|it| it.strip_prefix("onevoice_"));
    names.map(|it| it.trim_end_matches("_bucket").to_owned()).collect()
}

async fn what_is_written_of_them_is_there(world: World) {
    let (_, text) = of(&world, Some(TOKEN)).await;
    let told: BTreeSet<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE onevoice_")?.split(' ').next())
        .map(str::to_owned)
        .collect();
    let is_told = |name: &String| {
        told.iter().any(|it| {
            it == name || ["_total", "_info"].iter().any(|end| *name == format!("{it}{end}"))
        })
    };
    for (file, text) in [
        ("dashboard.json", include_str!("../../docs/dashboard.json")),
        ("operations.md", include_str!("../../docs/operations.md")),
    ] {
        let written = written(text);
        assert!(written.len() > 8, "{file} has {written:?}");
        let unknown: Vec<_> = written.iter().filter(|name| !is_told(name)).collect();
        assert!(unknown.is_empty(), "{file} speaks of {unknown:?}, and there is {told:?}");
    }
    let explained = written(include_str!("../../docs/operations.md"));
    for name in &told {
        let starts = explained.iter().any(|it| it.starts_with(name.as_str()));
        assert!(starts, "operations.md does not say what {name} is");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_of_them_is_there_on_sqlite() {
    knowing(Database::sqlite().await, what_is_written_of_them_is_there).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_tell_how_we_are_on_sqlite() {
    knowing(Database::sqlite().await, they_tell_how_we_are).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_tell_how_we_are_on_postgres() {
    knowing(Database::postgres().await, they_tell_how_we_are).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_them_without_the_token_on_sqlite() {
    knowing(Database::sqlite().await, |world| async move {
        let ana = world.agent("Ana").await;
        for token in [None, Some(""), Some("another token of that length"), Some(&*ana.token())] {
            let (status, text) = of(&world, token).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            let problem: Problem = serde_json::from_str(&text).unwrap();
            assert_eq!(problem.code, Code::NotLoggedIn);
            assert!(!text.contains(TOKEN));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_token_there_are_none_on_sqlite() {
    World::tell(Database::sqlite().await, None, 1, |world| async move {
        for token in [None, Some("")] {
            let (status, text) = of(&world, token).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
            assert!(text.contains("ONEVOICE_METRICS_TOKEN"), "{text}");
        }
    })
    .await;
}
