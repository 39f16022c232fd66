//! Which rule is met, what is refused, and what a trial shows.

use shared::allocation::trial::{Sample, TRIAL, Trial, Unmet, WhyNot};
use shared::allocation::{Action, Hours, Skill, Span, Strategy, Terms, When, Work};
use shared::command::Action as AnyAction;
use shared::contact::{self, Field};
use shared::ids::RuleId;
use shared::problem::{Code, Problem};
use shared::team;

use super::{adds, chat, come_to, does, has, lead, of_team, takes, to};
use crate::on_both;
use crate::world::Agent;
use crate::world::http::answer;

pub(super) async fn tries(who: &Agent, sample: &Sample) -> Result<Trial, Problem> {
    answer(who.request(reqwest::Method::POST, TRIAL).json(sample)).await
}

fn about(words: &[&str], terms: Terms) -> Terms {
    let words = words.iter().map(ToString::to_string).collect();
    Terms { name: "Invoices".into(), when: When { words, ..When::default() }, ..terms }
}

/// In order, as somebody sees them.
async fn sees(who: &Agent, names: &[&str]) {
    who.sees(&format!("{names:?}"), |state| {
        state.allocation().active().map(|it| it.terms.name.as_str()).eq(names.iter().copied())
    })
    .await;
}

on_both! {
    async fn what_the_customer_began_with_decides_and_the_rest_falls_to_the_last_rule(world: World) {
        let (sales, billing) = (world.team("Sales").await, world.team("Billing").await);
        let lea = lead(&world).await;
        let (ana, ben) = (of_team(&world, "Ana", sales, 0).await, of_team(&world, "Ben", billing, 0).await);
        adds(&lea, about(&["Rechnung", "facture"], to(billing, Strategy::RoundRobin))).await.unwrap();
        let fallback = Terms { name: "Rest".into(), ..to(sales, Strategy::Manual) };
        does(&lea, Action::Change { id: RuleId::FALLBACK, terms: Box::new(fallback.clone()) }).await.unwrap();
        let sam = world.customer("Sam").await;
        sam.writes("Où est ma FACTURE ?").await;
        let asked = world.conversation(&sam).await;
        has(&world, Some(ben.id), asked).await;
        let other = chat(&world, "Tim", "Hello").await;
        come_to(&world, "in the queue of Sales", |all| {
            all.iter().any(|it| it.id == other && it.team == Some(sales) && it.assignee.is_none())
        }).await;
        ana.sees_list(shared::view::View::Unassigned, vec![other]).await;
        // What they write later does not count.
        let tim = Terms { strategy: Strategy::LeastBusy, ..fallback };
        does(&lea, Action::Change { id: RuleId::FALLBACK, terms: Box::new(tim) }).await.unwrap();
        has(&world, Some(ana.id), other).await;
    }

    async fn rules_are_ordered_archived_and_restored_by_leads_alone(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        let terms = |name: &str| Terms { name: name.into(), ..about(&["x"], to(sales, Strategy::RoundRobin)) };
        let mut ids = vec![];
        for name in ["A", "B", "C"] {
            ids.push(adds(&lea, terms(name)).await.unwrap());
        }
        sees(&ana, &["A", "B", "C"]).await;
        does(&lea, Action::Move { id: ids[2], to: 0 }).await.unwrap();
        sees(&ana, &["C", "A", "B"]).await;
        does(&lea, Action::Archive { id: ids[0] }).await.unwrap();
        sees(&ana, &["C", "B"]).await;
        does(&lea, Action::Move { id: ids[2], to: 9 }).await.unwrap();
        sees(&ana, &["B", "C"]).await;
        does(&lea, Action::Restore { id: ids[0] }).await.unwrap();
        sees(&ana, &["B", "C", "A"]).await;
        for action in [Action::Archive { id: ids[1] }, Action::SetCapacity { capacity: 99, in_call: None }] {
            assert_eq!(does(&ana, action).await.unwrap_err().code, Code::Forbidden);
        }
        for action in [Action::Archive { id: RuleId::FALLBACK }, Action::Move { id: RuleId::FALLBACK, to: 0 }] {
            assert_eq!(does(&lea, action).await.unwrap_err().code, Code::Forbidden);
        }
    }

    async fn a_rule_by_which_somebody_could_wait_for_ever_is_refused(world: World) {
        let (sales, empty) = (world.team("Sales").await, world.team("Empty").await);
        let lea = lead(&world).await;
        let ana = of_team(&world, "Ana", sales, 0).await;
        let skills = vec![Skill { name: "French".into(), level: 3 }];
        let speaks = Terms { skills: skills.clone(), ..to(sales, Strategy::RoundRobin) };
        for (terms, field, says) in [
            (to(empty, Strategy::Manual), "team", "Nobody is in Empty"),
            (to(shared::ids::TeamId(ulid::Ulid::nil()), Strategy::Manual), "team", "not there"),
            (speaks.clone(), "skills", "French at 3"),
            (Terms { name: " ".into(), ..to(sales, Strategy::Manual) }, "name", "name"),
            (Terms { when: When { hours: Some(Hours { zone: "UTC".into(), week: vec![], ..Hours::default() }), ..When::default() }, ..to(sales, Strategy::Manual) }, "hours", "no time"),
            (Terms { when: When { hours: Some(Hours { zone: "UTC".into(), week: vec![Span { day: 0, from: 60, to: 121 }, Span { day: 0, from: 120, to: 180 }], ..Hours::default() }), ..When::default() }, ..to(sales, Strategy::Manual) }, "hours", "same time"),
            (Terms { when: When { hours: Some(Hours { zone: "Nowhere".into(), week: vec![], ..Hours::default() }), ..When::default() }, ..to(sales, Strategy::Manual) }, "zone", "Europe/Berlin"),
        ] {
            let problem = adds(&lea, terms).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some(field)), "{problem}");
            assert!(problem.detail.contains(says), "{problem}");
        }
        let work = Work { skills: vec![Skill { level: 4, ..skills[0].clone() }], ..Work::default() };
        does(&lea, Action::SetWork { agent: ana.id, work }).await.unwrap();
        adds(&lea, speaks).await.unwrap();
        takes(&lea, ana.id, 0).await;
        let problem = adds(&lea, to(sales, Strategy::LeastBusy)).await.unwrap_err();
        assert!(problem.detail.contains("takes 0"), "{problem}");
        let always = Terms { when: When { words: vec!["x".into()], ..When::default() }, ..to(sales, Strategy::Manual) };
        let problem = does(&lea, Action::Change { id: RuleId::FALLBACK, terms: Box::new(always) }).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("when"));
        // Whoever leaves makes rules hopeless: that is told, not refused.
        let (agents, teams, set) = lea.look(|state| {
            let agents: Vec<_> = state.agents().values().cloned().collect();
            let teams: Vec<team::Team> = state.teams().values().cloned().collect();
            (agents, teams, state.allocation().clone())
        });
        let told = shared::allocation::check::check(&set, agents.iter(), teams.iter());
        assert!(told.iter().any(|it| it.grave && it.field == "team"), "{told:?}");
    }

    async fn who_likes_to_speak_a_language_is_given_to_whom_its_rule_says_once_it_is_noted(world: World) {
        let (paris, lea) = (world.team("Paris").await, lead(&world).await);
        let ben = of_team(&world, "Ben", paris, 0).await;
        let when = When { languages: vec!["French".into(), "Français".into()], ..When::default() };
        let rule = adds(&lea, Terms { when, ..to(paris, Strategy::RoundRobin) }).await.unwrap();
        let it = chat(&world, "Sam", "Bonjour").await;
        world.rests().await;
        has(&world, None, it).await;
        let set = |text: &str| AnyAction::Contact(it, contact::Action::Set { field: Field::Language, text: text.into() });
        lea.does(set("German")).await.unwrap();
        world.rests().await;
        has(&world, None, it).await;
        lea.does(set("FRANCAIS")).await.unwrap();
        has(&world, Some(ben.id), it).await;
        let number = lea.look(|state| *state.numbers().keys().next().unwrap());
        let sample = |language: &str| Sample { number, text: String::new(), ad: None, labels: vec![], known: String::new(), language: language.into(), at: None };
        let trial = tries(&lea, &sample("french")).await.unwrap();
        assert_eq!((trial.rule, trial.to), (rule, Some(ben.id)));
        let trial = tries(&lea, &sample("Dutch")).await.unwrap();
        assert_eq!((trial.rule, trial.passed), (RuleId::FALLBACK, vec![(rule, Unmet::Language)]));
    }

    async fn a_trial_shows_what_every_rule_says_and_changes_nothing(world: World) {
        let (sales, billing) = (world.team("Sales").await, world.team("Billing").await);
        let lea = lead(&world).await;
        let (ana, ben) = (of_team(&world, "Ana", sales, 0).await, of_team(&world, "Ben", billing, 0).await);
        let first = adds(&lea, about(&["invoice"], to(billing, Strategy::RoundRobin))).await.unwrap();
        let second = adds(&lea, to(sales, Strategy::LeastBusy)).await.unwrap();
        takes(&lea, ana.id, 1).await;
        let full = chat(&world, "Sam", "Hello").await;
        has(&world, Some(ana.id), full).await;
        world.rests().await;
        let before = world.conversations().await;
        let number = lea.look(|state| *state.numbers().keys().next().unwrap());
        let sample = |text: &str| Sample { number, text: text.into(), ad: None, labels: vec![], known: String::new(), language: String::new(), at: None };
        let trial = tries(&lea, &sample("My INVOICE, please")).await.unwrap();
        assert_eq!((trial.rule, trial.to, trial.passed), (first, Some(ben.id), vec![]));
        let trial = tries(&lea, &sample("Hello")).await.unwrap();
        assert_eq!((trial.rule, trial.to, trial.passed), (second, None, vec![(first, Unmet::Words)]));
        assert_eq!(trial.others, [(ana.id, WhyNot::Full { has: 1, takes: 1 })]);
        assert_eq!(tries(&ana, &sample("Hello")).await.unwrap_err().code, Code::Forbidden);
        world.rests().await;
        assert_eq!(world.conversations().await, before);
    }
}
