//! Many tabs answer one customer as they like: in the log nobody answered over what they had not seen.

use std::collections::BTreeMap;

use server::features::answer;
use server::store::log;
use shared::answer::Seen;
use shared::event::{Entity, Fact, Seq};
use shared::ids::{ConversationId, MessageId};
use shared::message;

use super::{begun, meanwhile};
use crate::on_both;
use crate::world::{Agent, World};

on_both! {
    async fn in_any_order_nobody_answers_over_what_they_had_not_seen(world: World) {
        let (ana, ben, _, chat) = begun(&world).await;
        let begin = world.app().store.read(log::cursor).await.unwrap().seq;
        let cid = world.agent("Cid").await;
        let tabs = [ana.clone(), world.opens(ana.id, "Ana", ana.session).await, ben, cid];
        let writing: Vec<_> = tabs.into_iter().map(|tab| tokio::spawn(writes_on(tab, chat))).collect();
        let mut claims = BTreeMap::new();
        for it in writing {
            claims.extend(it.await.unwrap());
        }
        world.rests().await;
        let given = given_since(&world, begin).await;
        assert_eq!(given.len(), claims.len());
        assert_eq!(world.app().store.read(move |conn| answer::rows::since(conn, chat, 0)).await.unwrap(),
            given.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        for pair in given.windows(2) {
            let ([(_, before), (id, _)], true) = (pair, pair.len() == 2) else { unreachable!() };
            assert!(claims[id] >= *before, "{id} was given with {} after {before}", claims[id]);
        }
    }
}

/// Answers without looking up much; sometimes anyway. Tells what was claimed for each answer that was taken.
async fn writes_on(tab: Agent, chat: ConversationId) -> BTreeMap<MessageId, u32> {
    let mut claims = BTreeMap::new();
    for n in 0..10 {
        let id = MessageId::new(tab.now());
        let mut seen = tab.look(|state| state.conversation(chat).map_or(0, |it| it.version));
        for _ in 0..=(n % 3) {
            let claim = Seen { version: seen, own: vec![], fence: None };
            match tab.answers_having(chat, (id, "Hi"), claim).await {
                Ok(_) => {
                    claims.insert(id, seen);
                    break;
                }
                Err(problem) => seen = meanwhile(problem).version,
            }
        }
    }
    claims
}

/// The answers since then, and the version of their conversation with each.
async fn given_since(world: &World, begin: Seq) -> Vec<(MessageId, u32)> {
    let lines = world.app().store.read(move |conn| log::after(conn, begin, 10_000)).await.unwrap();
    let given = lines.iter().filter_map(|line| {
        let Fact::Message(message::Fact::Sent { message }) = line.body.fact else { return None };
        let version = line.body.changes.iter().find_map(|change| match &change.after {
            Some(Entity::Conversation(it)) => Some(it.version),
            _ => None,
        });
        Some((message, version.unwrap()))
    });
    given.collect()
}
