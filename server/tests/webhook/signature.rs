//! Who has not signed with our secret over these very bytes leaves no trace.

use serde_json::Value;
use shared::problem::{Code, Problem};
use simulator::{Misbehaviour, Signature};

use super::tools::{SIGNATURE, contents, kept, post, sign, sign_with};
use crate::on_both;
use crate::world::http::client;
use crate::world::{Database, Node, World, node};

on_both! {
    async fn what_is_not_signed_by_meta_is_refused_and_not_stored(world: World) {
        let sam = world.customer("Sam").await;
        let body = hello(&world, &sam).to_string();
        for signature in [Signature::Wrong, Signature::Missing] {
            assert_eq!(world.whatsapp.deliver_raw(body.clone(), signature).await, 401);
        }
        let right = sign(body.as_bytes());
        let hex = right.strip_prefix("sha256=").unwrap().to_owned();
        for forged in [
            String::new(),
            "sha256=".into(),
            hex.clone(),
            format!("sha1={hex}"),
            format!("SHA256={hex}"),
            right[..right.len() - 1].into(),
            right[..right.len() - 2].into(),
            format!("{right}00"),
            format!("{right}, {right}"),
            sign_with("", body.as_bytes()),
            sign_with("another secret", body.as_bytes()),
            sign(b""),
            sign(&body.as_bytes()[1..]),
            format!("sha256={}", "0".repeat(64)),
        ] {
            let answer = post(&client(), &world.nodes[0], body.clone()).header(SIGNATURE, &forged).send().await.unwrap();
            assert_eq!(answer.status(), 401, "{forged}");
            assert_eq!(answer.json::<Problem>().await.unwrap().code, Code::NotLoggedIn);
        }
        assert_eq!(kept(&world).await, []);
        assert_eq!(world.conversations().await, []);
    }

    async fn two_signatures_are_none(world: World) {
        let sam = world.customer("Sam").await;
        let body = hello(&world, &sam).to_string();
        let (right, wrong) = (sign(body.as_bytes()), sign(b"something else"));
        for (first, second) in [(&right, &wrong), (&wrong, &right), (&right, &right)] {
            let request = post(&client(), &world.nodes[0], body.clone()).header(SIGNATURE, first).header(SIGNATURE, second);
            assert_eq!(request.send().await.unwrap().status(), 401);
        }
        let old = post(&client(), &world.nodes[0], body).header("X-Hub-Signature", right);
        assert_eq!(old.send().await.unwrap().status(), 401, "the header of old is not asked");
        assert_eq!(kept(&world).await, []);
    }

    async fn a_signature_is_good_for_its_bytes_only(world: World) {
        let sam = world.customer("Zoë").await;
        let value = hello(&world, &sam);
        let (plain, spaced) = (value.to_string(), serde_json::to_string_pretty(&value).unwrap());
        for (signed, posted) in [(&plain, &spaced), (&spaced, &plain)] {
            let request = post(&client(), &world.nodes[0], posted.clone()).header(SIGNATURE, sign(signed.as_bytes()));
            assert_eq!(request.send().await.unwrap().status(), 401, "written anew it is something else");
        }
        let cut = &plain.as_bytes()[..plain.len() - 1];
        let request = post(&client(), &world.nodes[0], cut).header(SIGNATURE, sign(plain.as_bytes()));
        assert_eq!(request.send().await.unwrap().status(), 401);
        assert_eq!(kept(&world).await, []);
    }

    async fn escapes_are_signed_as_they_come(world: World) {
        let (ana, zoe) = (world.agent("Ana").await, world.customer("Zoë 👩‍🔧").await);
        let at = world.clock.now().seconds();
        let value = world.whatsapp.text_message_value(&zoe, "äöå 👍 a/b", "wamid.1", at);
        let body = world.whatsapp.envelope(vec![value]);
        assert_eq!(world.whatsapp.deliver(body).await, 200);
        let chat = world.conversation(&zoe).await;
        ana.opens(chat).await;
        ana.sees_text(chat, "äöå 👍 a/b").await;
        assert_eq!(world.conversations().await[0].contact.name, "Zoë 👩‍🔧");
    }

    async fn refused_once_and_signed_well_then_it_is_there_once(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        world.whatsapp.misbehave(Misbehaviour::WrongSignature.next(1));
        world.whatsapp.misbehave(Misbehaviour::MissingSignature.next(1));
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        world.rests().await;
        assert_eq!(contents(&ana, chat).await.len(), 1);
        assert_eq!(kept(&world).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_our_secret_nothing_is_taken() {
    let database = Database::sqlite().await;
    let mut settings = node::named(node::settings(&database, None), 0);
    settings.remove("ONEVOICE_WHATSAPP_APP_SECRET");
    let node = Node::start(settings, server::clock::Clock::real()).await;
    for signature in [sign(b"{}"), sign_with("", b"{}")] {
        let answer =
            post(&client(), &node, "{}").header(SIGNATURE, signature).send().await.unwrap();
        assert_eq!(answer.status(), 503, "Meta shall come again when it is set");
        let problem: Problem = answer.json().await.unwrap();
        assert!(problem.detail.contains("ONEVOICE_WHATSAPP_APP_SECRET"), "{problem}");
    }
    assert_eq!(post(&client(), &node, "{}").send().await.unwrap().status(), 503);
    let kept = node.app.store.read(server::store::webhooks::leftover).await.unwrap();
    assert_eq!(kept.pending, 0);
    node.stop().await;
    database.drop().await;
}

fn hello(world: &World, sam: &simulator::Phone) -> Value {
    let at = world.clock.now().seconds();
    world.whatsapp.envelope(vec![world.whatsapp.text_message_value(sam, "Hello", "wamid.1", at)])
}
