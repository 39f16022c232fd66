//! Ticks only move forward, in whatever order WhatsApp tells them, and those that come too early wait.

use serde_json::{Value, json};
use server::maintenance;
use shared::ids::{ConversationId, MessageId};
use shared::message::Status;
use shared::time::Millis;
use simulator::{Misbehaviour, Phone};

use super::tools::{contents, deliver_all, early, is_read, shuffled};
use crate::on_both;
use crate::world::{Agent, World, eventually};

const FORWARD: [&str; 3] = ["sent", "delivered", "read"];
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

on_both! {
    async fn in_any_order_and_however_often_a_message_is_read_in_the_end(world: World) {
        let talk = Talk::begin(&world).await;
        for (n, order) in ORDERS.into_iter().enumerate() {
            let (id, wamid) = talk.sends(&format!("Message {n}")).await;
            for word in order.map(|at| FORWARD[at]) {
                // By our id and without it, twice in one body and once more by itself.
                let (ours, bare) = (talk.says(&wamid, word, ours(id)), talk.says(&wamid, word, json!({})));
                deliver_all(&world, vec![world.whatsapp.envelope(vec![ours.clone(), bare.clone()])]).await;
                deliver_all(&world, vec![world.whatsapp.envelope(vec![bare]), world.whatsapp.envelope(vec![ours])]).await;
            }
            talk.ana.sees_delivery(talk.chat, id, Status::Read).await;
        }
        // What the simulator said meanwhile is older.
        world.whatsapp.behave();
        world.rests().await;
        let all_read = |state: &shared::state::State| {
            let thread = state.thread(talk.chat).unwrap();
            thread.messages().filter(|it| it.outgoing()).all(|it| thread.delivery(it.id).unwrap().status == Status::Read)
        };
        assert!(talk.ana.look(all_read));
    }

    async fn a_hundred_statuses_side_by_side_end_at_the_furthest(world: World) {
        let talk = Talk::begin(&world).await;
        let mut bodies = vec![];
        let mut ids = vec![];
        for n in 0..5 {
            let (id, wamid) = talk.sends(&format!("Message {n}")).await;
            for again in 0..7 {
                bodies.extend(FORWARD.map(|word| {
                    let value = talk.says(&wamid, word, json!({"again": again}));
                    world.whatsapp.envelope(vec![value])
                }));
            }
            ids.push(id);
        }
        deliver_all(&world, shuffled(bodies, 6)).await;
        for id in ids {
            talk.ana.sees_delivery(talk.chat, id, Status::Read).await;
        }
    }

    async fn failed_is_the_end_unless_it_arrived_after_all(world: World) {
        let talk = Talk::begin(&world).await;
        let failed = json!({"errors": [{"code": 131_026, "title": "Message undeliverable"}]});
        for (words, expected) in [
            (vec!["failed", "sent"], Status::Failed),
            (vec!["failed", "failed"], Status::Failed),
            (vec!["sent", "failed", "sent"], Status::Failed),
            (vec!["failed", "delivered"], Status::Delivered),
            (vec!["failed", "read"], Status::Read),
            (vec!["delivered", "failed"], Status::Delivered),
            (vec!["read", "failed", "delivered"], Status::Read),
            (vec!["read", "played", "read"], Status::Played),
            (vec!["sent", "deleted", "warning", "", "SENT"], Status::Sent),
        ] {
            let (id, wamid) = talk.sends(&format!("{words:?}")).await;
            for word in words {
                let more = if word == "failed" { failed.clone() } else { json!({}) };
                deliver_all(&world, vec![world.whatsapp.envelope(vec![talk.says(&wamid, word, more)])]).await;
            }
            talk.ana.sees_delivery(talk.chat, id, expected).await;
            is_read(&world).await;
            let delivery = talk.ana.look(|state| state.thread(talk.chat)?.delivery(id).cloned()).unwrap();
            assert_eq!(delivery.status, expected, "it stays so");
            assert_eq!(delivery.failure.map(|it| it.code), (expected == Status::Failed).then_some(Some(131_026)));
        }
    }

    async fn a_status_waits_for_its_message(world: World) {
        let talk = Talk::begin(&world).await;
        world.whatsapp.misbehave(Misbehaviour::DropAnswers.next(1));
        let id = talk.ana.writes(talk.chat, "Lost").await.unwrap();
        talk.ana.sees_delivery(talk.chat, id, Status::Unknown).await;
        let wamid = talk.wamid_of(id).await;
        for word in ["read", "delivered"] {
            deliver_all(&world, vec![world.whatsapp.envelope(vec![talk.says(&wamid, word, json!({}))])]).await;
        }
        is_read(&world).await;
        assert_eq!(early(&world).await, 2, "nobody knows yet which message that is");
        talk.ana.sees_delivery(talk.chat, id, Status::Unknown).await;

        deliver_all(&world, vec![world.whatsapp.envelope(vec![talk.says(&wamid, "sent", ours(id))])]).await;
        talk.ana.sees_delivery(talk.chat, id, Status::Read).await;
        assert_eq!(early(&world).await, 0);
    }

    async fn a_status_may_come_before_whatsapps_answer(world: World) {
        let talk = Talk::begin(&world).await;
        world.whatsapp.misbehave(Misbehaviour::HangAnswers { ms: 300, accept: true }.next(1));
        let id = talk.ana.writes(talk.chat, "Slow").await.unwrap();
        let wamid = talk.wamid_of(id).await;
        deliver_all(&world, vec![world.whatsapp.envelope(vec![talk.says(&wamid, "delivered", json!({}))])]).await;
        talk.ana.sees_delivery(talk.chat, id, Status::Delivered).await;
        is_read(&world).await;
        talk.ana.sees_delivery(talk.chat, id, Status::Delivered).await;
    }

    async fn words_on_what_others_sent_over_our_number_show_nowhere_and_are_forgotten(world: World) {
        let talk = Talk::begin(&world).await;
        let strange = [json!({}), json!({"biz_opaque_callback_data": "order 17"}), ours(MessageId::new(world.clock.now()))];
        for (n, more) in strange.into_iter().enumerate() {
            let value = talk.says(&format!("wamid.other.{n}"), "delivered", more);
            deliver_all(&world, vec![world.whatsapp.envelope(vec![value])]).await;
        }
        is_read(&world).await;
        assert_eq!((early(&world).await, contents(&talk.ana, talk.chat).await.len()), (3, 1));
        world.set_time(world.clock.now() + Millis::days(15));
        maintenance::forget(world.app()).await.unwrap();
        assert_eq!(early(&world).await, 0);
    }

    async fn a_status_tells_when_by_whatsapps_time_and_beside_messages(world: World) {
        let talk = Talk::begin(&world).await;
        let (id, wamid) = talk.sends("Hi").await;
        let at = world.clock.now().seconds() - 5;
        let mut value = world.whatsapp.text_message_value(&talk.sam, "Seen it", "wamid.seen", at);
        let status = world.whatsapp.status_value(&talk.sam, &wamid, "read", at, json!({}));
        value["statuses"] = status["statuses"].clone();
        deliver_all(&world, vec![world.whatsapp.envelope(vec![value])]).await;
        talk.ana.sees_delivery(talk.chat, id, Status::Read).await;
        talk.ana.sees_text(talk.chat, "Seen it").await;
        let delivery = talk.ana.look(|state| state.thread(talk.chat)?.delivery(id).cloned()).unwrap();
        assert_eq!(delivery.at.seconds(), at);
    }

    async fn the_state_of_a_call_is_no_messages(world: World) {
        let talk = Talk::begin(&world).await;
        let (id, wamid) = talk.sends("Hi").await;
        deliver_all(&world, vec![world.whatsapp.envelope(vec![
            talk.says(&wamid, "read", json!({"type": "call"})),
            talk.says(&wamid, "sent", json!({"type": "message"})),
        ])]).await;
        talk.ana.sees_delivery(talk.chat, id, Status::Sent).await;
        is_read(&world).await;
        talk.ana.sees_delivery(talk.chat, id, Status::Sent).await;
    }
}

/// A chat whose statuses come from the test alone.
struct Talk {
    world: World,
    ana: Agent,
    sam: Phone,
    chat: ConversationId,
}

impl Talk {
    async fn begin(world: &World) -> Self {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.opens(chat).await;
        world.whatsapp.settled().await;
        world.whatsapp.misbehave(Misbehaviour::HoldWebhooks);
        Self { world: world.clone(), ana, sam, chat }
    }

    /// Sends a message and waits until WhatsApp took it.
    async fn sends(&self, text: &str) -> (MessageId, String) {
        let id = self.ana.writes(self.chat, text).await.unwrap();
        self.ana.sees_delivery(self.chat, id, Status::Accepted).await;
        (id, self.wamid_of(id).await)
    }

    async fn wamid_of(&self, id: MessageId) -> String {
        let found = eventually(async || {
            let accepted = self.world.whatsapp.accepted();
            let it =
                accepted.iter().find(|it| it.request["biz_opaque_callback_data"] == json!(id))?;
            Some(it.wamid.clone())
        });
        found.await.expect("WhatsApp takes it")
    }

    fn says(&self, wamid: &str, word: &str, more: Value) -> Value {
        let at = self.world.clock.now().seconds();
        self.world.whatsapp.status_value(&self.sam, wamid, word, at, more)
    }
}

fn ours(id: MessageId) -> Value {
    json!({ "biz_opaque_callback_data": id })
}
