//! Whatever JSON WhatsApp signs is answered 200, and stops nothing of what follows. When one is found that does not
//! hold, proptest makes it small and prints it, with the seed for `PROPTEST_RNG_SEED`.

use std::cell::Cell;
use std::string::FromUtf8Error;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};
use simulator::{Customer, Phone, Signature};
use tokio::runtime::Handle;

use super::damage::{HALF, anything, damage};
use super::tools::{contents, is_read, kept, says};
use super::types::text;
use crate::on_both;
use crate::world::{World, eventually};

/// Bodies of one story; each is followed by a message that has to arrive.
const BODIES: u32 = 120;
/// Who writes what follows.
const EVE: &str = "442079460958";
on_both! {
    async fn arbitrary_json_is_taken_and_stops_nothing(world: World) {
        hold(&world, anything().prop_map(|it| it.to_string())).await;
    }

    async fn broken_webhooks_are_taken_and_stop_nothing(world: World) {
        let whole = whole(&world).await;
        let broken = vec(damage(), 1..8).prop_map(move |all| {
            let mut body = whole.clone();
            for damage in all {
                damage.happens_to(&mut body);
            }
            body.to_string().replace(HALF, r"\ud83d")
        });
        hold(&world, broken).await;
    }

    async fn arbitrary_bytes_are_taken_and_stop_nothing(world: World) {
        let whole = whole(&world).await.to_string().into_bytes();
        let noise = (vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), any::<prop::sample::Index>(), any::<bool>());
        let bytes = noise.prop_map(move |(changes, end, cut)| {
            let mut body = whole.clone();
            for (at, byte) in changes {
                let at = at.index(body.len());
                body[at] = byte;
            }
            if cut {
                body.truncate(end.index(body.len()));
            }
            body
        });
        hold(&world, bytes).await;
    }
}

/// Each body is answered 200, and a message after it arrives in its thread.
async fn hold<Body: Into<Vec<u8>> + Clone + std::fmt::Debug>(
    world: &World,
    bodies: impl Strategy<Value = Body>,
) {
    let (phone, user_id) = (EVE.into(), "GB.958".into());
    let eve = Customer { phone, user_id, ..Customer::named("Eve") };
    let (ana, eve) = (world.agent("Ana").await, world.whatsapp.customer(eve).await);
    let seed = match Config::default().rng_seed {
        RngSeed::Random => world.clock.now().0.unsigned_abs(),
        RngSeed::Fixed(seed) => seed,
    };
    let config = Config {
        cases: std::env::var("PROPTEST_CASES").map_or(BODIES, |cases| cases.parse().unwrap()),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    };
    let sent = Cell::new(0);
    let outcome = tokio::task::block_in_place(|| {
        TestRunner::new(config).run(&bodies, |body| {
            let n = sent.replace(sent.get() + 1);
            Handle::current().block_on(one(world, &eve, body.into(), n))
        })
    });
    assert!(outcome.is_ok(), "PROPTEST_RNG_SEED={seed} {}", outcome.unwrap_err());

    is_read(world).await;
    let chat = world.conversation(&eve).await;
    let expected: Vec<_> = (0..sent.get()).map(|n| text(&n.to_string())).collect();
    assert_eq!(contents(&ana, chat).await, expected);
}

async fn one(world: &World, eve: &Phone, body: Vec<u8>, n: usize) -> Result<(), TestCaseError> {
    // Ids of its own, so that what came before does not hide it.
    let body = String::from_utf8(body).map_or_else(FromUtf8Error::into_bytes, |body| {
        body.replace("wamid.0000.", &format!("wamid.{n:04}.")).into_bytes()
    });
    let status = world.whatsapp.deliver_raw(body, Signature::Valid).await;
    prop_assert_eq!(status, 200);
    let after = world.whatsapp.envelope(vec![says(world, eve, n)]);
    prop_assert_eq!(world.whatsapp.deliver(after).await, 200);
    let followed = eventually(async || {
        let all = world.conversations().await;
        let it = all.iter().find(|it| it.contact.phone.as_deref() == Some(EVE))?;
        (it.last.as_ref()?.text == n.to_string()).then_some(())
    });
    prop_assert!(followed.await.is_some(), "what follows does not arrive");
    for it in kept(world).await {
        let fault = it.error.filter(|error| !WORDS.iter().any(|known| error.starts_with(known)));
        prop_assert_eq!(fault, None, "our fault, not the delivery's");
    }
    Ok(())
}

/// Why something may be kept aside.
const WORDS: [&str; 3] =
    ["the body is no JSON", "it does not say which number", "messages of groups"];

/// A body with something of everything.
async fn whole(world: &World) -> Value {
    let sam = world.customer("Sam").await;
    let at = world.clock.now().seconds() - 100;
    let message = |n: i64, message: Value| {
        world.whatsapp.message_value(&sam, message, &format!("wamid.0000.{n}"), at + n)
    };
    let mut body = world.whatsapp.envelope(vec![
        message(0, json!({"type": "text", "text": {"body": "Hi"}, "context": {"id": "wamid.0000.9"}, "referral": {"source_id": "1"}})),
        message(1, json!({"type": "image", "image": {"id": "4711", "mime_type": "image/png", "sha256": "x", "caption": "Me"}})),
        message(2, json!({"type": "reaction", "reaction": {"message_id": "wamid.0000.0", "emoji": "👍"}})),
        message(3, json!({"type": "contacts", "contacts": [{"name": {"formatted_name": "Bo"}, "phones": [{"wa_id": "1"}]}]})),
        message(4, json!({"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "1", "title": "A"}}})),
        message(5, json!({"type": "order", "order": {"product_items": [{"product_retailer_id": "b", "quantity": 1}]}})),
        message(6, json!({"type": "location", "location": {"latitude": 1.5, "longitude": 2}})),
        message(7, json!({"type": "system", "system": {"type": "user_changed_user_id", "wa_id": "16505550999", "user_id": "US.9"}})),
        message(8, json!({"type": "edit", "edit": {"original_message_id": "wamid.0000.0", "message": {"type": "text", "text": {"body": "Ho"}}}})),
        world.whatsapp.status_value(&sam, "wamid.0000.0", "failed", at, json!({"errors": [{"code": 131_026}]})),
    ]);
    let mut echo = world.whatsapp.empty_value(&sam);
    echo["message_echoes"] = json!([{"to": "16505550101", "id": "wamid.0000.e", "type": "text", "text": {"body": "We"}}]);
    let mut update = world.whatsapp.empty_value(&sam);
    update["user_id_update"] =
        json!([{"user_id": {"previous": "US.1", "current": "US.2"}, "wa_id": "16505550998"}]);
    for more in [
        world.whatsapp.envelope_of("smb_message_echoes", echo),
        world.whatsapp.envelope_of("user_id_update", update),
    ] {
        body["entry"].as_array_mut().unwrap().extend(more["entry"].as_array().unwrap().clone());
    }
    body
}
