//! Meta's handshake: the challenge comes back to who knows our token, and to nobody else.

use reqwest::Response;

use crate::on_both;
use crate::world::http::client;
use crate::world::{Database, Node, VERIFY_TOKEN, node};

const CHALLENGE: &str = "1158201444 <b>&amp;";

on_both! {
    async fn who_knows_the_token_gets_the_challenge_as_it_is(world: World) {
        assert!(world.whatsapp.verify_webhook().await);
        let answer = ask(&world.nodes[0], &right()).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.text().await.unwrap(), CHALLENGE);
    }

    async fn another_token_or_mode_is_forbidden(world: World) {
        let upper = VERIFY_TOKEN.to_uppercase();
        let longer = format!("{VERIFY_TOKEN} ");
        let wrong = ["", "wrong", &VERIFY_TOKEN[1..], &upper, &longer, "\0"];
        let mut attempts: Vec<_> = wrong.into_iter().map(|token| with("hub.verify_token", token)).collect();
        attempts.extend([with("hub.mode", "unsubscribe"), with("hub.mode", "")]);
        for query in attempts {
            let answer = ask(&world.nodes[0], &query).await;
            assert_eq!(answer.status(), 403, "{query:?}");
            assert!(!answer.text().await.unwrap().contains("1158201444"), "{query:?}");
        }
    }

    async fn a_handshake_that_lacks_something_is_malformed(world: World) {
        for missing in ["hub.mode", "hub.verify_token", "hub.challenge"] {
            let mut query = right();
            query.retain(|(name, _)| *name != missing);
            let answer = ask(&world.nodes[0], &query).await;
            assert_eq!(answer.status(), 400, "without {missing}");
        }
        assert_eq!(ask(&world.nodes[0], &[]).await.status(), 400);
        let twice: Vec<_> = right().into_iter().chain([("hub.verify_token", "wrong")]).collect();
        assert_ne!(ask(&world.nodes[0], &twice).await.status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_token_of_ours_nobody_shakes_hands() {
    let database = Database::sqlite().await;
    let mut settings = node::named(node::settings(&database, None), 0);
    settings.remove("ONEVOICE_WHATSAPP_VERIFY_TOKEN");
    let node = Node::start(settings, server::clock::Clock::real()).await;
    for token in ["", VERIFY_TOKEN] {
        assert_eq!(ask(&node, &with("hub.verify_token", token)).await.status(), 403);
    }
    node.stop().await;
    database.drop().await;
}

fn right() -> Vec<(&'static str, &'static str)> {
    vec![
        ("hub.mode", "subscribe"),
        ("hub.challenge", CHALLENGE),
        ("hub.verify_token", VERIFY_TOKEN),
    ]
}

fn with<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    let change = |(known, held)| (known, if known == name { value } else { held });
    right().into_iter().map(change).collect()
}

async fn ask(node: &Node, query: &[(&str, &str)]) -> Response {
    client().get(node.webhook_url()).query(query).send().await.unwrap()
}
