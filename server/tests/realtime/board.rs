//! What a supervisor watches is what the rows say, soon after anything happened; of what they don't see it says nothing.

use std::collections::BTreeMap;

use shared::board::{Load, Place, Sum};
use shared::conversation::{Conversation, Status};
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::presence::Doing;
use shared::problem::Code;
use shared::protocol::ClientFrame;
use shared::time::{Millis, Timestamp};

use super::history::History;
use crate::world::chance::chance;
use crate::world::{Agent, Rights, World};
use crate::{on_both, on_nodes};

fn lead(visibility: Visibility, teams: &[shared::ids::TeamId]) -> Rights {
    Rights { role: Role::Lead, visibility, teams: teams.to_vec() }
}

/// The same, from the rows.
fn meant(
    all: &[Conversation],
    since: Timestamp,
    sees: impl Fn(&Conversation) -> bool,
) -> Vec<Load> {
    let mut loads: BTreeMap<_, Sum> = BTreeMap::new();
    let open = |it: &&Conversation| it.status == Status::Open && it.deleted.is_none();
    for it in all.iter().filter(open).filter(|it| sees(it)) {
        let sum = loads.entry((it.team, it.assignee)).or_default();
        sum.open += 1;
        sum.waiting += u64::from(it.waiting_since.is_some());
        sum.late += u64::from(it.waiting_since.is_some_and(|at| at <= since));
        sum.oldest = [sum.oldest, it.waiting_since].into_iter().flatten().min();
    }
    let loads = loads.into_iter().map(|((team, assignee), sum)| Load { team, assignee, sum });
    loads.collect()
}

/// Whether it is theirs, or they follow it.
fn has(it: &Conversation, who: &Agent) -> bool {
    it.assignee == Some(who.id) || it.followers.contains(&who.id)
}

async fn sees_board(agent: &Agent, what: &str, like: impl Fn(&[Load], &[Place]) -> bool) {
    let shown = |it: shared::board::Board| like(&it.loads, &it.places);
    agent.sees(what, |_| agent.here.board().is_some_and(shown)).await;
}

async fn chat_of(world: &World, name: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes("Hello").await;
    world.conversation(&customer).await
}

on_both! {
    async fn the_board_is_what_the_rows_say_whatever_happened(world: World) {
        let mut random = chance();
        let teams = vec![world.team("Sales").await, world.team("Care").await];
        let agents = [
            world.admin("Ada").await,
            world.agent_with("Lea", lead(Visibility::Team, &teams[..1]), 0).await,
            world.agent_with("Luc", lead(Visibility::Own, &[]), 0).await,
        ];
        for agent in &agents {
            agent.watches_board(0);
        }
        let ids = agents.iter().map(|it| it.id).collect();
        let mut history = History::begin(&world, random.fork(), (ids, vec![]), teams.clone(), 12).await;
        for events in [150, 300] {
            while history.goes_on(5).await.0 < events {}
            world.rests().await;
            let all = world.conversations().await;
            let until = world.app().clock.now();
            for (agent, sees) in agents.iter().zip([
                &(|_: &Conversation| true) as &dyn Fn(&Conversation) -> bool,
                &|it| it.team.is_none_or(|it| it == teams[0]) || has(it, &agents[1]),
                &|it| has(it, &agents[2]),
            ]) {
                // With a limit of nothing everybody who waits is late.
                let meant = meant(&all, until, sees);
                sees_board(agent, &format!("{meant:?}"), |loads, _| loads == meant).await;
            }
        }
    }

    async fn who_waits_becomes_late_by_time_alone(world: World) {
        let start = world.clock.now();
        world.set_time(start);
        let ada = world.admin("Ada").await;
        let ana = world.agent("Ana").await;
        chat_of(&world, "Sam").await;
        let rosas = chat_of(&world, "Rosa").await;
        ana.assigns(rosas, Some(ana.id)).await.unwrap();
        ada.watches_board(15);
        let waits = |late| move |loads: &[Load], _: &[Place]| {
            let hers = loads.iter().find(|it| it.assignee == Some(ana.id));
            let nobodys = loads.iter().find(|it| it.assignee.is_none());
            loads.len() == 2 && [hers, nobodys].into_iter().all(|it| {
                it.is_some_and(|it| (it.sum.open, it.sum.waiting, it.sum.late) == (1, 1, late))
            })
        };
        sees_board(&ada, "that two wait", waits(0)).await;
        world.set_time(start + Millis::minutes(16));
        sees_board(&ada, "that they wait too long", waits(1)).await;
        ana.writes(rosas, "Hello Rosa").await.unwrap();
        sees_board(&ada, "that one was answered", |loads, _| {
            loads.iter().map(|it| it.sum.waiting).sum::<u64>() == 1
        }).await;
    }

    async fn who_may_not_watch_is_told_so(world: World) {
        let ana = world.agent("Ana").await;
        ana.frame(ClientFrame::Board { limit: None });
        ana.watches_board(15);
        assert_eq!(ana.is_refused().await.code, Code::Forbidden);
        assert_eq!(ana.here.board(), None);
    }
}

on_nodes! {
    async fn where_people_are_is_told_to_who_sees_the_place(world: World) {
        let ana = world.agent("Ana").await;
        let ada = world.agent_with("Ada", lead(Visibility::All, &[]), 1).await;
        let luc = world.agent_with("Luc", lead(Visibility::Own, &[]), 1).await;
        let sams = chat_of(&world, "Sam").await;
        for agent in [&ada, &luc] {
            agent.watches_board(15);
            sees_board(agent, "a board", |_, _| true).await;
        }
        ana.opens(sams).await;
        ana.is(Some(sams), Doing::Viewing, false);
        sees_board(&ada, "where Ana is", |_, places| {
            places == [Place { id: sams, name: "Sam".into() }]
        }).await;
        // Luc sees something else of the same moment, and not that.
        ada.assigns(sams, Some(luc.id)).await.unwrap();
        sees_board(&luc, "what is his", |loads, _| loads.len() == 1).await;
        ada.assigns(sams, None).await.unwrap();
        sees_board(&luc, "that it is not any more", |loads, places| {
            loads.is_empty() && places.is_empty()
        }).await;
    }
}
