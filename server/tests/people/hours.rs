//! Who says when people work, and what is refused.

use shared::allocation::Hours;
use shared::availability::Availability;
use shared::permission::{Role, Visibility};
use shared::problem::Code;

use super::availability::is;
use super::shifts::{hours, works};
use crate::on_both;
use crate::world::Rights;

on_both! {
    async fn hours_that_say_nothing_are_refused_and_others_are_set_by_who_leads(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
        let lea = world.agent_with("Lea", rights, 0).await;
        let nowhere = Hours { zone: "Nowhere".into(), ..hours(&[(0, 8, 9)]) };
        for (wrong, field, says) in [
            (hours(&[]), "hours", "no time"),
            (hours(&[(0, 9, 9)]), "hours", "end after they begin"),
            (hours(&[(0, 22, 6)]), "hours", "For a night, end at 24:00"),
            (hours(&[(7, 8, 9)]), "hours", "end after they begin"),
            (hours(&[(0, 8, 12), (0, 11, 17)]), "hours", "at the same time"),
            (nowhere, "zone", "Europe/Berlin"),
        ] {
            let problem = works(&ana, ana.id, Some(wrong)).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some(field)), "{problem}");
            assert!(problem.detail.contains(says), "{problem}");
        }
        let always: Vec<_> = (0..7).map(|day| (day, 0, 24)).collect();
        let refused = works(&ana, ben.id, Some(hours(&always))).await.unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        works(&lea, ben.id, Some(hours(&always))).await.unwrap();
        works(&ana, ana.id, Some(hours(&always))).await.unwrap();
        for who in [&ana, &ben] {
            let said = |agent: &shared::agent::Agent| agent.shift.as_ref().is_some_and(|it| it.until.is_none());
            lea.sees("hours without an end", |state| state.agents().get(&who.id).is_some_and(said)).await;
            is(&lea, who.id, &Availability::Online).await;
        }
    }
}
