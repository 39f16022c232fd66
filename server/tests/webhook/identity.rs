//! One person is one contact with one conversation, under whichever of their names WhatsApp uses; two persons are two.

use serde_json::json;
use shared::conversation::Conversation;
use simulator::Customer;

use super::rotation::told_by;
use super::tools::{contents, deliver_all, deliver_to, is_read, says, without};
use super::types::text;
use crate::world::World;
use crate::world::http::client;
use crate::{on_both, on_nodes};

on_both! {
    async fn a_phone_is_enough(world: World) {
        let sam = world.customer("Sam").await;
        for n in 0..2 {
            let value = says(&world, &sam, n);
            deliver_all(&world, vec![world.whatsapp.envelope(vec![without(value, &["user_id", "from_user_id"])])]).await;
        }
        let it = only(&world).await;
        assert_eq!((it.contact.phone, it.contact.name.as_str()), (Some(sam.number()), "Sam"));
        assert_eq!(it.unread, 2);
    }

    async fn who_hides_their_number_is_answered_all_the_same(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.whatsapp.customer(hidden("Sam")).await);
        sam.writes("Hello").await;
        sam.writes("Anybody?").await;
        world.rests().await;
        let it = only(&world).await;
        assert_eq!((it.contact.phone, it.contact.name.as_str()), (None, "Sam"));
        assert_eq!(it.contact.username.as_deref(), Some("sam.the.man"));
        ana.writes(it.id, "Hi").await.unwrap();
        sam.awaits("Hi").await;
    }

    async fn a_number_that_becomes_known_belongs_to_the_same_person(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.whatsapp.customer(hidden("Sam")).await);
        sam.writes("Hello").await;
        world.rests().await;
        // The same person, number and all; then by the number alone.
        let open = Customer { hide_phone: false, ..sam.customer() };
        let with_both = told_by(says(&world, &sam, 1), &open);
        deliver_all(&world, vec![world.whatsapp.envelope(vec![with_both.clone()])]).await;
        is_read(&world).await;
        let mut by_phone = without(with_both, &["user_id", "from_user_id"]);
        by_phone["messages"][0]["id"] = json!("wamid.by.phone");
        deliver_all(&world, vec![world.whatsapp.envelope(vec![by_phone])]).await;
        let it = only(&world).await;
        assert_eq!((it.contact.phone, it.unread), (Some(sam.number()), 3));
        ana.sees("the number", |state| {
            state.conversation(it.id).is_some_and(|it| it.contact.phone == Some(sam.number()))
        }).await;
    }

    async fn an_id_that_becomes_known_belongs_to_the_same_person(world: World) {
        let sam = world.customer("Sam").await;
        let by_phone = without(says(&world, &sam, 0), &["user_id", "from_user_id"]);
        let both = says(&world, &sam, 1);
        let by_id = without(says(&world, &sam, 2), &["wa_id", "from"]);
        for value in [by_phone, both, by_id] {
            deliver_all(&world, vec![world.whatsapp.envelope(vec![value])]).await;
            is_read(&world).await;
        }
        let it = only(&world).await;
        assert_eq!((it.contact.phone, it.unread), (Some(sam.number()), 3), "what was known stays known");
    }

    async fn an_id_in_the_place_of_the_number_is_an_id(world: World) {
        let sam = world.whatsapp.customer(hidden("Sam")).await;
        let by_id = says(&world, &sam, 0);
        let mut odd = without(says(&world, &sam, 1), &["user_id", "from_user_id"]);
        odd["messages"][0]["from"] = json!(sam.user_id());
        odd["contacts"][0]["wa_id"] = json!(sam.user_id());
        let mut empty = says(&world, &sam, 2);
        (empty["messages"][0]["from"], empty["contacts"][0]["wa_id"]) = (json!(""), json!(""));
        deliver_all(&world, vec![world.whatsapp.envelope(vec![by_id, odd, empty])]).await;
        let it = only(&world).await;
        assert_eq!((it.contact.phone, it.unread), (None, 3));
    }

    async fn two_whose_names_meet_stay_two(world: World) {
        let ana = world.agent("Ana").await;
        let (hidden, plain) = (world.whatsapp.customer(hidden("Hidden")).await, world.customer("Plain").await);
        let by_phone = without(says(&world, &plain, 0), &["user_id", "from_user_id"]);
        deliver_all(&world, vec![world.whatsapp.envelope(vec![says(&world, &hidden, 0), by_phone.clone()])]).await;
        is_read(&world).await;
        let both = Customer { user_id: hidden.user_id(), ..plain.customer() };
        let meeting = told_by(says(&world, &hidden, 1), &both);
        deliver_all(&world, vec![world.whatsapp.envelope(vec![meeting])]).await;
        is_read(&world).await;
        let mut by_phone = by_phone;
        by_phone["messages"][0]["id"] = json!("wamid.later");
        deliver_all(&world, vec![world.whatsapp.envelope(vec![by_phone])]).await;
        is_read(&world).await;

        let both = world.conversations().await;
        assert_eq!(both.len(), 2);
        let mut shown = vec![];
        for it in &both {
            shown.push(contents(&ana, it.id).await.len());
        }
        assert_eq!(shown, [2, 2], "the id says whose it is, then the number; nothing is lost");
    }

    async fn two_spellings_of_one_line_are_one_person(world: World) {
        let ana = world.agent("Ana").await;
        let lines = [("5511987654321", "551187654321"), ("525512345678", "5215512345678"), ("5491123456789", "541123456789")];
        for (n, (dialled, called)) in lines.into_iter().enumerate() {
            let (dialled, called) = if n == 1 { (called, dialled) } else { (dialled, called) };
            let line = |wa_id: &str| Customer { phone: dialled.into(), wa_id: Some(wa_id.into()), ..Customer::named("Line") };
            let sam = world.whatsapp.customer(line(called)).await;
            sam.writes("Hello").await;
            world.rests().await;
            for (m, wa_id) in [called, dialled, called, dialled].into_iter().enumerate() {
                let value = told_by(says(&world, &sam, m), &Customer { user_id: String::new(), ..line(wa_id) });
                deliver_all(&world, vec![world.whatsapp.envelope(vec![value])]).await;
                is_read(&world).await;
            }
            let all = world.conversations().await;
            assert_eq!(all.len(), n + 1, "{dialled} is {called}");
            let it = all.last().unwrap();
            assert_eq!((it.unread, it.contact.phone.as_deref()), (5, Some(dialled)), "as WhatsApp said last");
            ana.writes(it.id, "Hi").await.unwrap();
            sam.awaits("Hi").await;
        }
    }

    async fn another_name_shows_in_every_conversation(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let married = Customer { name: "Sam Smith-Jones 💍".into(), ..sam.customer() };
        deliver_all(&world, vec![world.whatsapp.envelope(vec![told_by(says(&world, &sam, 1), &married)])]).await;
        ana.sees("the new name", |state| {
            state.conversation(chat).is_some_and(|it| it.contact.name == "Sam Smith-Jones 💍")
        }).await;
        // A name that is left out, or blank, changes nothing.
        let mut nameless = says(&world, &sam, 2);
        nameless["contacts"][0]["profile"] = json!({"name": " "});
        deliver_all(&world, vec![world.whatsapp.envelope(vec![nameless, without(says(&world, &sam, 3), &["name"])])]).await;
        assert_eq!(only(&world).await.contact.name, "Sam Smith-Jones 💍");
    }

    async fn a_card_that_we_asked_for_tells_the_number_and_another_does_not(world: World) {
        let sam = world.whatsapp.customer(hidden("Sam")).await;
        let card = |n: usize, origin: &str, phone: &str| {
            let cards = json!([{"phones": [{"phone": format!("+{phone}"), "wa_id": phone}], "origin": origin}]);
            let message = json!({"type": "contacts", "contacts": cards});
            world.whatsapp.message_value(&sam, message, &format!("wamid.{n}"), world.clock.now().seconds())
        };
        deliver_all(&world, vec![world.whatsapp.envelope(vec![card(0, "other", "16505559999")])]).await;
        assert_eq!(only(&world).await.contact.phone, None, "that is somebody else's");
        deliver_all(&world, vec![world.whatsapp.envelope(vec![card(1, "contact_request", "16505551234")])]).await;
        is_read(&world).await;
        assert_eq!(only(&world).await.contact.phone.as_deref(), Some("16505551234"));
    }

    async fn fifty_webhooks_of_somebody_new_make_one_conversation(world: World) {
        fifty_at_once(&world).await;
    }

    async fn who_cannot_be_told_is_not_lost(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let nobody = without(says(&world, &sam, 0), &["from", "from_user_id", "contacts"]);
        deliver_all(&world, vec![world.whatsapp.envelope(vec![nobody, says(&world, &sam, 1)])]).await;
        is_read(&world).await;
        let all = world.conversations().await;
        assert_eq!(all.len(), 2);
        for it in all {
            assert_eq!(contents(&ana, it.id).await.len(), 1);
        }
    }
}

on_nodes! {
    async fn fifty_webhooks_at_two_nodes_make_one_conversation(world: World) {
        fifty_at_once(&world).await;
    }
}

/// Fifty first webhooks of a new customer, side by side, half of them to each node where there are two.
async fn fifty_at_once(world: &World) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    let http = client();
    let deliveries: Vec<_> = (0..50)
        .map(|n| {
            let node = world.nodes[n % world.nodes.len()].clone();
            let body = world.whatsapp.envelope(vec![says(world, &sam, n)]);
            let http = http.clone();
            tokio::spawn(async move { deliver_to(&http, &node, &body).await })
        })
        .collect();
    for delivery in deliveries {
        assert_eq!(delivery.await.unwrap(), 200);
    }
    let it = only(world).await;
    assert_eq!(it.unread, 50);
    let expected: Vec<_> = (0..50).map(|n| text(&n.to_string())).collect();
    assert_eq!(contents(&ana, it.id).await, expected);
}

/// The only conversation there is, once everything is read.
async fn only(world: &World) -> Conversation {
    is_read(world).await;
    let mut all = world.conversations().await;
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn hidden(name: &str) -> Customer {
    let username = Some("sam.the.man".into());
    Customer { hide_phone: true, username, ..Customer::named(name) }
}
