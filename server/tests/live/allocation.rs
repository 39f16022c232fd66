//! Thousands wait and everybody has as many as they take. From the moment when somebody closes one, or comes online with
//! room for one, to the moment when their tab shows whom they were given.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use shared::agent;
use shared::allocation::{Action as Allocation, Strategy, Terms, Work};
use shared::availability::{Availability, Why};
use shared::command::Action;
use shared::conversation;
use shared::ids::{ConversationId, RuleId};
use shared::permission::{Role, Visibility};
use shared::state::List;
use shared::view::View;
use tokio::task::JoinSet;

use super::world::{Agent, Rights, World};
use super::{GIVEN, figure, percentile};

/// So many wait at least, all the time.
const WAIT: usize = 5_000;
const PEOPLE: usize = 20;
const TAKES: u16 = 5;
const ROUNDS: usize = 40;
/// Rounds in which all make room at once.
const AT_ONCE: usize = 5;
/// So many write in one transaction.
const BATCH: usize = 200;

pub async fn measure(world: &World) {
    let team = world.team("Sales").await;
    let lea = world.admin("Lea").await;
    let mut people = vec![];
    for n in 0..PEOPLE {
        let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![team] };
        let node = n % world.nodes.len();
        people.push(world.agent_with(&format!("Agent {n}"), rights, node).await);
    }
    let all = WAIT + PEOPLE * usize::from(TAKES) + 2 * ROUNDS + AT_ONCE * PEOPLE;
    for from in (0..all).step_by(BATCH) {
        world.many_write(from..(from + BATCH).min(all)).await;
    }
    let strategy = Strategy::LeastBusy;
    let terms = Terms { name: "Sales".into(), team: Some(team), strategy, ..Terms::default() };
    let none = Work { capacity: Some(0), ..Work::default() };
    for action in [
        Allocation::SetWork { agent: lea.id, work: none },
        Allocation::SetCapacity { capacity: TAKES, in_call: None },
        Allocation::Add { id: RuleId::new(lea.now()), terms: Box::new(terms) },
    ] {
        lea.does(Action::Allocation(action)).await.unwrap();
    }
    world.rests().await;

    let (mut closes, mut comes, mut at_once) = (vec![], vec![], vec![]);
    for n in 0..ROUNDS {
        closes.push(closes_one(&people[n % PEOPLE]).await);
        world.rests().await;
    }
    for n in 0..ROUNDS {
        comes.push(comes_online(&people[n % PEOPLE]).await);
        world.rests().await;
    }
    for _ in 0..AT_ONCE {
        let mut closing = JoinSet::new();
        for agent in people.clone() {
            closing.spawn(async move { closes_one(&agent).await });
        }
        at_once.extend(closing.join_all().await);
        world.rests().await;
    }
    for (what, mut values) in [
        ("closes one and is given another", closes),
        ("comes online and is given one", comes),
        ("20 close one at once", at_once),
    ] {
        figure(&format!("{what}, {WAIT} wait, p50"), percentile(&mut values, 0.5), GIVEN);
        figure(&format!("{what}, {WAIT} wait, p99"), percentile(&mut values, 0.99), GIVEN);
    }
}

fn has(agent: &Agent) -> BTreeSet<ConversationId> {
    agent.look(|state| state.list(&View::Mine).into_iter().flat_map(List::ids).collect())
}

async fn closes_one(agent: &Agent) -> Duration {
    let before = has(agent);
    let one = *before.first().expect("they have some");
    let begun = Instant::now();
    agent.does(Action::Conversation(one, conversation::Action::Close)).await.unwrap();
    is_given(agent, &before).await;
    begun.elapsed()
}

async fn comes_online(agent: &Agent) -> Duration {
    let is = async |to| {
        agent.does(Action::Agent(agent.id, agent::Action::SetAvailability { to })).await.unwrap();
    };
    is(Availability::Away { why: Why::Lunch }).await;
    let before = has(agent);
    let one = *before.first().expect("they have some");
    agent.does(Action::Conversation(one, conversation::Action::Close)).await.unwrap();
    let begun = Instant::now();
    is(Availability::Online).await;
    is_given(agent, &before).await;
    begun.elapsed()
}

async fn is_given(agent: &Agent, before: &BTreeSet<ConversationId>) {
    let given = |state: &shared::state::State| {
        let now = state.list(&View::Mine).into_iter().flat_map(List::ids);
        now.into_iter().any(|it| !before.contains(&it))
    };
    agent.sees("whom they were given", given).await;
}
