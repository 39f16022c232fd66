//! Who waits is given to whoever has room, at once, and never more than they take.

use std::collections::HashMap;

use shared::allocation::{Action, Strategy, Terms};
use shared::command::Action as AnyAction;
use shared::conversation::{Action as Chat, Conversation, Fact, Snooze, Status};
use shared::event::{Actor, Entity, Fact as AnyFact, Seq};
use shared::ids::{AgentId, ConversationId};

use super::{adds, all_take, chat, come_to, does, has, lead, load, of_team, takes, to};
use crate::world::{Agent, World};
use crate::{on_both, on_nodes};

pub(super) async fn acts(who: &Agent, chat: ConversationId, action: Chat) {
    who.does(AnyAction::Conversation(chat, action)).await.unwrap();
}

/// The most open ones of a kind that each had at any time, as the log tells.
pub(super) async fn most(
    world: &World,
    kind: impl Fn(&Conversation) -> bool,
) -> HashMap<AgentId, usize> {
    let lines = world.app().store.read(|conn| server::store::log::after(conn, Seq(0), 100_000));
    let (mut holds, mut most) = (HashMap::<ConversationId, AgentId>::new(), HashMap::new());
    for change in lines.await.unwrap().into_iter().flat_map(|line| line.body.changes) {
        let Some(Entity::Conversation(it)) = change.after else { continue };
        match it.assignee.filter(|_| it.status == Status::Open && kind(&it)) {
            Some(who) => holds.insert(it.id, who),
            None => holds.remove(&it.id),
        };
        for who in holds.values() {
            let now = holds.values().filter(|it| *it == who).count();
            let known = most.entry(*who).or_insert(0);
            *known = now.max(*known);
        }
    }
    most
}

on_nodes! {
    async fn two_nodes_never_give_anybody_more_than_they_take(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        all_take(&lea, 3).await;
        let mut them = vec![];
        for (place, name) in ["Ana", "Ben", "Cem", "Dan"].into_iter().enumerate() {
            them.push(of_team(&world, name, sales, place % 2).await);
        }
        adds(&lea, to(sales, Strategy::LeastBusy)).await.unwrap();
        let mut customers = vec![];
        for n in 0..24 {
            customers.push(world.customer(&format!("Customer {n}")).await);
        }
        let writing = customers.into_iter().map(|it| tokio::spawn(async move { it.writes("Hello").await }));
        for it in writing.collect::<Vec<_>>() {
            it.await.unwrap();
        }
        come_to(&world, "full", |all| them.iter().all(|it| load(all, it.id) == 3)).await;
        // Each closes all that they have, again and again, until nobody waits.
        while world.conversations().await.iter().any(|it| it.status == Status::Open) {
            let mine = world.conversations().await.into_iter().filter(|it| it.status == Status::Open);
            let closing = mine.filter_map(|it| {
                let who = them.iter().find(|who| Some(who.id) == it.assignee)?.clone();
                Some(tokio::spawn(async move { acts(&who, it.id, Chat::Close).await }))
            });
            for it in closing.collect::<Vec<_>>() {
                it.await.unwrap();
            }
        }
        world.rests().await;
        let most = most(&world, |_| true).await;
        assert!(them.iter().all(|it| most[&it.id] == 3), "{most:?}");
    }
}

on_both! {
    async fn they_take_turns_and_the_thread_says_by_which_rule(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let (ana, ben) = (of_team(&world, "Ana", sales, 0).await, of_team(&world, "Ben", sales, 0).await);
        let first = chat(&world, "Sam", "Hello").await;
        world.rests().await;
        has(&world, None, first).await;
        let rule = adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        come_to(&world, "given", |all| all.iter().all(|it| it.assignee.is_some() && it.team == Some(sales))).await;
        for n in 0..5 {
            chat(&world, &format!("Customer {n}"), "Hello").await;
        }
        come_to(&world, "shared", |all| load(all, ana.id) == 3 && load(all, ben.id) == 3).await;
        lea.opens(first).await;
        let told = lea.look(|state| {
            let all = state.thread(first).unwrap().activities().cloned();
            all.collect::<Vec<_>>()
        });
        let [line] = &told[..] else { panic!("{told:?}") };
        assert_eq!(line.by, Actor::System);
        let Fact::Given { from: None, to: Some(to), team: Some(team), rule: by } = line.fact else { panic!("{line:?}") };
        assert!([ana.id, ben.id].contains(&to) && team == sales && by == rule);
    }

    async fn whatever_makes_room_lets_the_one_in_who_waits_longest(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        all_take(&lea, 1).await;
        adds(&lea, to(sales, Strategy::LeastBusy)).await.unwrap();
        let mut chats = vec![];
        let now = world.clock.now().seconds();
        for n in 0..7 {
            let customer = world.customer(&format!("Customer {n}")).await;
            world.whatsapp.set_time(Some(now + n));
            customer.writes("Hello").await;
            chats.push(world.conversation(&customer).await);
            has(&world, Some(ana.id), chats[0]).await;
        }
        world.whatsapp.set_time(None);
        acts(&ana, chats[0], Chat::Close).await;
        has(&world, Some(ana.id), chats[1]).await;
        acts(&ana, chats[1], Chat::Snooze { until: Snooze::Reply }).await;
        has(&world, Some(ana.id), chats[2]).await;
        acts(&lea, chats[2], Chat::Delete).await;
        has(&world, Some(ana.id), chats[3]).await;
        acts(&lea, chats[3], Chat::Assign { to: Some(lea.id) }).await;
        has(&world, Some(ana.id), chats[4]).await;
        takes(&lea, ana.id, 2).await;
        has(&world, Some(ana.id), chats[5]).await;
        world.rests().await;
        has(&world, None, chats[6]).await;
        // What she takes by hand counts too: closing one of three makes no room for two.
        acts(&ana, chats[6], Chat::Assign { to: Some(ana.id) }).await;
        acts(&ana, chats[4], Chat::Close).await;
        let last = chat(&world, "Late", "Hello").await;
        world.rests().await;
        has(&world, None, last).await;
        acts(&ana, chats[5], Chat::Close).await;
        has(&world, Some(ana.id), last).await;
    }

    async fn what_somebody_gives_back_goes_to_another_and_never_back_to_them(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        let it = chat(&world, "Sam", "Hello").await;
        has(&world, Some(ana.id), it).await;
        acts(&ana, it, Chat::Assign { to: None }).await;
        world.rests().await;
        has(&world, None, it).await;
        let ben = of_team(&world, "Ben", sales, 0).await;
        has(&world, Some(ben.id), it).await;
        // By hand everybody can be given everything.
        acts(&lea, it, Chat::Assign { to: Some(ana.id) }).await;
        world.rests().await;
        has(&world, Some(ana.id), it).await;
    }

    async fn who_writes_again_comes_back_to_who_answered_them(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        let rule = adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let it = world.conversation(&sam).await;
        has(&world, Some(ana.id), it).await;
        acts(&ana, it, Chat::Close).await;
        let ben = of_team(&world, "Ben", sales, 0).await;
        sam.writes("And another thing").await;
        come_to(&world, "open again", |all| all.iter().any(|it| it.status == Status::Open)).await;
        world.rests().await;
        has(&world, Some(ana.id), it).await;
        // A rule that is not sticky gives it to whose turn it is.
        acts(&ana, it, Chat::Close).await;
        let terms = Terms { sticky: false, ..to(sales, Strategy::RoundRobin) };
        does(&lea, Action::Change { id: rule, terms: Box::new(terms) }).await.unwrap();
        sam.writes("And one more").await;
        has(&world, Some(ben.id), it).await;
        world.rests().await;
        let facts = server::store::log::after;
        let lines = world.app().store.read(move |conn| facts(conn, Seq(0), 10_000)).await.unwrap();
        let given = lines.iter().filter(|it| matches!(it.body.fact, AnyFact::Conversation(Fact::Given { .. })));
        assert_eq!(given.count(), 2, "it went back and forth no more than that");
    }

    async fn what_was_moved_by_hand_stays_with_its_team(world: World) {
        let (sales, support) = (world.team("Sales").await, world.team("Support").await);
        let lea = lead(&world).await;
        let ana = of_team(&world, "Ana", sales, 0).await;
        adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        let it = chat(&world, "Sam", "Hello").await;
        has(&world, Some(ana.id), it).await;
        acts(&ana, it, Chat::Transfer { to: Some(support) }).await;
        world.rests().await;
        has(&world, None, it).await;
        let ben = of_team(&world, "Ben", support, 0).await;
        has(&world, Some(ben.id), it).await;
        come_to(&world, "of Support", |all| all.iter().all(|it| it.team == Some(support))).await;
    }
}
