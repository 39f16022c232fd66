//! The last step of a rule: another program is told, and what it could not be told is said.

use std::sync::{Arc, Mutex};

use server::hook;
use shared::allocation::{Ladder, Strategy, Terms};
use shared::conversation::{Escalation, Fact};
use shared::event::{Fact as AnyFact, Seq};
use shared::time::{Millis, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{adds, chat, has, lead, of_team, to};
use crate::world::{Database, World, eventually};

/// In base64 behind its mark, as the libraries of receivers take it.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What came: headers by their names in small letters, and the body.
#[derive(Clone, Debug)]
struct Came {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Came {
    fn header(&self, name: &str) -> &str {
        &self.headers.iter().find(|it| it.0 == name).unwrap().1
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Another program, which answers with these codes, one after the other, the last one for ever.
#[derive(Clone)]
struct Bot {
    url: String,
    came: Arc<Mutex<Vec<Came>>>,
}

impl Bot {
    async fn answering(codes: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        let came: Arc<Mutex<Vec<Came>>> = Arc::default();
        let kept = Arc::clone(&came);
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                let place = kept.lock().unwrap().len().min(codes.len() - 1);
                let it = take(stream, codes[place]).await;
                kept.lock().unwrap().push(it);
            }
        });
        Self { url, came }
    }

    fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }
}

/// One request on a connection of its own.
async fn take(mut stream: TcpStream, code: u16) -> Came {
    let (mut bytes, mut buffer) = (vec![], [0; 4096]);
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let headers: Vec<_> = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length = headers.iter().find(|it| it.0 == "content-length").unwrap();
        let body = bytes[end + 4..].to_vec();
        if body.len() == length.1.parse::<usize>().unwrap() {
            let answer =
                format!("HTTP/1.1 {code} .\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
            return Came { headers, body };
        }
    }
}

/// What threads tell of it.
async fn told(world: &World) -> Vec<Option<String>> {
    let lines = world.app().store.read(|conn| server::store::log::after(conn, Seq(0), 10_000));
    let problems = lines.await.unwrap().into_iter().filter_map(|line| match line.body.fact {
        AnyFact::Conversation(Fact::Called { problem, .. }) => Some(problem),
        _ => None,
    });
    problems.collect()
}

async fn tells(world: &World, what: &[Option<&str>]) {
    let what: Vec<_> = what.iter().map(|it| it.map(str::to_owned)).collect();
    let seen = eventually(async || (told(world).await == what).then_some(())).await;
    assert!(seen.is_some(), "{:?} and not {what:?}", told(world).await);
}

/// In a world whose servers know this program.
async fn knowing<Story: Future<Output = ()>>(
    database: Database,
    url: &str,
    story: impl FnOnce(World) -> Story,
) {
    let settings = [("ONEVOICE_HOOK_URL", url), ("ONEVOICE_HOOK_SECRET", SECRET)];
    World::tell_having(database, None, 1, &settings, story).await;
}

/// A customer of whom Ana has known for a while, by a rule that tells another program after five minutes.
async fn waits(world: &World) -> (shared::ids::ConversationId, crate::world::Agent, Timestamp) {
    let now = world.clock.now();
    world.set_time(now);
    let (sales, lea) = (world.team("Sales").await, lead(world).await);
    let ana = of_team(world, "Ana", sales, 0).await;
    let ladder = Ladder { hook: Some(5), ..Ladder::default() };
    adds(&lea, Terms { ladder, ..to(sales, Strategy::RoundRobin) }).await.unwrap();
    let it = chat(world, "Sam", "Hello").await;
    has(world, Some(ana.id), it).await;
    world.rests().await;
    (it, ana, now)
}

async fn it_is_told_once_signed_and_again_until_it_takes_it(database: Database) {
    let bot = Bot::answering(&[500, 503, 204]).await;
    let url = bot.url.clone();
    knowing(database, &url, |world| async move {
        let (it, ana, now) = waits(&world).await;
        assert!(bot.came().is_empty());
        world.set_time(now + Millis::minutes(5));
        // Between two tries time passes, as far as nothing else is to be done.
        world.rests().await;
        let all = bot.came();
        assert_eq!(all.len(), 3, "it is tried again until it is taken");
        tells(&world, &[None]).await;
        let key = hook::Settings::new(&bot.url, SECRET).unwrap().key;
        for came in &all {
            let (id, seconds) = (came.header(hook::ID), came.header(hook::TIMESTAMP));
            let signed = hook::sign(key.expose(), id, seconds.parse().unwrap(), &came.body);
            assert_eq!(came.header(hook::SIGNATURE), signed);
            assert_eq!(id, all[0].header(hook::ID), "so that it knows that it is the same");
        }
        let seconds = |it: &Came| it.header(hook::TIMESTAMP).parse::<i64>().unwrap();
        assert!(seconds(&all[2]) > seconds(&all[0]), "each try is signed anew");
        let said = all[0].json();
        assert_eq!(said["type"], "conversation.unanswered");
        assert_eq!(said["data"]["conversation"], it.to_string());
        assert_eq!(said["data"]["contact"]["name"], "Sam");
        assert_eq!(said["data"]["assignee"], ana.id.to_string());
        assert_eq!(said["data"]["minutes"], 5);
        assert_eq!(said["data"]["rule"]["name"], "Sales");
        world.set_time(now + Millis::minutes(60));
        world.rests().await;
        assert_eq!(bot.came().len(), 3, "it is told once for each time that somebody waits");
    })
    .await;
}

async fn what_it_could_not_be_told_is_said_and_leads_are_asked(database: Database) {
    let bot = Bot::answering(&[500]).await;
    let url = bot.url.clone();
    knowing(database, &url, |world| async move {
        let (it, ana, now) = waits(&world).await;
        world.set_time(now + Millis::minutes(5));
        let problem = "it answered 500";
        world.rests().await;
        assert_eq!(told(&world).await, [Some(problem.to_owned())]);
        assert_eq!(bot.came().len(), 10);
        let asked = |world: &World| {
            let world = world.clone();
            async move {
                world.conversations().await.into_iter().find(|is| is.id == it).unwrap().escalated
            }
        };
        let Some(Escalation { by: None, reason, .. }) = asked(&world).await.map(|it| *it) else {
            panic!("{:?}", asked(&world).await)
        };
        assert!(reason.contains(problem), "{reason}");
        // Somebody answers: leads need not look any more.
        ana.writes(it, "Here I am").await.unwrap();
        assert_eq!(asked(&world).await, None);
    })
    .await;
}

async fn who_has_answered_by_then_is_no_news(database: Database) {
    let bot = Bot::answering(&[500, 204]).await;
    let url = bot.url.clone();
    knowing(database, &url, |world| async move {
        let (it, ana, now) = waits(&world).await;
        world.set_time(now + Millis::minutes(5));
        let first = eventually(async || (bot.came().len() == 1).then_some(())).await;
        first.expect("it is told");
        ana.writes(it, "Here I am").await.unwrap();
        world.set_time(now + Millis::minutes(60));
        world.rests().await;
        assert_eq!((bot.came().len(), told(&world).await), (1, vec![]));
    })
    .await;
}

async fn without_an_address_that_is_said(database: Database) {
    World::tell(database, None, 1, |world| async move {
        let (_, _, now) = waits(&world).await;
        world.set_time(now + Millis::minutes(5));
        tells(&world, &[Some("no address is set (ONEVOICE_HOOK_URL)")]).await;
    })
    .await;
}

macro_rules! told_on_both {
    ($($story:ident)*) => { $(
        mod $story {
            use crate::world::Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story(Database::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$story(Database::postgres().await).await;
            }
        }
    )* };
}

told_on_both! {
    it_is_told_once_signed_and_again_until_it_takes_it
    what_it_could_not_be_told_is_said_and_leads_are_asked
    who_has_answered_by_then_is_no_news
    without_an_address_that_is_said
}
