//! What time alone does: hours begin, skills matter no more, nobody answers, somebody goes.

use shared::agent::Action as Agent;
use shared::allocation::{
    Action, Hours, Ladder, Outside, Skill, Span, Strategy, Terms, When, Work,
};
use shared::availability::{Availability, Why};
use shared::command::Action as AnyAction;
use shared::conversation::{Action as Chat, Fact};
use shared::event::{Actor, Fact as AnyFact, Seq};
use shared::permission::{Role, Visibility};
use shared::time::{Millis, Timestamp};
use shared::view::View;

use super::{adds, chat, come_to, does, has, lead, of_team, takes, to};
use crate::on_both;
use crate::world::{Rights, World, eventually};

/// On a Monday in January at half past eight in Berlin.
const EARLY: Timestamp = Timestamp(1_799_652_600_000);

/// How often a thread tells that nobody has answered: those who have it, and leads.
async fn told(world: &World) -> (usize, usize) {
    let lines = world.app().store.read(|conn| server::store::log::after(conn, Seq(0), 10_000));
    let leads = lines.await.unwrap().into_iter().filter_map(|line| match line.body.fact {
        AnyFact::Conversation(Fact::Unanswered { leads, .. }) => Some(leads),
        _ => None,
    });
    let leads: Vec<_> = leads.collect();
    (leads.iter().filter(|it| !**it).count(), leads.iter().filter(|it| **it).count())
}

async fn tells(world: &World, times: (usize, usize)) {
    let seen = eventually(async || (told(world).await == times).then_some(())).await;
    assert!(seen.is_some(), "{:?} and not {times:?}", told(world).await);
}

on_both! {
    async fn while_nobody_answers_they_are_told_then_another_has_it_then_leads_are_told(world: World) {
        world.set_time(EARLY);
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        let ladder = Ladder { warn: Some(2), reassign: Some(5), leads: Some(8), hook: None };
        adds(&lea, Terms { ladder, ..to(sales, Strategy::RoundRobin) }).await.unwrap();
        let it = chat(&world, "Sam", "Hello").await;
        has(&world, Some(ana.id), it).await;
        let ben = of_team(&world, "Ben", sales, 0).await;
        world.rests().await;
        assert_eq!(told(&world).await, (0, 0));
        world.set_time(EARLY + Millis::minutes(2));
        tells(&world, (1, 0)).await;
        world.set_time(EARLY + Millis::minutes(5));
        has(&world, Some(ben.id), it).await;
        let shares = world.app().store.read(|conn| server::features::allocation::rows::shares(conn, Timestamp(0)));
        assert_eq!(shares.await.unwrap().into_iter().collect::<Vec<_>>(), [(ben.id, 1)], "it does not count for Ana");
        world.set_time(EARLY + Millis::minutes(8));
        tells(&world, (2, 1)).await;
        // There is nobody left: it stays, and nobody is told twice.
        world.set_time(EARLY + Millis::minutes(20));
        world.rests().await;
        has(&world, Some(ben.id), it).await;
        assert_eq!(told(&world).await, (2, 1));
        ben.writes(it, "Here I am").await.unwrap();
        world.set_time(EARLY + Millis::minutes(60));
        world.rests().await;
        assert_eq!(told(&world).await, (2, 1));
    }

    async fn what_waits_goes_on_when_who_has_it_goes_and_the_rest_stays(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        adds(&lea, Terms { leaves: true, ..to(sales, Strategy::RoundRobin) }).await.unwrap();
        let waits = chat(&world, "Sam", "Hello").await;
        let answered = chat(&world, "Tim", "Hello").await;
        has(&world, Some(ana.id), waits).await;
        has(&world, Some(ana.id), answered).await;
        ana.writes(answered, "Hi").await.unwrap();
        let ben = of_team(&world, "Ben", sales, 0).await;
        // Who says that they are away keeps what they have; who goes does not.
        let to = Availability::Away { why: Why::Lunch };
        ana.does(AnyAction::Agent(ana.id, Agent::SetAvailability { to })).await.unwrap();
        world.set_time(world.clock.now() + Millis::minutes(10));
        world.rests().await;
        has(&world, Some(ana.id), waits).await;
        let id = ana.id;
        let logs_out = move |tx: &mut server::store::Tx<'_>| server::features::session::end_all(tx, id);
        world.app().write(Actor::System, logs_out).await.unwrap();
        world.rests().await;
        has(&world, Some(ana.id), waits).await;
        world.set_time(world.clock.now() + Millis::minutes(3));
        has(&world, Some(ben.id), waits).await;
        world.rests().await;
        has(&world, Some(ana.id), answered).await;
    }

    async fn who_waits_in_the_night_is_given_in_the_morning(world: World) {
        world.set_time(EARLY);
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        let week = vec![Span { day: 0, from: 9 * 60, to: 17 * 60 }];
        let hours = Some(Hours { zone: "Europe/Berlin".into(), week, ..Hours::default() });
        let when = When { hours, ..When::default() };
        adds(&lea, Terms { when, ..to(sales, Strategy::RoundRobin) }).await.unwrap();
        let it = chat(&world, "Sam", "Hello").await;
        world.rests().await;
        has(&world, None, it).await;
        world.set_time(EARLY + Millis::minutes(30));
        has(&world, Some(ana.id), it).await;
    }

    async fn who_writes_too_early_waits_for_a_rule_that_waits_and_minutes_count_from_its_hours(world: World) {
        world.set_time(EARLY);
        let (sales, care, lea) = (world.team("Sales").await, world.team("Care").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        of_team(&world, "Ben", care, 0).await;
        let week = vec![Span { day: 0, from: 9 * 60, to: 12 * 60 }, Span { day: 0, from: 13 * 60, to: 17 * 60 }];
        let hours = Some(Hours { zone: "Europe/Berlin".into(), week, outside: Outside::Wait });
        let (when, ladder) = (When { hours, ..When::default() }, Ladder { leads: Some(10), ..Ladder::default() });
        adds(&lea, Terms { when, ladder, ..to(sales, Strategy::RoundRobin) }).await.unwrap();
        // The next one would take it.
        adds(&lea, to(care, Strategy::RoundRobin)).await.unwrap();
        let it = chat(&world, "Sam", "Hello").await;
        come_to(&world, "of Sales, and nobody's", |all| all.iter().all(|it| it.team == Some(sales) && it.assignee.is_none())).await;
        world.set_time(EARLY + Millis::minutes(29));
        world.rests().await;
        has(&world, None, it).await;
        assert_eq!(told(&world).await, (0, 0), "nobody need have answered yet");
        world.set_time(EARLY + Millis::minutes(30));
        has(&world, Some(ana.id), it).await;
        world.set_time(EARLY + Millis::minutes(39));
        world.rests().await;
        assert_eq!(told(&world).await, (0, 0));
        world.set_time(EARLY + Millis::minutes(40));
        tells(&world, (0, 1)).await;
        ana.writes(it, "Hi").await.unwrap();
        // At noon they are away, and after that there again.
        let noon = EARLY + Millis::minutes(3 * 60 + 45);
        world.set_time(noon);
        let other = chat(&world, "Tim", "Hello").await;
        world.rests().await;
        has(&world, None, other).await;
        world.set_time(noon + Millis::minutes(45));
        has(&world, Some(ana.id), other).await;
    }

    async fn leads_who_come_later_find_what_nobody_answered_until_somebody_does(world: World) {
        world.set_time(EARLY);
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
        let away = world.person("Lou", rights).await;
        takes(&lea, away, 0).await;
        let ladder = Ladder { leads: Some(8), ..Ladder::default() };
        adds(&lea, Terms { ladder, ..to(sales, Strategy::RoundRobin) }).await.unwrap();
        let (it, asked) = (chat(&world, "Sam", "Hello").await, chat(&world, "Tim", "Hello").await);
        has(&world, Some(ana.id), it).await;
        has(&world, Some(ana.id), asked).await;
        let reason = "I can't".to_owned();
        ana.does(AnyAction::Conversation(asked, Chat::Escalate { reason })).await.unwrap();
        world.set_time(EARLY + Millis::minutes(8));
        tells(&world, (0, 2)).await;
        world.rests().await;
        let lou = world.logs_in(away, "Lou", 0).await;
        lou.looks_at(&View::escalated()).await;
        let found = |state: &shared::state::State| {
            let list = state.list(&View::escalated()).unwrap();
            list.ids().collect::<std::collections::BTreeSet<_>>()
        };
        lou.sees("both", |state| found(state) == [it, asked].into()).await;
        lou.look(|state| {
            let why = |id| state.conversation(id).unwrap().escalated.clone().unwrap();
            assert_eq!((why(it).by, why(asked).by), (None, Some(ana.id)));
            assert!(why(it).reason.contains("8 min"), "{:?}", why(it));
        });
        ana.writes(it, "Here I am").await.unwrap();
        ana.writes(asked, "Here I am").await.unwrap();
        // What a person asked for stays until somebody takes it.
        lou.sees("one", |state| found(state) == [asked].into()).await;
    }

    async fn skills_matter_until_somebody_has_waited_for_too_long(world: World) {
        world.set_time(EARLY);
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let (ana, ben) = (of_team(&world, "Ana", sales, 0).await, of_team(&world, "Ben", sales, 0).await);
        let skills = vec![Skill { name: "French".into(), level: 3 }];
        let (capacity, most) = (Some(1), skills.clone());
        does(&lea, Action::SetWork { agent: ana.id, work: Work { capacity, skills: most } }).await.unwrap();
        let terms = Terms { skills, relax: Some(60), ..to(sales, Strategy::RoundRobin) };
        adds(&lea, terms).await.unwrap();
        let first = chat(&world, "Sam", "Hello").await;
        has(&world, Some(ana.id), first).await;
        let second = chat(&world, "Tim", "Hello").await;
        world.rests().await;
        has(&world, None, second).await;
        world.set_time(EARLY + Millis::seconds(61));
        has(&world, Some(ben.id), second).await;
    }
}
