//! Who wrote a reply at a node that was killed holds it no longer than its lease.

use std::collections::HashMap;
use std::sync::Arc;

use server::clock::Clock;
use server::features::reply;
use shared::ids::ConversationId;
use shared::presence::Doing;
use shared::reads::{CONVERSATIONS, ListPage};
use simulator::{Options, Simulator};

use super::process::Process;
use crate::world::database::{Database, redis};
use crate::world::node::{self, Node};
use crate::world::tab::Tab;
use crate::world::{SECRET, VERIFY_TOKEN, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_outlives_its_node_by_its_span_and_no_more_on_postgres() {
    let (database, redis) = (Database::postgres().await, redis());
    let (app_secret, verify_token) = (SECRET.into(), VERIFY_TOKEN.into());
    let options = Options { app_secret, verify_token, ..Options::default() };
    let settings = HashMap::from([
        ("ONEVOICE_WHATSAPP_PHONE_NUMBER_ID".to_owned(), options.numbers[0].id.clone()),
        ("ONEVOICE_WHATSAPP_ACCESS_TOKEN".to_owned(), options.access_token.clone()),
        ("ONEVOICE_REDIS_URL".to_owned(), redis.clone()),
    ]);
    let whatsapp = Simulator::start(options).await.unwrap();
    let server = Arc::new(Process::begin(&database, &whatsapp, settings).await);
    let other =
        Node::start(node::named(node::settings(&database, Some(&redis)), 1), Clock::real()).await;
    whatsapp.phone("Sam").await.writes("Hello").await;
    let chat: ConversationId = eventually(async || {
        let page: ListPage = server.get(&format!("{CONVERSATIONS}?view=all")).await;
        page.conversations.first().map(|it| it.id)
    })
    .await
    .expect("the conversation appears");

    let ada = Tab::open(Arc::clone(&server), "Ada").await;
    ada.opens(chat).await;
    let resource = reply::resource(chat);
    let held = async || other.app.leases.look(&resource).await.unwrap();
    // Until the socket is there, nobody hears a key.
    let taken = eventually(async || {
        ada.is(Some(chat), Doing::Replying, true);
        held().await
    });
    taken.await.expect("the other node knows that she holds it");
    server.end().await;
    ada.leaves();
    assert!(held().await.is_some(), "it has not been given back");
    let over = async || held().await.is_none().then_some(());
    // Its span is most of our patience.
    if eventually(over).await.is_none() {
        eventually(over).await.expect("it runs out");
    }
    other.stop().await;
    database.drop().await;
}
