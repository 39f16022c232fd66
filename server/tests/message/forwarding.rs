//! Messages that are handed on to other customers.

use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::{self, Bytes, Status};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::time::Millis;
use simulator::Phone;

use super::files::PNG;
use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn forwards(
    agent: &Agent,
    to: ConversationId,
    of: ConversationId,
    message: MessageId,
) -> Result<MessageId, Problem> {
    let id = MessageId::new(agent.now());
    let forward = message::Action::Forward { id, of, message };
    agent.does(Action::Message(to, forward)).await.map(|_| id)
}

/// Two customers, and the latest message of the first.
async fn begun(world: &World) -> (Agent, [Phone; 2], [ConversationId; 2]) {
    let ana = world.agent("Ana").await;
    let [sam, zoe] = [world.customer("Sam").await, world.customer("Zoë").await];
    sam.writes("The code is 42").await;
    zoe.writes("What is the code?").await;
    let chats = [world.conversation(&sam).await, world.conversation(&zoe).await];
    for chat in chats {
        ana.opens(chat).await;
    }
    ana.sees_text(chats[0], "The code is 42").await;
    (ana, [sam, zoe], chats)
}

fn latest(agent: &Agent, it: ConversationId) -> MessageId {
    agent.look(|state| state.thread(it)?.messages().last().map(|it| it.id)).unwrap()
}

on_both! {
    async fn words_reach_another_customer_once(world: World) {
        let (ana, [_, zoe], [from, to]) = begun(&world).await;
        let message = latest(&ana, from);
        let id = MessageId::new(ana.now());
        for _ in 0..3 {
            let forward = message::Action::Forward { id, of: from, message };
            ana.does(Action::Message(to, forward)).await.unwrap();
        }
        ana.sees_delivery(to, id, Status::Delivered).await;
        let received: Vec<_> = zoe.received().iter().map(|it| it.text().unwrap().to_owned()).collect();
        assert_eq!(received, ["The code is 42"]);
    }

    async fn a_file_goes_on_as_it_is_kept_here(world: World) {
        let (ana, [sam, zoe], [from, to]) = begun(&world).await;
        sam.sends_file("image", "image/png", PNG.into(), serde_json::json!({ "caption": "The door" })).await;
        ana.sees("the picture", |state| {
            let last = state.thread(from).and_then(|it| it.messages().last().cloned());
            last.is_some_and(|it| it.content.media().is_some_and(|it| matches!(it.bytes, Bytes::Here(_))))
        }).await;
        let id = forwards(&ana, to, from, latest(&ana, from)).await.unwrap();
        ana.sees_delivery(to, id, Status::Delivered).await;
        let received = zoe.received();
        assert_eq!((received[0].kind.as_str(), received[0].body["caption"].as_str()), ("image", Some("The door")));
    }

    async fn nobody_hands_on_what_they_do_not_see(world: World) {
        let (ana, [_, zoe], [from, to]) = begun(&world).await;
        let own = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let eve = world.agent_with("Eve", own, 0).await;
        let message = latest(&ana, from);
        ana.assigns(to, Some(eve.id)).await.unwrap();
        assert_eq!(forwards(&eve, to, from, message).await.unwrap_err().code, Code::NotFound);
        // Nor to somebody whom they don't see.
        ana.assigns(from, Some(eve.id)).await.unwrap();
        ana.assigns(to, None).await.unwrap();
        assert_eq!(forwards(&eve, to, from, message).await.unwrap_err().code, Code::NotFound);
        world.rests().await;
        assert!(zoe.received().is_empty());
    }

    async fn a_message_of_another_thread_is_not_found_in_this_one(world: World) {
        let (ana, _, [from, to]) = begun(&world).await;
        let message = latest(&ana, from);
        assert_eq!(forwards(&ana, from, to, message).await.unwrap_err().code, Code::NotFound);
    }

    async fn the_window_of_who_gets_it_counts(world: World) {
        let (ana, [sam, _], [from, to]) = begun(&world).await;
        world.set_time(world.clock.now() + Millis::days(2));
        sam.writes("A new code: 43").await;
        ana.sees_text(from, "A new code: 43").await;
        let refused = forwards(&ana, to, from, latest(&ana, from)).await.unwrap_err();
        assert_eq!(refused.code, Code::WindowClosed);
    }

    async fn what_is_no_message_is_not_handed_on(world: World) {
        let (ana, [sam, _], [from, to]) = begun(&world).await;
        sam.sends("hologram", serde_json::json!({ "id": "1" })).await;
        ana.sees_text(from, "Unsupported: hologram").await;
        let refused = forwards(&ana, to, from, latest(&ana, from)).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("message")));
    }
}
