//! `kill -9` at random, while customers write and agents answer: nothing lost, nothing twice.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fastrand::Rng;
use reqwest::Method;
use shared::command::{Action, Command, Done};
use shared::ids::{CommandId, ConversationId, MessageId};
use shared::message::{self, Status};
use shared::reads::{COMMANDS, CONVERSATIONS, ListPage};
use shared::time::Timestamp;
use simulator::{Misbehaviour, Options, Phone, Simulator};

use super::look::{compare, everything_said, statuses};
use super::process::Process;
use crate::world::chance::{chance, full};
use crate::world::database::Database;
use crate::world::tab::Tab;
use crate::world::{SECRET, VERIFY_TOKEN, eventually};

/// How much happens: little by default, all of it with `ONEVOICE_TEST_FULL=1`.
struct Size {
    webhooks: usize,
    sends: usize,
}

const CUSTOMERS: usize = 12;

fn size() -> Size {
    if full() {
        Size { webhooks: 10_000, sends: 1_000 }
    } else {
        Size { webhooks: 1_200, sends: 120 }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_it_loses_and_doubles_nothing_on_sqlite() {
    let database = Database::sqlite().await;
    story(&database).await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_it_loses_and_doubles_nothing_on_postgres() {
    let database = Database::postgres().await;
    story(&database).await;
    database.drop().await;
}

async fn story(database: &Database) {
    let mut random = chance();
    let options = Options {
        app_secret: SECRET.into(),
        verify_token: VERIFY_TOKEN.into(),
        retry_first: Duration::from_millis(50),
        retry_most: Duration::from_millis(500),
        seed: random.u64(..),
        ..Options::default()
    };
    let numbers = HashMap::from([
        ("ONEVOICE_WHATSAPP_PHONE_NUMBER_ID".to_owned(), options.numbers[0].id.clone()),
        ("ONEVOICE_WHATSAPP_ACCESS_TOKEN".to_owned(), options.access_token.clone()),
    ]);
    let whatsapp = Simulator::start(options).await.unwrap();
    let server = Arc::new(Process::begin(database, &whatsapp, numbers).await);
    let mut customers = vec![];
    for n in 0..CUSTOMERS {
        let phone = whatsapp.phone(&format!("Customer {n}")).await;
        phone.writes("first").await;
        customers.push(phone);
    }
    let chats = eventually(async || {
        let page: ListPage = server.get(&format!("{CONVERSATIONS}?view=all")).await;
        let all: Vec<_> = page.conversations.iter().map(|it| it.id).collect();
        (all.len() == CUSTOMERS).then_some(all)
    });
    let chats = chats.await.expect("every customer has a conversation");

    let tab = Tab::open(Arc::clone(&server), "Ada").await;
    assert!(tab.opens(chats[0]).await);

    let Size { webhooks, sends } = size();
    be_unreliable(&whatsapp);
    let over = Arc::new(AtomicBool::new(false));
    let killer = tokio::spawn(kill(Arc::clone(&server), Arc::clone(&over), random.fork()));
    let writing = deliver(&whatsapp, &customers, webhooks, &mut random);
    let answering = answer(&server, &chats, sends);
    let (written, answered) = tokio::join!(writing, answering);
    over.store(true, Ordering::SeqCst);
    let kills = killer.await.unwrap();
    println!("{kills} kills during {webhooks} webhooks and {sends} sends");
    assert!(kills > 0, "nothing was shown without a kill");
    whatsapp.behave();

    rest(&server, &whatsapp).await;
    settle(&server, &whatsapp, &chats, &answered).await;
    let said = everything_said(&server, &chats).await;
    for text in &written {
        assert_eq!(said.get(text), Some(&1), "`{text}` was answered 200 (after {kills} kills)");
    }
    for (_, text) in answered.values() {
        assert_eq!(said.get(text), Some(&1), "`{text}` stands in its thread");
    }
    let mut sent = BTreeMap::<String, u32>::new();
    for accepted in whatsapp.accepted() {
        let ours = accepted.request["biz_opaque_callback_data"].as_str().unwrap().to_owned();
        *sent.entry(ours).or_default() += 1;
    }
    let once: BTreeMap<_, _> = answered.keys().map(|id| (id.to_string(), 1)).collect();
    assert_eq!(sent, once, "WhatsApp got every answer exactly once ({kills} kills)");
    compare(&tab, chats[0]).await;
    tab.leaves();
    server.end().await;
}

/// Answers of which nobody knows whether they arrived: some did, some did not.
fn be_unreliable(whatsapp: &Simulator) {
    let lost = [
        Misbehaviour::DropAnswers,
        Misbehaviour::GarbageAnswers,
        Misbehaviour::AnswerWithoutJson,
        Misbehaviour::HangAnswers { ms: 300, accept: true },
        Misbehaviour::HangAnswers { ms: 300, accept: false },
    ];
    for what in lost {
        whatsapp.misbehave(what.clone().next(2));
        whatsapp.misbehave(what.with_chance(0.03));
    }
}

async fn kill(server: Arc<Process>, over: Arc<AtomicBool>, mut random: Rng) -> u32 {
    let mut kills = 0;
    while !over.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(random.u64(50..600))).await;
        server.dies_and_comes_back().await;
        kills += 1;
    }
    kills
}

/// Posts signed webhooks, each until it is answered 200, as Meta does, and some once more. Returns what they say.
async fn deliver(
    whatsapp: &Simulator,
    customers: &[Phone],
    count: usize,
    random: &mut Rng,
) -> Vec<String> {
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..16 {
        let (whatsapp, customers) = (whatsapp.clone(), customers.to_vec());
        let mut random = random.fork();
        tasks.spawn(async move {
            let mut texts = vec![];
            for n in (lane..count).step_by(16) {
                let (text, phone) = (format!("webhook {n}"), &customers[n % customers.len()]);
                let wamid = format!("wamid.crash.{n}");
                let at = 1_750_000_000 + i64::try_from(n).unwrap();
                let body =
                    whatsapp.envelope(vec![whatsapp.text_message_value(phone, &text, &wamid, at)]);
                while whatsapp.deliver(body.clone()).await != 200 {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                if random.u8(..8) == 0 {
                    whatsapp.deliver(body).await;
                }
                texts.push(text);
            }
            texts
        });
    }
    tasks.join_all().await.concat()
}

/// Answers, each with one command that is repeated until the server says something.
async fn answer(
    server: &Arc<Process>,
    chats: &[ConversationId],
    count: usize,
) -> BTreeMap<MessageId, (ConversationId, String)> {
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..4 {
        let (server, chats) = (Arc::clone(server), chats.to_vec());
        tasks.spawn(async move {
            let mut sent = vec![];
            for n in (lane..count).step_by(4) {
                let (chat, text) = (chats[n % chats.len()], format!("answer {n}"));
                let now = Timestamp(1_750_000_000_000 + i64::try_from(n).unwrap());
                let id = MessageId::new(now);
                let send = message::Action::Send { id, text: text.clone(), reply_to: None };
                let command = Command {
                    id: CommandId::new(now),
                    action: Action::Message(chat, send),
                    seen: None,
                };
                let _: Done = server.asks(Method::POST, COMMANDS, Some(&command)).await.unwrap();
                sent.push((id, (chat, text)));
            }
            sent
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

/// Longer than a lease: PostgreSQL may commit a claim of a process that is dead already, after the next one has freed
/// what it found.
async fn patiently<T>(look: impl AsyncFn() -> Option<T>) -> Option<T> {
    for _ in 0..8 {
        if let Some(found) = eventually(&look).await {
            return Some(found);
        }
    }
    None
}

/// Waits until WhatsApp has told everything and the server has taken it in.
async fn rest(server: &Process, whatsapp: &Simulator) {
    let rest = patiently(async || {
        whatsapp.settled().await;
        let health: serde_json::Value = server.get("/health").await;
        let pending = health["webhooks"]["pending"].as_i64().unwrap();
        (pending == 0 && whatsapp.pending_webhooks() == 0).then_some(())
    });
    rest.await.expect("everything comes to rest");
}

/// Every answer arrives in the end. One of which nobody knows is tried again only when WhatsApp never had it: its
/// status has settled it otherwise.
async fn settle(
    server: &Process,
    whatsapp: &Simulator,
    chats: &[ConversationId],
    answered: &BTreeMap<MessageId, (ConversationId, String)>,
) {
    let settled = patiently(async || {
        let had: Vec<String> = whatsapp
            .accepted()
            .iter()
            .map(|it| it.request["biz_opaque_callback_data"].as_str().unwrap().to_owned())
            .collect();
        let mut open = 0;
        let statuses = statuses(server, chats).await;
        for (id, (chat, _)) in answered {
            match statuses.get(id) {
                Some(Status::Delivered | Status::Read) => continue,
                Some(Status::Unknown) if !had.contains(&id.to_string()) => {
                    let action = Action::Message(*chat, message::Action::Retry { id: *id });
                    let command = Command { id: CommandId::new(Timestamp(1)), action, seen: None };
                    let _: Done =
                        server.asks(Method::POST, COMMANDS, Some(&command)).await.unwrap();
                }
                Some(_) | None => {}
            }
            open += 1;
        }
        (open == 0).then_some(())
    });
    settled.await.expect("every answer arrives");
}
