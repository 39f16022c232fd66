//! What is for a number that we don't have waits for it; what we wrote on the phone stands in the thread as ours.

use serde_json::{Value, json};
use shared::command::Action;
use shared::ids::NumberId;
use shared::message::{Author, Status};
use shared::number;
use shared::problem::Code;

use super::rotation::told_by;
use super::tools::{contents, deliver_all, early, is_read, kept, says, thread};
use super::types::text;
use crate::on_both;
use crate::world::{Agent, World};

on_both! {
    async fn what_waited_for_a_number_is_there_once_when_it_is_added(world: World) {
        let (ada, sam) = (world.admin("Ada").await, world.customer("Sam").await);
        for n in [1, 0, 0] {
            deliver_all(&world, vec![world.whatsapp.envelope(vec![at_number(says(&world, &sam, n), "222")])]).await;
        }
        // Together with the first, in other company.
        let both = [at_number(says(&world, &sam, 0), "222"), at_number(says(&world, &sam, 2), "222")];
        deliver_all(&world, vec![world.whatsapp.envelope(both.to_vec())]).await;
        is_read(&world).await;
        assert_eq!(world.conversations().await, []);
        assert!(kept(&world).await.iter().all(|it| it.parked_for.as_deref() == Some("222")));
        server::maintenance::forget(world.app()).await.unwrap();

        adds_number(&ada, &world, "222").await;
        is_read(&world).await;
        let all = world.conversations().await;
        assert_eq!((all.len(), all[0].unread), (1, 3));
        assert_eq!(contents(&ada, all[0].id).await, ["0", "1", "2"].map(text));
        assert!(kept(&world).await.iter().all(|it| it.parked_for.is_none() && it.error.is_none()));
    }

    async fn a_body_for_three_numbers_costs_none_of_them(world: World) {
        let (ada, sam) = (world.admin("Ada").await, world.customer("Sam").await);
        let values = vec![at_number(says(&world, &sam, 0), "222"), says(&world, &sam, 1), at_number(says(&world, &sam, 2), "333")];
        deliver_all(&world, vec![world.whatsapp.envelope(values)]).await;
        is_read(&world).await;
        assert_eq!(world.conversations().await.len(), 1, "what is for our number is there at once");
        for (number, expected) in [("22", 1), ("222", 2), ("444", 2), ("333", 3)] {
            adds_number(&ada, &world, number).await;
            is_read(&world).await;
            assert_eq!(world.conversations().await.len(), expected, "with {number}");
        }
        for it in world.conversations().await {
            assert_eq!((it.unread, contents(&ada, it.id).await.len()), (1, 1));
        }
    }

    async fn one_customer_has_a_conversation_with_each_number(world: World) {
        let (ada, sam) = (world.admin("Ada").await, world.customer("Sam").await);
        adds_number(&ada, &world, "222").await;
        // The same id, since WhatsApp's ids are not ours to judge.
        let values = vec![says(&world, &sam, 0), at_number(says(&world, &sam, 0), "222")];
        deliver_all(&world, vec![world.whatsapp.envelope(values)]).await;
        is_read(&world).await;
        let all = world.conversations().await;
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].contact.id, all[1].contact.id);
        assert_ne!(all[0].number, all[1].number);
        let renamed = simulator::Customer { name: "Samantha".into(), ..sam.customer() };
        deliver_all(&world, vec![world.whatsapp.envelope(vec![told_by(says(&world, &sam, 1), &renamed)])]).await;
        is_read(&world).await;
        assert!(world.conversations().await.iter().all(|it| it.contact.name == "Samantha"));
    }

    async fn a_rotation_that_waited_finds_whose_words_waited(world: World) {
        let (ada, sam) = (world.admin("Ada").await, world.customer("Sam").await);
        let new = simulator::Customer { phone: "16505550000".into(), user_id: "US.4711".into(), ..sam.customer() };
        let mut rotation = world.whatsapp.empty_value(&sam);
        rotation["user_id_update"] = json!([{"wa_id": new.phone, "user_id": {"previous": sam.user_id(), "current": new.user_id}}]);
        for body in [
            world.whatsapp.envelope(vec![at_number(says(&world, &sam, 0), "222")]),
            world.whatsapp.envelope_of("user_id_update", at_number(rotation, "222")),
            world.whatsapp.envelope(vec![at_number(told_by(says(&world, &sam, 1), &new), "222")]),
        ] {
            deliver_all(&world, vec![body]).await;
        }
        is_read(&world).await;
        adds_number(&ada, &world, "222").await;
        is_read(&world).await;
        let all = world.conversations().await;
        assert_eq!((all.len(), all[0].contact.phone.as_deref()), (1, Some("16505550000")));
        assert_eq!(contents(&ada, all[0].id).await, ["0", "1"].map(text));
    }

    async fn a_status_that_waited_moves_its_message(world: World) {
        let (ada, sam) = (world.admin("Ada").await, world.customer("Sam").await);
        let status = world.whatsapp.status_value(&sam, "wamid.of.another.app", "read", world.clock.now().seconds(), json!({}));
        deliver_all(&world, vec![world.whatsapp.envelope(vec![at_number(status, "222")])]).await;
        is_read(&world).await;
        assert_eq!(early(&world).await, 0);
        adds_number(&ada, &world, "222").await;
        is_read(&world).await;
        assert_eq!(early(&world).await, 1, "it is known from here on, and waits for its message");
    }

    async fn what_we_wrote_on_the_phone_is_ours_and_opens_no_window(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        deliver_all(&world, vec![echo(&world, &sam, "First", 0)]).await;
        is_read(&world).await;
        let it = world.conversations().await.remove(0);
        assert_eq!((it.unread, it.waiting_since, it.window_until), (0, None, None));
        assert!(it.last.unwrap().outgoing);
        let shown = thread(&ana, it.id).await;
        assert_eq!((shown[0].author, &shown[0].content), (Author::Phone, &text("First")));
        assert_eq!(ana.writes(it.id, "Hi").await.unwrap_err().code, Code::WindowClosed);
    }

    async fn who_is_answered_on_the_phone_waits_no_longer(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello?").await;
        let chat = world.conversation(&sam).await;
        ana.sees("who waits", |state| state.conversation(chat).is_some_and(|it| it.waiting_since.is_some())).await;
        world.rests().await;
        let body = echo(&world, &sam, "Hello!", 1);
        deliver_all(&world, vec![body.clone()]).await;
        deliver_all(&world, vec![body]).await;
        ana.sees("that nobody waits", |state| {
            state.conversation(chat).is_some_and(|it| it.waiting_since.is_none() && it.unread == 0)
        }).await;
        is_read(&world).await;
        assert_eq!(contents(&ana, chat).await, ["Hello?", "Hello!"].map(text));
        let it = world.conversations().await.remove(0);
        assert!(it.window_open(world.clock.now()), "that is the customer's doing, and stays");
    }

    async fn an_older_answer_from_the_phone_answers_nothing_newer(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("One more thing").await;
        let chat = world.conversation(&sam).await;
        world.rests().await;
        deliver_all(&world, vec![echo(&world, &sam, "Good bye", -60)]).await;
        is_read(&world).await;
        assert_eq!(contents(&ana, chat).await, ["Good bye", "One more thing"].map(text));
        let it = world.conversations().await.remove(0);
        assert_eq!(it.unread, 1);
        assert!(it.waiting_since.is_some(), "the customer still waits");
    }

    async fn who_had_not_seen_an_answer_from_the_phone_does_not_answer_too(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        let version = ana.look(|state| state.conversation(chat).unwrap().version);
        // By its time it stands above what the customer wrote, and still nobody has seen it.
        deliver_all(&world, vec![echo(&world, &sam, "Hi!", -60)]).await;
        ana.sees_text(chat, "Hi!").await;
        let id = shared::ids::MessageId(world.clock.ulid());
        let seen = shared::answer::Seen { version, own: vec![], fence: None };
        let refused = ana.answers_having(chat, (id, "Hello!"), seen).await.unwrap_err();
        assert_eq!(refused.meanwhile.unwrap().said[0].by, Author::Phone);
        ana.answers(chat, "Hello!").await.unwrap();
    }

    async fn a_status_of_an_echo_is_not_ours_to_show(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        deliver_all(&world, vec![echo(&world, &sam, "First", 0)]).await;
        let status = world.whatsapp.status_value(&sam, "wamid.echo.First", "read", world.clock.now().seconds(), json!({}));
        deliver_all(&world, vec![world.whatsapp.envelope(vec![status])]).await;
        is_read(&world).await;
        let shown = thread(&ana, world.conversations().await[0].id).await;
        assert_eq!(shown.len(), 1);
        let known = ana.look(|state| state.thread(shown[0].conversation)?.delivery(shown[0].id).map(|it| it.status));
        assert!(known.is_none_or(|it| it == Status::Read));
    }
}

async fn adds_number(ada: &Agent, world: &World, phone_number_id: &str) {
    let add = number::Action::Add {
        phone_number_id: phone_number_id.into(),
        display: format!("+{phone_number_id}"),
        name: format!("Number {phone_number_id}"),
        access_token: "token".into(),
        team: None,
        account: None,
    };
    ada.does(Action::Number(NumberId(world.clock.ulid()), add)).await.unwrap();
}

/// The same value for another of our numbers.
fn at_number(mut value: Value, phone_number_id: &str) -> Value {
    value["metadata"]["phone_number_id"] = json!(phone_number_id);
    value
}

/// Something that one of us wrote to a customer in the WhatsApp Business app, so many seconds from now.
fn echo(world: &World, sam: &simulator::Phone, words: &str, after: i64) -> Value {
    let mut value = world.whatsapp.empty_value(sam);
    let at = world.clock.now().seconds() + after;
    value["message_echoes"] = json!([{"from": "15550783881", "to": sam.number(), "to_user_id": sam.user_id(),
        "id": format!("wamid.echo.{words}"), "timestamp": at.to_string(), "type": "text", "text": {"body": words}}]);
    world.whatsapp.envelope_of("smb_message_echoes", value)
}
