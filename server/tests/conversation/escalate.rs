//! Escalating: leads who see it hear of it, until somebody takes it.

use shared::command::Action;
use shared::conversation::{Action as Wish, Fact};
use shared::ids::ConversationId;
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn wants(who: &Agent, chat: ConversationId, what: Wish) -> Result<(), Problem> {
    who.does(Action::Conversation(chat, what)).await.map(drop)
}

fn why(reason: &str) -> Wish {
    Wish::Escalate { reason: reason.into() }
}

async fn lead(world: &World, visibility: Visibility) -> Agent {
    world.agent_with("Lea", Rights { role: Role::Lead, visibility, teams: vec![] }, 0).await
}

async fn begin(world: &World) -> ConversationId {
    let sam = world.customer("Sam").await;
    sam.writes("I want to speak to your boss").await;
    world.conversation(&sam).await
}

on_both! {
    async fn leads_hear_why_until_somebody_takes_it(world: World) {
        let (ana, lea) = (world.agent("Ana").await, lead(&world, Visibility::All).await);
        let chat = begin(&world).await;
        lea.looks_at(&View::escalated()).await;
        assert!(lea.opens(chat).await);
        for reason in ["", "  ", &"x".repeat(301)] {
            let problem = wants(&ana, chat, why(reason)).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("reason")));
        }
        wants(&ana, chat, why(" He shouts ")).await.unwrap();
        lea.sees("it", |state| state.count(&View::escalated()) == Some(1)).await;
        lea.sees_list(View::escalated(), vec![chat]).await;
        lea.sees("why", |state| {
            let lines = state.thread(chat).into_iter().flat_map(shared::state::Thread::activities);
            let said = |fact: &Fact| *fact == Fact::Escalated { reason: "He shouts".into() };
            lines.map(|it| &it.fact).any(said)
                && state.conversation(chat).unwrap().escalated.as_ref().is_some_and(|it| it.by == Some(ana.id))
        }).await;
        wants(&lea, chat, Wish::Claim).await.unwrap();
        lea.sees("nothing left", |state| state.count(&View::escalated()) == Some(0)).await;

        wants(&ana, chat, why("Again")).await.unwrap();
        assert_eq!(wants(&ana, chat, Wish::Settle).await.unwrap_err().code, Code::Forbidden);
        wants(&lea, chat, Wish::Settle).await.unwrap();
        wants(&ana, chat, why("Still")).await.unwrap();
        wants(&ana, chat, Wish::Close).await.unwrap();
        lea.sees("nothing left", |state| state.count(&View::escalated()) == Some(0)).await;
    }

    async fn what_no_lead_sees_is_not_escalated_into_nothing(world: World) {
        let (ana, _lea) = (world.agent("Ana").await, lead(&world, Visibility::Own).await);
        let chat = begin(&world).await;
        let problem = wants(&ana, chat, why("Help")).await.unwrap_err();
        assert!(problem.detail.contains("Nobody who leads sees this"), "{problem}");
    }
}
