//! However often something is delivered, and however late: it is in its thread once, at the time when it was said.

use serde_json::{Value, json};
use server::maintenance;
use shared::message::Content;
use shared::problem::Code;
use shared::time::{Millis, Timestamp};
use simulator::Misbehaviour;

use super::tools::{contents, deliver_all, is_read, kept, thread};
use super::types::text;
use crate::on_both;
use crate::world::World;

on_both! {
    async fn one_body_ten_times_is_one_message(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let body = world.whatsapp.envelope(vec![hello(&world, &sam)]);
        deliver_all(&world, vec![body.clone(); 10]).await;
        is_read(&world).await;
        deliver_all(&world, vec![body; 10]).await;
        is_read(&world).await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
        assert_eq!(kept(&world).await.len(), 1, "the same bytes are kept once");
        assert_eq!(world.conversations().await[0].unread, 1);
    }

    async fn one_message_in_ten_bodies_is_one_message(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let body = |n: usize| {
            let mut body = world.whatsapp.envelope(vec![hello(&world, &sam)]);
            body["entry"][0]["time"] = json!(n);
            body
        };
        deliver_all(&world, (0..10).map(body).collect()).await;
        deliver_all(&world, vec![world.whatsapp.envelope(vec![hello(&world, &sam); 10])]).await;
        let mut value = hello(&world, &sam);
        let message = value["messages"][0].clone();
        value["messages"].as_array_mut().unwrap().extend(vec![message; 9]);
        deliver_all(&world, vec![world.whatsapp.envelope(vec![value])]).await;
        is_read(&world).await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
        assert_eq!(kept(&world).await.len(), 12);
        assert_eq!(world.conversations().await[0].unread, 1);
    }

    async fn a_chat_with_every_webhook_ten_times_is_the_same_chat(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        world.whatsapp.misbehave(Misbehaviour::DuplicateWebhooks { copies: 9 });
        for n in 0..10 {
            sam.writes(&n.to_string()).await;
        }
        world.rests().await;
        let chat = world.conversation(&sam).await;
        let answer = ana.writes(chat, "Fine").await.unwrap();
        sam.awaits("Fine").await;
        sam.reads().await;
        world.rests().await;
        let mut shown = contents(&ana, chat).await;
        assert_eq!(shown.pop(), Some(text("Fine")));
        let mut expected: Vec<_> = (0..10).map(|n| text(&n.to_string())).collect();
        // Those of one second stand as they arrived, and the copies travel side by side.
        shown.sort_by_key(Content::preview);
        expected.sort_by_key(Content::preview);
        assert_eq!(shown, expected);
        assert_eq!(sam.received().len(), 1);
        ana.sees_delivery(chat, answer, shared::message::Status::Read).await;
    }

    async fn without_an_id_the_same_words_of_the_same_second_are_one_message(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let at = world.clock.now().seconds() - 50;
        let value = |text: &str, at| {
            let mut value = world.whatsapp.text_message_value(&sam, text, "", at);
            value["messages"][0].as_object_mut().unwrap().remove("id");
            value
        };
        for values in [vec![value("Hi", at); 2], vec![value("Hi", at), value("Hi", at + 1), value("Ho", at + 2)]] {
            assert_eq!(world.whatsapp.deliver(world.whatsapp.envelope(values)).await, 200);
        }
        is_read(&world).await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, ["Hi", "Hi", "Ho"].map(text));
    }

    async fn what_comes_again_after_its_delivery_was_forgotten_is_known(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let body = world.whatsapp.envelope(vec![hello(&world, &sam)]);
        deliver_all(&world, vec![body.clone()]).await;
        is_read(&world).await;
        world.set_time(world.clock.now() + Millis::days(15));
        maintenance::forget(world.app()).await.unwrap();
        assert_eq!(kept(&world).await, []);
        deliver_all(&world, vec![body]).await;
        is_read(&world).await;
        let chat = world.conversation(&sam).await;
        assert_eq!(contents(&ana, chat).await, [text("Hello")]);
        assert_eq!(world.conversations().await[0].unread, 1);
    }

    async fn what_comes_days_late_stands_where_it_was_said(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Today").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        ana.sees_text(chat, "Today").await;
        let before = world.conversations().await.remove(0);

        let said = world.clock.now() - Millis::days(6);
        sam.writes_at("Last week", said.seconds()).await;
        ana.sees_text(chat, "Last week").await;
        assert_eq!(ana.texts(chat), ["Last week", "Today"]);
        let late = thread(&ana, chat).await.remove(0);
        assert_eq!(late.at.seconds(), said.seconds());
        assert!(late.arrived.seconds() - late.at.seconds() >= 6 * 24 * 3_600, "it tells how late it came");

        let after = world.conversations().await.remove(0);
        assert_eq!(after.window_until, before.window_until, "an open window stays as it is");
        assert_eq!((&after.last, after.active_at), (&before.last, before.active_at));
        assert_eq!(after.unread, 2, "nobody has seen it yet");
        ana.writes(chat, "I see").await.unwrap();
    }

    async fn what_comes_a_day_late_opens_no_window(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        world.whatsapp.misbehave(Misbehaviour::LateWebhooks { days: 1 }.next(1));
        let said = world.clock.now() - Millis::days(1);
        sam.writes("Yesterday").await;
        let chat = world.conversation(&sam).await;
        assert_eq!(ana.writes(chat, "Hi").await.unwrap_err().code, Code::WindowClosed);
        let it = world.conversations().await.remove(0);
        let until = it.window_until.unwrap() - Millis::days(1);
        assert!(until.seconds() - said.seconds() <= 1, "a day from when it was said");

        // Half an hour of the window is left.
        let said = world.clock.now() - Millis::minutes(23 * 60 + 30);
        sam.writes_at("Later that day", said.seconds()).await;
        ana.sees("an open window", |state| {
            state.conversation(chat).is_some_and(|it| it.window_open(world.clock.now()))
        }).await;
        ana.writes(chat, "Hi").await.unwrap();
        assert_eq!(
            world.conversations().await[0].window_until,
            Some(Timestamp::from_seconds(said.seconds()) + Millis::days(1))
        );
    }

    async fn a_time_that_makes_no_sense_is_the_time_of_arrival(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let before = world.clock.now();
        let values = [json!(null), json!("soon"), json!(-1), json!("0"), json!(1e300), json!([])];
        let value = |(n, at): (usize, Value)| {
            let mut value = world.whatsapp.text_message_value(&sam, &n.to_string(), &format!("wamid.{n}"), 0);
            value["messages"][0]["timestamp"] = at;
            value
        };
        let values = values.into_iter().enumerate().map(value).collect();
        assert_eq!(world.whatsapp.deliver(world.whatsapp.envelope(values)).await, 200);
        is_read(&world).await;
        let shown = thread(&ana, world.conversation(&sam).await).await;
        assert_eq!(shown.len(), 6);
        assert!(shown.iter().all(|it| it.at >= before && it.at <= world.clock.now()), "{shown:#?}");
    }
}

fn hello(world: &World, sam: &simulator::Phone) -> Value {
    // A time that is the same each time.
    let at = world.clock.now().seconds() / 1_000 * 1_000;
    world.whatsapp.text_message_value(sam, "Hello", "wamid.1", at)
}
