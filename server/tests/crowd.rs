//! A hundred agents at once: they answer, take over, assign, close, note, lose the network and come back, while customers
//! write and servers are replaced. Whatever happens, no customer is answered by somebody who had not seen the answer before,
//! nothing is lost or said twice, nobody hears of what they don't see, and in the end nobody waits for whom somebody has room.

mod told;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use shared::allocation::{self, Strategy, Terms};
use shared::answer::Seen;
use shared::command::{Action, Command};
use shared::conversation::Action as OfConversation;
use shared::ids::{CommandId, ConversationId, MessageId, NoteId, RuleId};
use shared::message;
use shared::note::{self, Audience, Piece};
use shared::permission::{Role, Visibility};
use shared::presence::Doing;
use shared::problem::Code;
use shared::view::View;
use simulator::Phone;

use crate::world::chance::{chance, full};
use crate::world::database::redis;
use crate::world::{Agent, Database, Rights, World};

const AGENTS: usize = 100;
const CUSTOMERS: usize = 20;

/// An answer that somebody sent, and what became of it.
#[derive(Clone, Debug)]
struct Sent {
    id: MessageId,
    text: String,
    /// The version of the conversation that its author had seen or been told of.
    seen: u32,
    taken: bool,
}

type AllSent = Arc<Mutex<Vec<Sent>>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_are_one_voice_at_three_nodes_on_postgres() {
    World::tell(Database::postgres().await, Some(&redis()), 3, crowd).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_are_one_voice_on_sqlite() {
    World::tell(Database::sqlite().await, None, 1, crowd).await;
}

async fn crowd(world: World) {
    let mut random = chance();
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
    let sent = AllSent::default();
    let acts = if full() { 200 } else { 10 };
    let mut working: Vec<_> = agents
        .iter()
        .map(|agent| tokio::spawn(works(agent.clone(), random.fork(), acts, sent.clone())))
        .collect();
    working.push(tokio::spawn(customers(phones, random.fork(), acts * 5)));
    // One after the other they get a new version, but for the one that WhatsApp knows.
    for place in 1..world.nodes.len() {
        pause(&mut random, 2_000).await;
        let here = agents.iter().enumerate().filter(|(n, _)| n % world.nodes.len() == place);
        world.deploys(place, here.map(|it| it.1)).await;
    }
    for it in working {
        it.await.unwrap();
    }
    for agent in &agents {
        agent.finds_the_network();
    }
    world.rests().await;
    let sent = sent.lock().unwrap().clone();
    let taken = sent.iter().filter(|it| it.taken).count();
    println!("{} answers, {taken} of them taken", sent.len());
    let lines = told::lines(&world).await;
    told::each_had_seen_the_one_before(&lines, &sent);
    told::each_arrived_once_and_in_order(&lines, &sent, &chats);
    for agent in &agents {
        told::nothing_of_others(&lines, agent);
    }
    assert!(taken > 0 && taken < sent.len(), "some were taken and some refused: {taken}");
}

/// Of all kinds, at all nodes.
async fn everybody(world: &World, teams: &[shared::ids::TeamId; 2]) -> Vec<Agent> {
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
        random.choice(&phones).unwrap().writes(&format!("Question {n}")).await;
        pause(&mut random, 40).await;
    }
}

/// Some time goes by, as between what people do.
async fn pause(random: &mut Rng, most: u64) {
    tokio::time::sleep(Duration::from_millis(random.u64(..most))).await;
}

async fn works(agent: Agent, mut random: Rng, acts: usize, sent: AllSent) {
    for n in 0..acts {
        let there: Vec<_> = agent.look(|it| it.list(&View::All).unwrap().ids().collect());
        let Some(chat) = random.choice(there) else {
            pause(&mut random, 100).await;
            continue;
        };
        let of = |action| Action::Conversation(chat, action);
        let action = match random.u32(..100) {
            0..50 => {
                answers(&agent, &mut random, chat, n, &sent).await;
                continue;
            }
            50..60 => {
                agent.is(Some(chat), Doing::Viewing, false);
                continue;
            }
            60..65 => {
                agent.loses_the_network();
                pause(&mut random, 60).await;
                agent.finds_the_network();
                continue;
            }
            65..75 => of(OfConversation::Assign { to: random.bool().then_some(agent.id) }),
            75..82 => of(OfConversation::TakeOver { tab: agent.here.tab }),
            82..87 => of(OfConversation::Close),
            87..92 => of(OfConversation::Reopen),
            _ => {
                let pieces = vec![Piece::Text(format!("A note of {}", agent.name))];
                let id =
                    NoteId(ulid::Ulid::from_parts(agent.now().0.unsigned_abs(), random.u128(..)));
                let add =
                    note::Action::Add { id, pieces, files: vec![], audience: Audience::Everyone };
                Action::Note(chat, add)
            }
        };
        let done = agent.does(action).await;
        // What was there to be seen may be gone, or be so already.
        let fits = |code| matches!(code, Code::NotFound | Code::Conflict | Code::Forbidden);
        if let Err(problem) = done {
            assert!(fits(problem.code), "{}: {problem:?}", agent.name);
        }
        pause(&mut random, 30).await;
    }
    agent.is(None, Doing::Viewing, false);
}

/// Looks, types for a while, and answers; whoever is told that somebody else has answered now and then answers all the same.
async fn answers(agent: &Agent, random: &mut Rng, chat: ConversationId, n: usize, sent: &AllSent) {
    if !agent.opens(chat).await {
        return;
    }
    let version = agent.look(|state| state.conversation(chat).map_or(0, |it| it.version));
    agent.is(Some(chat), Doing::Replying, true);
    pause(random, 60).await;
    let fence = agent.here.fence(chat);
    let mut seen = Seen { version, own: vec![], fence };
    for again in 0..4 {
        let id = MessageId::new(agent.now());
        let text = format!("{} says {n}.{again}", agent.name);
        let send = message::Action::Send { id, text: text.clone(), reply_to: None };
        let command = Command {
            id: CommandId::new(agent.now()),
            action: Action::Message(chat, send),
            seen: Some(seen.clone()),
        };
        let outcome = if random.u32(..8) == 0 {
            // Nobody knows whether it was heard, and it is said once more.
            let (first, second) = tokio::join!(agent.commands(&command), agent.commands(&command));
            first.and(second)
        } else {
            agent.commands(&command).await
        };
        let taken = outcome.is_ok();
        sent.lock().unwrap().push(Sent { id, text, seen: seen.version, taken });
        match outcome {
            Ok(_) => return,
            Err(problem) if problem.code == Code::Answered => {
                if random.bool() {
                    return;
                }
                let version = problem.meanwhile.unwrap().version;
                seen = Seen { version, own: vec![], fence: None };
            }
            Err(problem) => {
                assert_eq!(problem.code, Code::NotFound, "{}: {problem:?}", agent.name);
                return;
            }
        }
    }
}
