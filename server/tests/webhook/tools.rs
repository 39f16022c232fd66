//! What the webhook's tests share: posting with any headers, and looking at what was kept.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use server::jobs::Job;
use server::store::schema::{early_statuses, messages, webhooks};
use server::store::{Statement, jobs};
use sha2::Sha256;
use shared::ids::ConversationId;
use shared::message::{Bytes, Content, Message};
use shared::state::Thread;
use simulator::Phone;

use crate::world::{Agent, Node, SECRET, World, eventually};

/// The header with the signature.
pub const SIGNATURE: &str = "X-Hub-Signature-256";

/// What the server kept of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub pending: bool,
    pub parked_for: Option<String>,
    pub error: Option<String>,
}

/// What the header says of these bytes when Meta signs with this secret.
pub fn sign_with(secret: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// What the header says when it is right.
pub fn sign(body: &[u8]) -> String {
    sign_with(SECRET, body)
}

/// A delivery to this node, not yet signed.
pub fn post(http: &Client, node: &Node, body: impl Into<Vec<u8>>) -> RequestBuilder {
    let request = http.post(node.webhook_url()).header("Content-Type", "application/json");
    request.body(body.into())
}

/// Delivers to this node as Meta does, and tells the status.
pub async fn deliver_to(http: &Client, node: &Node, body: &Value) -> u16 {
    let body = body.to_string();
    let signature = sign(body.as_bytes());
    let answer = post(http, node, body).header(SIGNATURE, signature).send().await.unwrap();
    answer.status().as_u16()
}

/// Delivers each body, many at once, and expects 200 for each.
pub async fn deliver_all(world: &World, bodies: Vec<Value>) {
    let deliveries: Vec<_> = bodies
        .into_iter()
        .map(|body| {
            let whatsapp = world.whatsapp.clone();
            tokio::spawn(async move { whatsapp.deliver(body).await })
        })
        .collect();
    for delivery in deliveries {
        assert_eq!(delivery.await.unwrap(), 200);
    }
}

/// The how-many-th text of a customer, a second after the one before it, which says its number.
pub fn says(world: &World, customer: &Phone, n: usize) -> Value {
    let at = world.clock.now().seconds() / 1_000 * 1_000 - 1_000 + i64::try_from(n).unwrap();
    let wamid = format!("wamid.{}.{n}", customer.number());
    world.whatsapp.text_message_value(customer, &n.to_string(), &wamid, at)
}

/// A value without these keys, wherever they are.
pub fn without(value: Value, keys: &[&str]) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(key, _)| !keys.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key, without(value, keys))).collect())
        }
        Value::Array(items) => items.into_iter().map(|item| without(item, keys)).collect(),
        other => other,
    }
}

/// The same in another order, always the same one for a seed.
pub fn shuffled<T>(mut items: Vec<T>, seed: u64) -> Vec<T> {
    let mut state = seed;
    for at in (1..items.len()).rev() {
        // Knuth's MMIX generator; its upper bits are the random ones.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap() % (at + 1);
        items.swap(at, other);
    }
    items
}

/// Every delivery that was kept, in order.
pub async fn kept(world: &World) -> Vec<Kept> {
    let rows = world.app().store.read(|conn| {
        let columns = (webhooks::pending, webhooks::parked_for, webhooks::error);
        let rows = webhooks::table.order(webhooks::id).select(columns);
        Ok(rows.all::<(bool, Option<String>, Option<String>)>(conn)?)
    });
    let rows = rows.await.unwrap();
    rows.into_iter()
        .map(|(pending, parked_for, error)| Kept { pending, parked_for, error })
        .collect()
}

/// Waits until what was delivered by hand is read: nothing is pending, and nobody works. What reminds of a window in a day
/// may wait.
pub async fn is_read(world: &World) {
    let read = eventually(async || {
        let left = world.app().store.read(jobs::waiting).await.unwrap();
        let works = left.iter().any(|job| !matches!(job, Job::Remind { .. }));
        let pending = kept(world).await.iter().any(|it| it.pending);
        (!works && !pending).then_some(())
    });
    read.await.expect("what was delivered is read");
}

/// Every message that is stored, with WhatsApp's id and what WhatsApp sent, by place.
pub async fn stored(world: &World) -> Vec<(String, Option<String>)> {
    let rows = world.app().store.read(|conn| {
        let rows = messages::table
            .order((messages::at, messages::id))
            .select((messages::wamid, messages::raw));
        Ok(rows.all::<(Option<String>, Option<String>)>(conn)?)
    });
    let rows = rows.await.unwrap();
    rows.into_iter().map(|(wamid, raw)| (wamid.unwrap_or_default(), raw)).collect()
}

/// How many statuses wait for their message.
pub async fn early(world: &World) -> i64 {
    let rows = world.app().store.read(|conn| Ok(early_statuses::table.count().one(conn)?));
    rows.await.unwrap()
}

/// The thread as an agent sees it, all of it, with everything that happened so far.
pub async fn thread(agent: &Agent, it: ConversationId) -> Vec<Message> {
    if agent.look(|state| state.thread(it).is_none()) {
        agent.opens(it).await;
    }
    let head = agent.fresh().await.cursor();
    agent.sees(&format!("{:?}", head.seq), |state| state.cursor().seq >= head.seq).await;
    while agent.scrolls_up(it).await {}
    agent.look(|state| state.thread(it).into_iter().flat_map(Thread::messages).cloned().collect())
}

/// What is said in a thread.
pub async fn contents(agent: &Agent, it: ConversationId) -> Vec<Content> {
    thread(agent, it).await.into_iter().map(|message| message.content).collect()
}

/// A customer sends these, one a second, all in one body: an agent sees each as what it should be, and what WhatsApp
/// said is kept.
pub async fn shows(world: &World, expected: Vec<(Value, Content)>) {
    let (ana, sam) = (world.agent("Ana").await, world.customer("Sam").await);
    let begin = world.clock.now().seconds() - 100;
    let value = |(at, (message, _)): (i64, &(Value, Content))| {
        let wamid = format!("wamid.{at}");
        world.whatsapp.message_value(&sam, message.clone(), &wamid, begin + at)
    };
    let values: Vec<_> = (0..).zip(&expected).map(value).collect();
    assert_eq!(world.whatsapp.deliver(world.whatsapp.envelope(values.clone())).await, 200);
    is_read(world).await;

    let chat = world.conversation(&sam).await;
    let shown = contents(&ana, chat).await;
    assert_eq!(shown.len(), expected.len(), "{shown:#?}");
    for (mut shown, (message, expected)) in shown.into_iter().zip(&expected) {
        if let Some(media) = shown.media_mut() {
            // Whether its file could be had is told by other tests.
            media.bytes = Bytes::Coming;
        }
        assert_eq!(&shown, expected, "for {message}");
    }
    let raw = stored(world).await.into_iter().map(|(_, raw)| raw.unwrap());
    for (raw, value) in raw.zip(values) {
        assert_eq!(serde_json::from_str::<Value>(&raw).unwrap(), value["messages"][0]);
    }
    let last = expected.last().unwrap().1.preview();
    ana.sees(&last, |state| {
        state.conversation(chat).and_then(|it| it.last.as_ref()).is_some_and(|it| it.text == last)
    })
    .await;
}

/// Runs SQL beside the server, as its admin would.
pub async fn sql(world: &World, sqlite: &str, postgres: &str) {
    let url = &world.app().config.database_url;
    if world.app().store.is_sqlite() {
        let mut conn = SqliteConnection::establish(url).unwrap();
        conn.batch_execute("PRAGMA busy_timeout = 30000").unwrap();
        conn.batch_execute(sqlite).unwrap();
    } else {
        let (client, connection) =
            tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(postgres).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    }
}
