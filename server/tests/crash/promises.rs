//! What was promised when a command was answered is done once, whether the server ended before it began with it, or was
//! killed in the middle.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use server::features::{bulk, held};
use server::jobs::Job;
use server::store::{jobs, log};
use shared::allocation::{Action as Allocation, Ladder, Strategy, Terms, Work};
use shared::bulk::{Action as Bulk, Targets, What};
use shared::colour::Colour;
use shared::command::Action;
use shared::conversation::{Action as Chat, Fact, Snooze};
use shared::event::{Entity, Fact as AnyFact, Seq};
use shared::ids::{BulkId, ConversationId, LabelId, MessageId, RuleId};
use shared::message;
use shared::time::{Millis, Timestamp};
use simulator::Phone;

use crate::conversation::bulk::make;
use crate::on_both;
use crate::world::program::Program;
use crate::world::{Agent, Database, World, eventually};

/// On a Monday in January at half past eight in Berlin.
const EARLY: Timestamp = Timestamp(1_799_652_600_000);

/// How often this happened to each conversation.
async fn times(world: &World, like: fn(&Fact) -> bool) -> BTreeMap<ConversationId, usize> {
    let lines = world.app().store.read(|conn| log::after(conn, Seq(0), i64::MAX)).await.unwrap();
    let mut times = BTreeMap::new();
    for line in lines {
        if !matches!(&line.body.fact, AnyFact::Conversation(fact) if like(fact)) {
            continue;
        }
        for change in line.body.changes {
            if let Some(Entity::Conversation(it)) = change.after {
                *times.entry(it.id).or_default() += 1;
            }
        }
    }
    times
}

fn once(these: &[ConversationId]) -> BTreeMap<ConversationId, usize> {
    these.iter().map(|it| (*it, 1)).collect()
}

const fn labelled(fact: &Fact) -> bool {
    matches!(fact, Fact::Labelled { .. })
}

const fn given(fact: &Fact) -> bool {
    matches!(fact, Fact::Given { .. })
}

async fn starts(lead: &Agent, what: What, these: &[ConversationId]) -> BulkId {
    let (id, targets) = (BulkId::new(lead.now()), Targets::These(these.to_vec()));
    lead.does(Action::Bulk(id, Bulk::Start { what, targets })).await.unwrap();
    id
}

/// Puts a new label on all of these.
async fn labels(lead: &Agent, these: &[ConversationId]) -> BulkId {
    let label = LabelId::new(lead.now());
    let create = shared::label::Action::Create { name: "VIP".into(), colour: Colour::Red };
    lead.does(Action::Label(label, create)).await.unwrap();
    starts(lead, What::Label { add: vec![label], remove: vec![] }, these).await
}

/// How many of a bulk action are over.
async fn done(world: &World, lead: &Agent, id: BulkId) -> u32 {
    let owner = lead.id;
    let all = world.app().store.read(move |conn| bulk::rows::of(conn, owner)).await.unwrap();
    all.iter().find(|it| it.id == id).unwrap().done()
}

async fn has_done(world: &World, lead: &Agent, id: BulkId, many: u32) {
    let far = async || (done(world, lead, id).await >= many).then_some(());
    eventually(far).await.expect("it gets on");
}

async fn schedules(agent: &Agent, chat: ConversationId, text: &str, due: Timestamp) -> MessageId {
    let (id, text) = (MessageId::new(agent.now()), text.to_owned());
    let schedule = message::Action::Schedule { id, text, reply_to: None, due, unless_reply: false };
    agent.does(Action::Message(chat, schedule)).await.unwrap();
    id
}

fn texts(phone: &Phone) -> Vec<String> {
    phone.received().iter().filter_map(|it| it.text().map(str::to_owned)).collect()
}

async fn assignee(world: &World, chat: ConversationId) -> Option<shared::ids::AgentId> {
    world.conversations().await.into_iter().find(|it| it.id == chat).unwrap().assignee
}

/// A customer writes, and is given to the only one who takes any; who does not answer loses it after five minutes.
async fn waits(world: &World, lea: &Agent) -> ConversationId {
    let work = Work { capacity: Some(0), ..Work::default() };
    let none = Allocation::SetWork { agent: lea.id, work };
    lea.does(Action::Allocation(none)).await.unwrap();
    let (name, strategy) = ("All".to_owned(), Strategy::RoundRobin);
    let ladder = Ladder { reassign: Some(5), ..Ladder::default() };
    let terms = Box::new(Terms { name, ladder, strategy, ..Terms::default() });
    let add = Allocation::Add { id: RuleId::new(lea.now()), terms };
    lea.does(Action::Allocation(add)).await.unwrap();
    let tom = world.customer("Tom").await;
    tom.writes("Hello").await;
    let chat = world.conversation(&tom).await;
    world.rests().await;
    chat
}

on_both! {
    async fn what_a_server_has_promised_and_not_begun_is_done_once_by_the_next(world: World) {
        world.set_time(EARLY);
        let (lea, ana) = (world.admin("Lea").await, world.agent("Ana").await);
        let many = make(&world, 50).await;
        starts(&lea, What::Close, &many).await;
        world.rests().await;
        let at_tom = waits(&world, &lea).await;
        assert_eq!(assignee(&world, at_tom).await, Some(ana.id));
        let ben = world.agent("Ben").await;
        let (uma, vic) = (world.customer("Uma").await, world.customer("Vic").await);
        uma.writes("Hello").await;
        let at_uma = world.conversation(&uma).await;
        lea.writes(at_uma, "Hi").await.unwrap();
        world.rests().await;
        let before = times(&world, given).await;

        // It does no job from here on, but what it answers is committed with its promise.
        world.app().stop();
        let later = EARLY + Millis::minutes(10);
        let bulk = labels(&lea, &many).await;
        schedules(&lea, at_uma, "Still there?", later).await;
        let until = Snooze::Until(later);
        lea.does(Action::Conversation(at_uma, Chat::Snooze { until })).await.unwrap();
        vic.writes("Hello").await;
        world.whatsapp.settled().await;
        let promised = world.app().store.read(jobs::waiting).await.unwrap();
        let promised: Vec<_> = promised.iter().map(Job::kind).collect();
        for kind in ["bulk", "release", "wake", "ingest_webhooks", "allocate_later"] {
            assert!(promised.contains(&kind), "{kind} is not among {promised:?}");
        }
        assert_eq!(done(&world, &lea, bulk).await, 0);

        world.deploys(0, [&lea, &ana, &ben].into_iter()).await;
        has_done(&world, &lea, bulk, 51).await;
        let at_vic = world.conversation(&vic).await;
        world.rests().await;
        assert!(assignee(&world, at_vic).await.is_some());
        assert_eq!(assignee(&world, at_tom).await, Some(ana.id), "it is not time yet");
        world.set_time(EARLY + Millis::minutes(5));
        let moved = async || (assignee(&world, at_tom).await == Some(ben.id)).then_some(());
        eventually(moved).await.expect("Ben has it when Ana has not answered for so long");
        assert_eq!(texts(&uma), ["Hi"]);
        world.set_time(later);
        eventually(async || (texts(&uma).len() > 1).then_some(())).await.expect("it leaves");
        world.rests().await;
        assert_eq!(texts(&uma), ["Hi", "Still there?"]);
        assert_eq!(times(&world, labelled).await, once(&many));
        assert_eq!(times(&world, |it| matches!(it, Fact::Woke)).await, once(&[at_uma]));
        assert_eq!(times(&world, given).await[&at_tom], before[&at_tom] + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_was_killed_in_the_middle_of_is_done_once_on_sqlite() {
    World::tell_of_programs(Database::sqlite().await, None, 1, killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_was_killed_in_the_middle_of_is_done_once_on_postgres() {
    World::tell_of_programs(Database::postgres().await, None, 1, killed).await;
}

async fn killed(world: World, programs: Vec<Arc<Program>>) {
    let (lea, uma) = (world.admin("Lea").await, world.customer("Uma").await);
    uma.writes("Hello").await;
    let chat = world.conversation(&uma).await;
    let many = make(&world, 600).await;
    let dies = async || {
        programs[0].dies().await;
        programs[0].start().await;
    };
    // As soon as it has answered, and then in the middle of the steps.
    let bulk = labels(&lea, &many).await;
    dies().await;
    for part in [1, 201, 401] {
        has_done(&world, &lea, bulk, part).await;
        dies().await;
    }
    has_done(&world, &lea, bulk, 601).await;
    assert_eq!(times(&world, labelled).await, once(&many));

    // Its time comes while nobody is there.
    let waits = async |id| {
        let found = world.app().store.read(move |conn| held::rows::find(conn, chat, id));
        found.await.unwrap().is_some()
    };
    let mut said = vec![];
    for seconds in [1, 2, 4, 8, 16] {
        let due = lea.now() + Millis::seconds(seconds);
        said.push(format!("In {seconds} s"));
        let id = schedules(&lea, chat, said.last().unwrap(), due).await;
        programs[0].dies().await;
        let waited = waits(id).await;
        while waited && lea.now() < due {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        programs[0].start().await;
        world.rests().await;
        // If it had left before, because everything is slow, then nothing was shown.
        if waited {
            break;
        }
    }
    world.rests().await;
    assert_eq!(texts(&uma), said);
}
