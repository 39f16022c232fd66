//! Who is in a call: for colleagues to see, and for what waits.

use shared::allocation::{Action as Rules, Strategy, Terms, Work};
use shared::ids::RuleId;
use shared::permission::{Role, Visibility};

use super::*;
use crate::on_both;
use crate::world::Rights;

async fn says(lea: &Agent, action: Rules) {
    lea.does(Wish::Allocation(action)).await.unwrap();
}

async fn in_call(lea: &Agent, who: &Agent, on: bool) {
    let is = |state: &shared::state::State| {
        state.agents().get(&who.id).is_some_and(|it| it.in_call.is_some() == on)
    };
    lea.sees(if on { "them in a call" } else { "them in no call" }, is).await;
}

async fn has(world: &World, at: ConversationId, who: &Agent) {
    let theirs = async || {
        let all = world.conversations().await;
        all.iter().any(|it| it.id == at && it.assignee == Some(who.id)).then_some(())
    };
    assert!(eventually(theirs).await.is_some(), "{} never has {at}", who.id);
}

on_both! {
    async fn who_is_in_a_call_is_seen_to_be_and_given_no_more_than_was_said(world: World) {
        let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
        let lea = world.agent_with("Lea", rights, 0).await;
        let ana = world.agent("Ana").await;
        let none = Work { capacity: Some(0), ..Work::default() };
        says(&lea, Rules::SetWork { agent: lea.id, work: none }).await;
        says(&lea, Rules::SetCapacity { capacity: 5, in_call: Some(1) }).await;
        let terms = Terms { name: "All".into(), strategy: Strategy::RoundRobin, ..Terms::default() };
        says(&lea, Rules::Add { id: RuleId::new(lea.now()), terms: Box::new(terms) }).await;
        let (sam, at) = known(&world).await;
        has(&world, at, &ana).await;

        sam.calls().await;
        let call = comes(&ana, at).await;
        in_call(&lea, &ana, false).await;
        let _voice = join(&ana, at, call.id, false).await.unwrap();
        in_call(&lea, &ana, true).await;
        let mina = world.customer("Mina").await;
        mina.writes("Is anybody there?").await;
        let waits = world.conversation(&mina).await;
        let tom = world.customer("Tom").await;
        tom.writes("Hello").await;
        world.conversation(&tom).await;
        let all = world.conversations().await;
        assert!(all.iter().all(|it| it.id == at || it.assignee.is_none()), "one is what she takes in a call");

        wants(&ana, at, Action::HangUp { call: call.id }).await.unwrap();
        in_call(&lea, &ana, false).await;
        has(&world, waits, &ana).await;
    }

    async fn who_calls_is_in_a_call_before_anybody_answers(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        sam.allows_calls(true);
        let id = CallId::new(ana.now());
        let _voice = join(&ana, at, id, true).await.unwrap();
        in_call(&bo, &ana, true).await;
        wants(&ana, at, Action::HangUp { call: id }).await.unwrap();
        in_call(&bo, &ana, false).await;
    }
}
