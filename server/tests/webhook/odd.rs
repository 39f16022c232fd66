//! Webhooks that are not by the book: keys that are missing, numbers for texts, fields that nobody has seen.

use serde_json::{Value, json};
use shared::message::content::Card;
use shared::message::{Author, Content};

use super::tools::{contents, is_read, kept, shows, stored, thread};
use super::types::{text, unsupported};
use crate::on_both;
use crate::world::World;

on_both! {
    async fn a_type_that_is_missing_is_told_by_its_block(world: World) {
        shows(&world, vec![
            (json!({"text": {"body": "Hi"}}), text("Hi")),
            (json!({"type": null, "reaction": {"message_id": "w", "emoji": "👍"}}),
             Content::Reaction { target: "w".into(), emoji: Some("👍".into()) }),
            (json!({"hologram": {"body": "Hi"}}), unsupported("unknown")),
            (json!({}), unsupported("unknown")),
        ]).await;
    }

    async fn a_block_that_does_not_fit_its_type_is_unsupported_and_kept(world: World) {
        shows(&world, vec![
            (json!({"type": "text"}), unsupported("text")),
            (json!({"type": "text", "text": "Hi"}), unsupported("text")),
            (json!({"type": "text", "text": {"body": null}}), unsupported("text")),
            (json!({"type": "text", "text": {"body": 17}}), text("17")),
            (json!({"type": "image", "image": "4711"}), unsupported("image")),
            (json!({"type": "location", "location": {"latitude": 1}}), unsupported("location")),
            (json!({"type": "contacts", "contacts": {}}), Content::Contacts { cards: vec![Card::default()] }),
            (json!({"type": "contacts", "contacts": []}), unsupported("contacts")),
            (json!({"type": "interactive", "interactive": {}}), unsupported("interactive")),
            (json!({"type": "reaction", "reaction": {"emoji": "👍"}}), unsupported("reaction")),
            (json!({"type": "order", "order": []}), unsupported("order")),
            (json!({"type": "edit", "edit": {"original_message_id": "w", "message": "Hi"}}), unsupported("edit")),
            (json!({"type": ["text"], "text": {"body": "Hi"}}), text("Hi")),
        ]).await;
    }

    async fn a_message_without_contacts_is_from_its_number(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let mut value = hello(&world, &sam);
        value.as_object_mut().unwrap().remove("contacts");
        deliver(&world, value).await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
        assert_eq!(world.conversations().await[0].contact.name, format!("+{}", sam.number()));
    }

    async fn numbers_may_be_texts_and_texts_numbers(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let mut value = hello(&world, &sam);
        let at = world.clock.now().seconds() - 50;
        let number: u64 = sam.number().parse().unwrap();
        value["metadata"]["phone_number_id"] = json!(106_540_352_242_922_u64);
        value["contacts"][0]["wa_id"] = json!(number);
        let message = &mut value["messages"][0];
        (message["timestamp"], message["from"], message["id"]) = (json!(at), json!(number), json!(4711));
        deliver(&world, value).await;
        let chat = world.conversation(&sam).await;
        let shown = thread(&ana, chat).await;
        assert_eq!((shown.len(), shown[0].at.seconds()), (1, at));
        assert_eq!(stored(&world).await[0].0, "4711");
        assert_eq!(world.conversations().await[0].contact.name, "Sam");
    }

    async fn unknown_keys_and_fields_cost_nothing(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let mut value = hello(&world, &sam);
        value["aura"] = json!({"colour": "blue"});
        value["messages"][0]["mood"] = json!([1, {"x": null}]);
        value["messages"].as_array_mut().unwrap().extend([json!(null), json!(7), json!("x"), json!([[]])]);
        value["statuses"] = json!([null, 7, {"status": "teleported", "id": "wamid.x"}, {"status": "sent"}, {}]);
        value["errors"] = json!([{"code": 130_429}]);
        let mut body = world.whatsapp.envelope(vec![value]);
        let changes = body["entry"][0]["changes"].as_array_mut().unwrap();
        changes.extend([json!(null), json!({"field": "weather", "value": {"rain": true}}), json!({"field": "messages"})]);
        body["entry"].as_array_mut().unwrap().extend([json!(null), json!({"id": "0"}), json!({"changes": "?"})]);
        assert_eq!(world.whatsapp.deliver(body).await, 200);
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
        is_read(&world).await;
        assert_eq!(kept(&world).await[0].error, None);
    }

    async fn what_comes_without_an_envelope_is_read(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let change = json!({"field": "messages", "value": hello(&world, &sam)});
        assert_eq!(world.whatsapp.deliver(change).await, 200);
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
    }

    async fn whatsapps_own_words_are_shown_but_nobody_waits(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let system = json!({"type": "system", "system": {"type": "customer_identity_changed",
            "body": "The security code changed.", "identity": {"acknowledged": false, "hash": "x"}}});
        let at = world.clock.now().seconds();
        deliver(&world, world.whatsapp.message_value(&sam, system, "wamid.1", at)).await;
        is_read(&world).await;
        let it = world.conversations().await.remove(0);
        assert_eq!((it.unread, it.waiting_since, it.window_until), (0, None, None));
        let shown = thread(&ana, it.id).await;
        assert_eq!(shown[0].author, Author::System);
        assert_eq!(shown[0].content, Content::System { body: "The security code changed.".into() });
    }

    async fn a_quote_of_what_we_know_shows_it_and_of_the_rest_that_there_was_one(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let at = world.clock.now().seconds() - 50;
        let reply = |to: &str, wamid: &str, at| {
            let message = json!({"type": "text", "text": {"body": wamid}, "context": {"from": "1", "id": to}});
            world.whatsapp.message_value(&sam, message, wamid, at)
        };
        let values = vec![
            world.whatsapp.text_message_value(&sam, "Red?", "wamid.1", at),
            reply("wamid.1", "wamid.2", at + 1),
            reply("wamid.from-before-our-time", "wamid.3", at + 2),
        ];
        assert_eq!(world.whatsapp.deliver(world.whatsapp.envelope(values)).await, 200);
        is_read(&world).await;
        let shown = thread(&ana, world.conversation(&sam).await).await;
        let known = shown[1].reply_to.clone().unwrap();
        assert_eq!((known.message, known.preview.as_deref()), (Some(shown[0].id), Some("Red?")));
        assert_eq!(known.outgoing, Some(false));
        assert_eq!(shown[2].reply_to.clone().unwrap().message, None);
    }
}

fn hello(world: &World, sam: &simulator::Phone) -> Value {
    world.whatsapp.text_message_value(sam, "Hello", "wamid.1", world.clock.now().seconds())
}

async fn deliver(world: &World, value: Value) {
    assert_eq!(world.whatsapp.deliver(world.whatsapp.envelope(vec![value])).await, 200);
}
