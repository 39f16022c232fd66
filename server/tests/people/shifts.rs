//! When people work: what follows when their hours begin and end, at the moment and once.

use server::features::allocation::rows;
use server::store::log;
use shared::agent::{Action as AgentAction, Fact};
use shared::allocation::{Action as Rules, Hours, Span, Strategy, Terms, Work};
use shared::availability::{Availability, Why};
use shared::command::Action;
use shared::conversation::Action as Chat;
use shared::event::{Fact as AnyFact, Seq};
use shared::ids::{AgentId, ConversationId, RuleId};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::shift::Turn;
use shared::time::Timestamp;

use super::availability::{all_tell, chooses, is, logs_out};
use crate::world::{Agent, Rights, World, eventually};
use crate::{on_both, on_nodes};

/// On a Monday in January at half past eight in Berlin.
const EARLY: Timestamp = Timestamp(1_799_652_600_000);

const fn after(minutes: i64) -> Timestamp {
    Timestamp(EARLY.0 + minutes * 60_000)
}

/// In Berlin, by the hours of days: Monday is 0.
pub(super) fn hours(parts: &[(u8, u16, u16)]) -> Hours {
    let week = parts.iter().map(|&(day, from, to)| Span { day, from: from * 60, to: to * 60 });
    Hours { zone: "Europe/Berlin".into(), week: week.collect(), ..Hours::default() }
}

pub(super) async fn works(who: &Agent, of: AgentId, hours: Option<Hours>) -> Result<(), Problem> {
    who.does(Action::Agent(of, AgentAction::SetHours { hours })).await.map(drop)
}

/// Somebody who leads and is given nothing; all others take turns, and what waits goes on from who is gone.
async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    let lea = world.agent_with("Lea", rights, 0).await;
    let work = Work { capacity: Some(0), ..Work::default() };
    lea.does(Action::Allocation(Rules::SetWork { agent: lea.id, work })).await.unwrap();
    let strategy = Strategy::RoundRobin;
    let terms = Terms { name: "All".into(), strategy, leaves: true, ..Terms::default() };
    let id = RuleId::new(lea.now());
    lea.does(Action::Allocation(Rules::Add { id, terms: Box::new(terms) })).await.unwrap();
    lea
}

async fn chat(world: &World, name: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes("Hello").await;
    world.conversation(&customer).await
}

async fn has(world: &World, who: Option<AgentId>, chat: ConversationId) {
    let theirs = async || {
        let all = world.conversations().await;
        all.iter().any(|it| it.id == chat && it.assignee == who).then_some(())
    };
    assert!(
        eventually(theirs).await.is_some(),
        "never of {who:?}: {:#?}",
        world.conversations().await
    );
}

/// It is so late now, and everything that follows from that has been done.
async fn time_is(world: &World, now: Timestamp) {
    world.set_time(now);
    all_tell(world).await;
    world.rests().await;
}

/// How often hours have begun, and ended.
async fn turned(world: &World) -> (usize, usize) {
    let lines = world.app().store.read(|conn| log::after(conn, Seq(0), 10_000)).await.unwrap();
    let many = |fact: Fact| {
        let fact = AnyFact::Agent(fact);
        lines.iter().filter(|it| it.body.fact == fact).count()
    };
    (many(Fact::ShiftBegan), many(Fact::ShiftEnded))
}

on_both! {
    async fn what_waits_for_somebody_goes_on_two_minutes_after_their_shift_and_not_before(world: World) {
        world.set_time(EARLY);
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        works(&ana, ana.id, Some(hours(&[(0, 8, 9), (1, 8, 9)]))).await.unwrap();
        let (waits, answered) = (chat(&world, "Sam").await, chat(&world, "Tim").await);
        has(&world, Some(ana.id), waits).await;
        has(&world, Some(ana.id), answered).await;
        ana.writes(answered, "Hi").await.unwrap();
        let ben = world.agent("Ben").await;
        time_is(&world, after(29)).await;
        is(&ben, ana.id, &Availability::Online).await;
        time_is(&world, after(30)).await;
        is(&ben, ana.id, &Availability::OVER).await;
        // Whoever writes now finds another.
        let new = chat(&world, "Uma").await;
        has(&world, Some(ben.id), new).await;
        world.set_time(Timestamp(after(32).0 - 1));
        world.rests().await;
        has(&world, Some(ana.id), waits).await;
        world.set_time(after(32));
        has(&world, Some(ben.id), waits).await;
        world.rests().await;
        has(&world, Some(ana.id), answered).await;
        assert_eq!(turned(&world).await, (0, 1));
        let shares = world.app().store.read(|conn| rows::shares(conn, Timestamp(0))).await.unwrap();
        assert_eq!((shares.get(&ana.id), shares.get(&ben.id)), (Some(&1), Some(&2)));
        // Her tab was open all night.
        time_is(&world, after(24 * 60 - 30)).await;
        is(&lea, ana.id, &Availability::Online).await;
        assert_eq!(turned(&world).await, (1, 1));
    }

    async fn who_chooses_to_be_online_past_the_end_works_until_the_next_one(world: World) {
        world.set_time(EARLY);
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        works(&ana, ana.id, Some(hours(&[(0, 8, 9), (1, 8, 9)]))).await.unwrap();
        let held = chat(&world, "Sam").await;
        has(&world, Some(ana.id), held).await;
        let ben = world.agent("Ben").await;
        time_is(&world, after(30)).await;
        is(&ben, ana.id, &Availability::OVER).await;
        // Before the grace is over: she keeps what she has.
        time_is(&world, after(31)).await;
        chooses(&ana, ana.id, Availability::Online).await.unwrap();
        is(&ben, ana.id, &Availability::Online).await;
        chooses(&ben, ben.id, Availability::Away { why: Why::Lunch }).await.unwrap();
        for minutes in [33, 60, 600] {
            time_is(&world, after(minutes)).await;
            has(&world, Some(ana.id), held).await;
            is(&ben, ana.id, &Availability::Online).await;
        }
        let new = chat(&world, "Tim").await;
        has(&world, Some(ana.id), new).await;
        // The next one is on Tuesday at nine.
        time_is(&world, after(24 * 60)).await;
        is(&lea, ana.id, &Availability::Online).await;
        time_is(&world, after(24 * 60 + 30)).await;
        is(&lea, ana.id, &Availability::OVER).await;
        // Logging out ends what she chose.
        chooses(&ana, ana.id, Availability::Online).await.unwrap();
        is(&lea, ana.id, &Availability::Online).await;
        logs_out(&world, &ana).await;
        is(&lea, ana.id, &Availability::Offline).await;
        let again = world.logs_in(ana.id, "Ana", 0).await;
        is(&again, ana.id, &Availability::OVER).await;
    }

    async fn who_takes_something_by_hand_after_the_end_keeps_it_and_is_given_nothing(world: World) {
        world.set_time(EARLY);
        let (ana, _lea) = (world.agent("Ana").await, lead(&world).await);
        works(&ana, ana.id, Some(hours(&[(0, 7, 8)]))).await.unwrap();
        is(&ana, ana.id, &Availability::OVER).await;
        let (first, second) = (chat(&world, "Sam").await, chat(&world, "Tim").await);
        world.rests().await;
        has(&world, None, first).await;
        ana.does(Action::Conversation(first, Chat::Claim)).await.unwrap();
        let ben = world.agent("Ben").await;
        has(&world, Some(ben.id), second).await;
        time_is(&world, after(60)).await;
        has(&world, Some(ana.id), first).await;
        is(&ben, ana.id, &Availability::OVER).await;
        let turn = ben.look(|state| state.agents()[&ana.id].shift.as_ref().map(|it| it.turn));
        assert_eq!(turn, Some(Turn::Longer { takes: false }));
    }

    async fn what_was_chosen_ends_with_the_shift_and_nothing_but_after_work_as_it_begins(world: World) {
        world.set_time(EARLY);
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let lea = lead(&world).await;
        let lunch = Availability::Away { why: Why::Lunch };
        for who in [&ana, &ben] {
            is(&lea, who.id, &Availability::Online).await;
            works(who, who.id, Some(hours(&[(0, 8, 9), (0, 10, 11)]))).await.unwrap();
            chooses(who, who.id, lunch.clone()).await.unwrap();
        }
        time_is(&world, after(30)).await;
        for who in [&ana, &ben] {
            is(&lea, who.id, &Availability::OVER).await;
        }
        chooses(&ana, ana.id, Availability::Away { why: Why::AfterWork }).await.unwrap();
        chooses(&ben, ben.id, lunch.clone()).await.unwrap();
        time_is(&world, after(90)).await;
        is(&lea, ana.id, &Availability::Online).await;
        is(&lea, ben.id, &lunch).await;
        let refused = chooses(&ana, ana.id, Availability::OVER).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (Code::Invalid, Some("to")));
        // Whoever is offline does not come back by it.
        logs_out(&world, &ana).await;
        is(&lea, ana.id, &Availability::Offline).await;
        time_is(&world, after(150)).await;
        time_is(&world, after(7 * 24 * 60)).await;
        is(&lea, ana.id, &Availability::Offline).await;
        is(&lea, ben.id, &Availability::Online).await;
    }

    async fn other_hours_hold_at_once_and_none_are_as_before(world: World) {
        world.set_time(EARLY);
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        works(&ana, ana.id, Some(hours(&[(0, 8, 9)]))).await.unwrap();
        // A lead says otherwise; what was promised before does nothing.
        works(&lea, ana.id, Some(hours(&[(0, 8, 10)]))).await.unwrap();
        time_is(&world, after(30)).await;
        is(&lea, ana.id, &Availability::Online).await;
        time_is(&world, after(90)).await;
        is(&lea, ana.id, &Availability::OVER).await;
        let it = chat(&world, "Sam").await;
        world.rests().await;
        has(&world, None, it).await;
        works(&lea, ana.id, None).await.unwrap();
        is(&lea, ana.id, &Availability::Online).await;
        has(&world, Some(ana.id), it).await;
        // A night is one shift.
        works(&ana, ana.id, Some(hours(&[(0, 22, 24), (1, 0, 6)]))).await.unwrap();
        is(&lea, ana.id, &Availability::OVER).await;
        for (minutes, expected) in [
            (13 * 60 + 30, &Availability::Online),
            (15 * 60 + 30, &Availability::Online),
            (21 * 60 + 29, &Availability::Online),
            (21 * 60 + 30, &Availability::OVER),
        ] {
            time_is(&world, after(minutes)).await;
            is(&lea, ana.id, expected).await;
        }
        assert_eq!(turned(&world).await, (1, 2));
    }

    async fn a_shift_that_ended_while_no_server_was_there_ends_once_with_the_next(world: World) {
        world.set_time(EARLY);
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        works(&ana, ana.id, Some(hours(&[(0, 8, 9)]))).await.unwrap();
        let it = chat(&world, "Sam").await;
        has(&world, Some(ana.id), it).await;
        let ben = world.agent("Ben").await;
        world.rests().await;
        // It does no job from here on.
        world.app().stop();
        world.set_time(after(45));
        world.deploys(0, [&lea, &ana, &ben].into_iter()).await;
        is(&ben, ana.id, &Availability::OVER).await;
        has(&world, Some(ana.id), it).await;
        world.set_time(after(47));
        has(&world, Some(ben.id), it).await;
        assert_eq!(turned(&world).await, (0, 1));
    }
}

on_nodes! {
    async fn several_servers_end_a_shift_once_and_what_waits_goes_on_once(world: World) {
        world.set_time(EARLY);
        let (ana, lea) = (world.agent("Ana").await, lead(&world).await);
        let mut them = vec![];
        for (place, name) in ["Ben", "Cem", "Dan"].into_iter().enumerate() {
            let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
            them.push(world.agent_with(name, rights, place % world.nodes.len()).await);
        }
        for it in &them {
            chooses(it, it.id, Availability::Away { why: Why::Meeting }).await.unwrap();
            works(&lea, it.id, Some(hours(&[(0, 8, 9), (0, 10, 11)]))).await.unwrap();
        }
        works(&lea, ana.id, Some(hours(&[(0, 8, 9)]))).await.unwrap();
        let waits = chat(&world, "Sam").await;
        has(&world, Some(ana.id), waits).await;
        time_is(&world, after(30)).await;
        for it in them.iter().chain([&ana]) {
            is(&lea, it.id, &Availability::OVER).await;
        }
        assert_eq!(turned(&world).await, (0, 4));
        chooses(&them[0], them[0].id, Availability::Online).await.unwrap();
        time_is(&world, after(32)).await;
        has(&world, Some(them[0].id), waits).await;
        time_is(&world, after(90)).await;
        for it in &them {
            is(&lea, it.id, &Availability::Online).await;
        }
        assert_eq!(turned(&world).await, (3, 4));
        has(&world, Some(them[0].id), waits).await;
    }
}
