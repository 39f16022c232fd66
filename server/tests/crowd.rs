//! A hundred agents at once: they answer, take over, assign, close, note, lose the network and come back, while customers
//! write and servers are replaced or killed. Whatever happens, no customer is answered by somebody who had not seen the
//! answer before, nothing is lost or said twice, nobody hears of what they don't see, and in the end nobody waits for whom
//! somebody has room.

mod told;
mod works;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use shared::allocation::{self, Strategy, Terms};
use shared::command::Action;
use shared::ids::{MessageId, RuleId, TeamId};
use shared::message;
use shared::permission::{Role, Visibility};
use simulator::Phone;

use crate::world::chance::{chance, full};
use crate::world::database::redis;
use crate::world::program::Program;
use crate::world::tab::Server;
use crate::world::{Agent, Database, Rights, World};
use works::{Work, works};

const AGENTS: usize = 100;
const CUSTOMERS: usize = 20;
/// So often a server ends meanwhile.
const ENDS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_are_one_voice_at_two_or_three_nodes_on_postgres() {
    let mut random = chance();
    let nodes = random.usize(2..4);
    println!("{nodes} nodes");
    let story = |world, programs| crowd(world, programs, random);
    World::tell_of_programs(Database::postgres().await, Some(&redis()), nodes, story).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_are_one_voice_on_sqlite() {
    let story = |world, programs| crowd(world, programs, chance());
    World::tell_of_programs(Database::sqlite().await, None, 1, story).await;
}

async fn crowd(world: World, programs: Vec<Arc<Program>>, mut random: Rng) {
    let teams = [world.team("Sales").await, world.team("Care").await];
    let mut phones = vec![];
    for n in 0..CUSTOMERS {
        let phone = world.customer(&format!("Customer {n}")).await;
        phone.writes("Hello").await;
        phones.push(phone);
    }
    let mut chats = BTreeMap::new();
    for phone in &phones {
        chats.insert(world.conversation(phone).await, phone.clone());
    }
    let agents = everybody(&world, &teams).await;
    shared_out(&agents[0]).await;
    let work = Arc::new(Work::default());
    let acts = if full() { 200 } else { 5 };
    let mut working: Vec<_> = agents
        .iter()
        .map(|agent| tokio::spawn(works(agent.clone(), random.fork(), acts, work.clone())))
        .collect();
    let questions = acts * 5;
    working.push(tokio::spawn(customers(phones, random.fork(), questions)));
    ends(&world, &programs, &agents, (&work, acts * AGENTS), &mut random).await;
    for it in working {
        it.await.unwrap();
    }
    for agent in &agents {
        agent.finds_the_network();
    }
    world.rests().await;
    let again = once_more(&world, &agents[0], &chats).await;
    let sent = work.sent.lock().unwrap().clone();
    let taken = sent.iter().filter(|it| it.taken).count();
    println!("{} answers, {taken} of them taken, {} said once more", sent.len(), again.len());
    let lines = told::lines(&world).await;
    told::each_had_seen_the_one_before(&lines, &sent);
    told::each_arrived_once_and_in_order(&lines, &sent, &again, &chats);
    told::each_note_stands_once(&lines, &work.notes.lock().unwrap());
    told::each_question_stands_once(&lines, questions);
    for agent in &agents {
        told::nothing_of_others(&lines, agent);
    }
    assert!(taken > 0 && taken < sent.len(), "some were taken and some refused: {taken}");
}

/// One server and then another ends, and comes back after a while: killed in the middle of everything, or told to stop as
/// for a new version. Whoever was there waits for it, or goes on at another one.
async fn ends(
    world: &World,
    programs: &[Arc<Program>],
    agents: &[Agent],
    (work, acts): (&Work, usize),
    random: &mut Rng,
) {
    let mut moments: Vec<_> = (0..ENDS).map(|_| random.usize(..acts)).collect();
    moments.sort_unstable();
    for moment in moments {
        work.acts.subscribe().wait_for(|done| *done >= moment).await.unwrap();
        let place = random.usize(..programs.len());
        if random.bool() {
            programs[place].dies().await;
        } else {
            programs[place].stops().await;
        }
        let other = &world.nodes[(place + 1) % programs.len()];
        let here = agents.iter().filter(|it| it.server.address() == programs[place].address);
        for agent in here.filter(|_| random.bool()) {
            agent.moves_to(other);
        }
        pause(random, 300).await;
        programs[place].start().await;
    }
}

/// What nobody knows of has not arrived, or WhatsApp would have told of it by now: it is said once more.
async fn once_more(
    world: &World,
    lead: &Agent,
    chats: &BTreeMap<shared::ids::ConversationId, Phone>,
) -> BTreeSet<MessageId> {
    let unknown = told::unknown(&told::lines(world).await);
    for (chat, id, text) in &unknown {
        let received = chats[chat].received();
        assert!(received.iter().all(|it| it.text() != Some(text)), "{text} has arrived");
        lead.does(Action::Message(*chat, message::Action::Retry { id: *id })).await.unwrap();
    }
    world.rests().await;
    unknown.into_iter().map(|it| it.1).collect()
}

/// Of all kinds, at all nodes.
async fn everybody(world: &World, teams: &[TeamId; 2]) -> Vec<Agent> {
    let mut agents = vec![];
    for n in 0..AGENTS {
        let visibility =
            [Visibility::All, Visibility::All, Visibility::Team, Visibility::Own][n % 4];
        let role = if n % 10 == 0 { Role::Lead } else { Role::Agent };
        let rights = Rights { role, visibility, teams: vec![teams[n % 2]] };
        agents.push(world.agent_with(&format!("Agent {n}"), rights, n % world.nodes.len()).await);
    }
    agents
}

/// What nobody has is given to somebody who has room, whatever else goes on.
async fn shared_out(lead: &Agent) {
    let name = "Everything".to_owned();
    let terms = Terms { name, strategy: Strategy::LeastBusy, ..Terms::default() };
    let add = allocation::Action::Add { id: RuleId::new(lead.now()), terms: Box::new(terms) };
    lead.does(Action::Allocation(add)).await.unwrap();
}

async fn customers(phones: Vec<Phone>, mut random: Rng, messages: usize) {
    for n in 0..messages {
        random.choice(&phones).unwrap().writes(&told::question(n)).await;
        pause(&mut random, 40).await;
    }
}

/// Some time goes by, as between what people do.
async fn pause(random: &mut Rng, most: u64) {
    tokio::time::sleep(Duration::from_millis(random.u64(..most))).await;
}
