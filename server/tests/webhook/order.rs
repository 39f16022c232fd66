//! In whatever order and company a thousand messages come: each thread is the same, and each message is in it once.

use futures_util::future::join_all;
use serde_json::Value;
use shared::time::Timestamp;
use simulator::{Misbehaviour, Phone};

use super::tools::{contents, deliver_all, is_read, shuffled};
use super::types::text;
use crate::on_both;
use crate::world::{Agent, World};

const CUSTOMERS: usize = 20;
const EACH: i64 = 50;

on_both! {
    async fn a_thousand_messages_one_by_one_in_any_order_make_the_same_threads(world: World) {
        let (ana, customers) = crowd(&world).await;
        watch_the_first(&world, &ana, &customers).await;
        let values = shuffled(everything(&world, &customers), 1);
        deliver_all(&world, values.into_iter().map(|it| world.whatsapp.envelope(vec![it])).collect()).await;
        every_thread_is_right(&world, &ana, &customers).await;
    }

    async fn a_thousand_messages_in_a_few_bodies_make_the_same_threads(world: World) {
        let (ana, customers) = crowd(&world).await;
        watch_the_first(&world, &ana, &customers).await;
        let values = shuffled(everything(&world, &customers), 2);
        let again = shuffled(everything(&world, &customers), 3);
        // All of it in pieces of very different size, and a good part of it a second time in other company.
        let sizes = [1, 400, 2, 90, 7, 500];
        let mut left = values.as_slice();
        let mut bodies = vec![];
        for size in sizes {
            let (piece, rest) = left.split_at(size);
            bodies.push(world.whatsapp.envelope(piece.to_vec()));
            left = rest;
        }
        assert!(left.is_empty());
        bodies.extend(again[..300].chunks(60).map(|piece| world.whatsapp.envelope(piece.to_vec())));
        deliver_all(&world, shuffled(bodies, 4)).await;
        every_thread_is_right(&world, &ana, &customers).await;
    }

    async fn a_thousand_messages_in_one_body_make_the_same_threads(world: World) {
        let (ana, customers) = crowd(&world).await;
        let values = shuffled(everything(&world, &customers), 5);
        deliver_all(&world, vec![world.whatsapp.envelope(values)]).await;
        every_thread_is_right(&world, &ana, &customers).await;
    }

    async fn those_of_one_second_stand_as_they_came(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let at = world.clock.now().seconds() - 50;
        let value = |n: i64| world.whatsapp.text_message_value(&sam, &n.to_string(), &format!("wamid.{n}"), at);
        for n in 0..10 {
            deliver_all(&world, vec![world.whatsapp.envelope(vec![value(2 * n), value(2 * n + 1)])]).await;
        }
        is_read(&world).await;
        let expected: Vec<_> = (0..20).map(|n| text(&n.to_string())).collect();
        assert_eq!(contents(&ana, world.conversation(&sam).await).await, expected);
    }

    async fn those_of_one_commit_stand_as_they_came(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        let at = world.clock.now().seconds() - 50;
        let bodies = (0..40).map(|n| {
            let value = world.whatsapp.text_message_value(&sam, &n.to_string(), &format!("wamid.{n}"), at);
            world.whatsapp.envelope(vec![value]).to_string().into_bytes()
        });
        // Handed in one after the other, before any of them is kept.
        let handed_in = join_all(bodies.map(|body| world.app().intake.keep(body))).await;
        assert!(handed_in.into_iter().all(|kept| kept.is_ok()));
        is_read(&world).await;
        let expected: Vec<_> = (0..40).map(|n| text(&n.to_string())).collect();
        assert_eq!(contents(&ana, world.conversation(&sam).await).await, expected);
    }

    async fn whatever_whatsapp_shuffles_a_chat_reads_as_it_was_written(world: World) {
        let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
        world.whatsapp.misbehave(Misbehaviour::DuplicateWebhooks { copies: 2 });
        world.whatsapp.misbehave(Misbehaviour::ReorderWebhooks { batch: 20 });
        world.whatsapp.misbehave(Misbehaviour::UnknownField.with_chance(0.3));
        world.whatsapp.misbehave(Misbehaviour::OmitContacts.with_chance(0.3));
        let begin = world.clock.now().seconds() - 100;
        for n in 0..20 {
            sam.writes_at(&n.to_string(), begin + n).await;
        }
        world.rests().await;
        let expected: Vec<_> = (0..20).map(|n| text(&n.to_string())).collect();
        assert_eq!(contents(&ana, world.conversation(&sam).await).await, expected);
    }
}

async fn crowd(world: &World) -> (Agent, Vec<Phone>) {
    let ana = world.agent("Ana").await;
    let mut customers = vec![];
    for n in 0..CUSTOMERS {
        customers.push(world.customer(&format!("Customer {n}")).await);
    }
    (ana, customers)
}

/// One thread is open while everything comes in, so that the socket's picture is compared too.
async fn watch_the_first(world: &World, ana: &Agent, customers: &[Phone]) {
    let begin = begin(world);
    let hello = world.whatsapp.text_message_value(&customers[0], "0", "wamid.0.0", begin);
    deliver_all(world, vec![world.whatsapp.envelope(vec![hello])]).await;
    ana.opens(world.conversation(&customers[0]).await).await;
}

/// Fifty messages of each customer, a second apart.
fn everything(world: &World, customers: &[Phone]) -> Vec<Value> {
    let begin = begin(world);
    let each = |(who, customer): (usize, &Phone)| {
        let one = |n: i64| {
            let wamid = format!("wamid.{who}.{n}");
            world.whatsapp.text_message_value(customer, &n.to_string(), &wamid, begin + n)
        };
        (0..EACH).map(one).collect::<Vec<_>>()
    };
    customers.iter().enumerate().flat_map(each).collect()
}

/// A time that is the same for as long as a test takes.
fn begin(world: &World) -> i64 {
    world.clock.now().seconds() / 100_000 * 100_000
}

async fn every_thread_is_right(world: &World, ana: &Agent, customers: &[Phone]) {
    is_read(world).await;
    assert_eq!(world.conversations().await.len(), CUSTOMERS);
    let expected: Vec<_> = (0..EACH).map(|n| text(&n.to_string())).collect();
    for customer in customers {
        let chat = world.conversation(customer).await;
        assert_eq!(contents(ana, chat).await, expected, "{}", customer.name());
    }
    for it in world.conversations().await {
        assert_eq!(i64::from(it.unread), EACH);
        let last = it.last.unwrap();
        assert_eq!(last.text, (EACH - 1).to_string());
        assert_eq!(last.at.seconds(), begin(world) + EACH - 1);
        assert_eq!(it.waiting_since.map(Timestamp::seconds), Some(begin(world)));
    }
}
