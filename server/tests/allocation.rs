//! Automatic allocation: rules, and what becomes of who waits.

mod drain;
mod hook;
mod many;
mod numbers;
mod rules;
mod times;

use shared::allocation::{Action, Strategy, Terms, Work};
use shared::command::Action as AnyAction;
use shared::conversation::{Conversation, Status};
use shared::ids::{AgentId, ConversationId, RuleId, TeamId};
use shared::permission::{Role, Visibility};
use shared::problem::Problem;

use crate::world::{Agent, Rights, World, eventually};

/// Somebody who sets up rules, and is given nothing.
async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    let lea = world.agent_with("Lea", rights, 0).await;
    takes(&lea, lea.id, 0).await;
    lea
}

/// Somebody of a team, who sees what is theirs.
async fn of_team(world: &World, name: &str, team: TeamId, node: usize) -> Agent {
    let rights = Rights { role: Role::Agent, visibility: Visibility::Team, teams: vec![team] };
    world.agent_with(name, rights, node).await
}

async fn does(who: &Agent, action: Action) -> Result<(), Problem> {
    who.does(AnyAction::Allocation(action)).await.map(drop)
}

/// Somebody takes so many.
async fn takes(lea: &Agent, agent: AgentId, capacity: u16) {
    let work = Work { capacity: Some(capacity), ..Work::default() };
    does(lea, Action::SetWork { agent, work }).await.unwrap();
}

/// They are given nothing.
fn none() -> Work {
    Work { capacity: Some(0), ..Work::default() }
}

/// Everyone takes so many.
async fn all_take(lea: &Agent, capacity: u16) {
    does(lea, Action::SetCapacity { capacity, in_call: None }).await.unwrap();
}

async fn adds(lea: &Agent, terms: Terms) -> Result<RuleId, Problem> {
    let id = RuleId::new(lea.now());
    does(lea, Action::Add { id, terms: Box::new(terms) }).await.map(|()| id)
}

/// A rule for everything.
fn to(team: TeamId, strategy: Strategy) -> Terms {
    Terms { name: "Sales".into(), team: Some(team), strategy, sticky: true, ..Terms::default() }
}

/// Waits until all conversations are so.
async fn come_to(world: &World, what: &str, are: impl Fn(&[Conversation]) -> bool) {
    let found = eventually(async || are(&world.conversations().await).then_some(())).await;
    assert!(found.is_some(), "never {what}: {:#?}", world.conversations().await);
}

/// Waits until somebody has this one.
async fn has(world: &World, who: Option<AgentId>, chat: ConversationId) {
    let what = format!("{chat} of {who:?}");
    come_to(world, &what, |all| all.iter().any(|it| it.id == chat && it.assignee == who)).await;
}

/// How many open ones somebody has.
fn load(all: &[Conversation], who: AgentId) -> usize {
    all.iter().filter(|it| it.status == Status::Open && it.assignee == Some(who)).count()
}

/// A customer writes.
async fn chat(world: &World, name: &str, text: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes(text).await;
    world.conversation(&customer).await
}
