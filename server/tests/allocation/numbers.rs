//! How many of one number anybody is given: beside how many they take at all.

use std::collections::BTreeMap;

use shared::allocation::trial::{Sample, WhyNot};
use shared::allocation::{Action, CAPACITY_MAX, Strategy};
use shared::command::Action as AnyAction;
use shared::conversation::{Action as Chat, Conversation, Status};
use shared::ids::{AgentId, NumberId};
use shared::number;
use shared::problem::Code;

use super::drain::{acts, most};
use super::rules::tries;
use super::{adds, all_take, come_to, does, has, lead, load, of_team, to};
use crate::world::{Agent, World};
use crate::{on_both, on_nodes};

/// The number that there is, and another one.
async fn two_numbers(world: &World) -> [NumberId; 2] {
    let second = NumberId(world.clock.ulid());
    let add = number::Action::Add {
        phone_number_id: "222".into(),
        display: "+222".into(),
        name: "Care".into(),
        access_token: "token".into(),
        team: None,
        account: None,
    };
    let ada = world.admin("Ada").await;
    does(&ada, Action::SetWork { agent: ada.id, work: super::none() }).await.unwrap();
    ada.does(AnyAction::Number(second, add)).await.unwrap();
    let other = |it: &NumberId| *it != second;
    let first = ada.look(|state| state.numbers().keys().copied().find(other).unwrap());
    [first, second]
}

async fn at_most<const N: usize>(lea: &Agent, most: [(NumberId, u16); N]) {
    let most = BTreeMap::from(most);
    does(lea, Action::SetNumbers { most }).await.unwrap();
}

/// How many open ones of a number somebody has.
fn of(all: &[Conversation], who: AgentId, number: NumberId) -> usize {
    let open = |it: &&Conversation| it.status == Status::Open && it.number == number;
    all.iter().filter(open).filter(|it| it.assignee == Some(who)).count()
}

/// Everybody closes what they have until nobody waits.
async fn close_all(world: &World, them: &[Agent]) {
    loop {
        world.rests().await;
        let mut all = world.conversations().await;
        all.retain(|it| it.status == Status::Open);
        if all.is_empty() {
            return;
        }
        for it in all {
            if let Some(who) = them.iter().find(|who| Some(who.id) == it.assignee) {
                acts(who, it.id, Chat::Close).await;
            }
        }
    }
}

on_nodes! {
    async fn nodes_never_give_anybody_more_of_a_number_than_anybody_takes(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let [first, second] = two_numbers(&world).await;
        let them = [of_team(&world, "Ana", sales, 0).await, of_team(&world, "Ben", sales, 1).await];
        at_most(&lea, [(first, 2), (second, 3)]).await;
        all_take(&lea, 5).await;
        adds(&lea, to(sales, Strategy::LeastBusy)).await.unwrap();
        let (one, two) = (world.clone(), world.clone());
        let writing = [
            tokio::spawn(async move { one.many_write_to(0, 0..14).await }),
            tokio::spawn(async move { two.many_write_to(1, 14..28).await }),
        ];
        for it in writing {
            it.await.unwrap();
        }
        come_to(&world, "full", |all| them.iter().all(|it| load(all, it.id) == 5 && of(all, it.id, first) == 2)).await;
        close_all(&world, &them).await;
        let (most_of_it, most) = (most(&world, |it| it.number == first).await, most(&world, |_| true).await);
        assert!(them.iter().all(|it| most_of_it[&it.id] == 2 && most[&it.id] == 5), "{most_of_it:?} {most:?}");
    }
}

on_both! {
    async fn of_a_number_nobody_is_given_more_than_was_said_and_of_others_they_are(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let [first, second] = two_numbers(&world).await;
        let ana = of_team(&world, "Ana", sales, 0).await;
        at_most(&lea, [(first, 1)]).await;
        adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        world.many_write_to(0, 0..3).await;
        come_to(&world, "one", |all| load(all, ana.id) == 1).await;
        world.many_write_to(1, 3..5).await;
        come_to(&world, "both of the other number", |all| of(all, ana.id, second) == 2).await;
        world.rests().await;
        let all = world.conversations().await;
        assert_eq!(of(&all, ana.id, first), 1);

        // The trial says why, and that the other number has room.
        let sample = |number| Sample { number, text: "Hello".into(), ad: None, labels: vec![], known: String::new(), language: String::new(), at: None };
        let trial = tries(&lea, &sample(first)).await.unwrap();
        assert_eq!((trial.to, trial.others), (None, vec![(ana.id, WhyNot::FullOfNumber { has: 1, takes: 1 })]));
        assert_eq!(tries(&lea, &sample(second)).await.unwrap().to, Some(ana.id));

        // Who closes one has room for who has waited longest.
        let mut chats: Vec<_> = all.into_iter().filter(|it| it.number == first).collect();
        chats.sort_by_key(|it| it.active_at);
        acts(&ana, chats[0].id, Chat::Close).await;
        has(&world, Some(ana.id), chats[1].id).await;
        world.rests().await;
        has(&world, None, chats[2].id).await;
        // By hand everybody can be given everything.
        acts(&lea, chats[2].id, Chat::Assign { to: Some(ana.id) }).await;
        world.many_write_to(0, 5..6).await;
        world.rests().await;
        assert_eq!(of(&world.conversations().await, ana.id, first), 2);
        // Nothing is said of the number any more.
        does(&lea, Action::SetNumbers { most: BTreeMap::new() }).await.unwrap();
        come_to(&world, "all", |all| of(all, ana.id, first) == 3).await;
    }

    async fn what_nobody_can_take_of_a_number_is_refused(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        let number = lea.look(|state| *state.numbers().keys().next().unwrap());
        for most in [0, CAPACITY_MAX + 1] {
            let most = BTreeMap::from([(number, most)]);
            let problem = does(&lea, Action::SetNumbers { most }).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("numbers")));
            assert!(problem.detail.contains("from 1 to 500"), "{problem}");
        }
        let gone = BTreeMap::from([(NumberId(ulid::Ulid::nil()), 3)]);
        assert_eq!(does(&lea, Action::SetNumbers { most: gone }).await.unwrap_err().code, Code::NotFound);
        let most = BTreeMap::from([(number, 3)]);
        assert_eq!(does(&ana, Action::SetNumbers { most: most.clone() }).await.unwrap_err().code, Code::Forbidden);
        does(&lea, Action::SetNumbers { most: most.clone() }).await.unwrap();
        ana.sees("it", |state| state.allocation().numbers == most).await;
    }
}
