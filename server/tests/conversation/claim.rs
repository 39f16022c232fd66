//! What is nobody's is taken by one, and everybody else is told by whom.

use futures_util::future::join_all;
use shared::command::Action;
use shared::conversation::{self, Fact};
use shared::event::Actor;
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};

use crate::world::{Agent, Rights, World};
use crate::{on_both, on_nodes};

const AGENTS: usize = 20;

async fn claims(agent: &Agent, chat: ConversationId) -> Result<(), Problem> {
    agent.does(Action::Conversation(chat, conversation::Action::Claim)).await.map(drop)
}

/// Twenty want it at the same moment, over all nodes.
async fn one_of_twenty_gets_it(world: World) {
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    let mut agents = vec![];
    for n in 0..AGENTS {
        let rights = Rights { role: Role::Agent, visibility: Visibility::Team, teams: vec![] };
        agents.push(world.agent_with(&format!("Agent {n}"), rights, n % world.nodes.len()).await);
    }
    let outcomes = join_all(agents.iter().map(|agent| claims(agent, chat))).await;
    let won: Vec<_> =
        agents.iter().zip(&outcomes).filter(|(_, it)| it.is_ok()).map(|(agent, _)| agent).collect();
    assert_eq!(won.len(), 1, "{outcomes:?}");
    let (winner, name) = (won[0].id, &won[0].name);
    for problem in outcomes.into_iter().filter_map(Result::err) {
        assert_eq!(problem.code, Code::Taken, "{problem:?}");
        let told = format!("{name} took it ");
        assert!(problem.detail.starts_with(&told), "{} is not {told}", problem.detail);
        let change = &problem.changed.unwrap().changes[0];
        assert_eq!(change.by, Actor::Agent(winner));
        assert_eq!(change.fact, Fact::Assigned { from: None, to: Some(winner) });
    }
    for agent in &agents {
        agent
            .sees("whose it is", |state| {
                state.conversation(chat).is_none_or(|it| it.assignee == Some(winner))
            })
            .await;
    }
    // Whose it is takes it again, and nothing happens.
    let version = world.conversations().await[0].version;
    claims(won[0], chat).await.unwrap();
    assert_eq!(world.conversations().await[0].version, version);
}

on_both! {
    async fn of_twenty_who_want_it_at_once_one_gets_it(world: World) {
        one_of_twenty_gets_it(world).await;
    }

    async fn who_was_given_it_by_somebody_else_is_told_as_given(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let cleo = world.agent("Cleo").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.assigns(chat, Some(ben.id)).await.unwrap();
        let problem = claims(&cleo, chat).await.unwrap_err();
        assert!(problem.detail.starts_with("Ana gave it to Ben "), "{}", problem.detail);
        ben.assigns(chat, None).await.unwrap();
        claims(&cleo, chat).await.unwrap();
    }
}

on_nodes! {
    async fn of_twenty_at_two_nodes_one_gets_it(world: World) {
        one_of_twenty_gets_it(world).await;
    }
}
