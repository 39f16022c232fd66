//! One of us calls.

use shared::call::{CALLING, Calling, Consent, End};
use shared::problem::Code;
use shared::time::Millis;
use simulator::Phase;

use super::*;
use crate::on_both;

async fn permission(who: &Agent, at: ConversationId) -> Calling {
    who.get(&format!("{CONVERSATIONS}/{at}/{CALLING}")).await.unwrap()
}

on_both! {
    async fn a_customer_who_allows_it_is_called_and_both_hear_each_other(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        assert_eq!(permission(&ana, at).await.consent, Consent::None);
        sam.allows_calls(true);
        assert!(permission(&ana, at).await.may_call);
        let id = CallId::new(ana.now());
        let voice = join(&ana, at, id, true).await.unwrap();
        sam.awaits_call(Phase::Ringing).await;
        shows(&ana, at, "that it rings there", |it| matches!(it.stage, Stage::RingsThere { .. })).await;
        sam.answers();
        sam.hears(880).await;
        voice.hears(440).await;
        shows(&ana, at, "that Ana talks", |it| talks(it, &ana)).await;
        wants(&ana, at, Action::Dial { call: id, digits: "12#".into() }).await.unwrap();
        let heard = eventually(async || (sam.call()?.heard.digits == "12#").then_some(())).await;
        assert!(heard.is_some(), "{:?}", sam.call());
        sam.hangs_up();
        let over = ended(&ana, at).await;
        assert!(matches!(over.stage, Stage::Ended { how: End::HungUp, .. }), "{over:?}");
    }

    async fn who_does_not_allow_it_is_not_called_and_it_says_why(world: World) {
        let ana = world.agent("Ana").await;
        let (_sam, at) = known(&world).await;
        let refused = join(&ana, at, CallId::new(ana.now()), true).await.err().unwrap();
        assert_eq!(refused.code, Code::Conflict);
        assert!(!refused.detail.is_empty());
        let over = ended(&ana, at).await;
        assert!(matches!(over.stage, Stage::Ended { how: End::Failed { .. }, .. }), "{over:?}");
    }

    async fn declined_unanswered_and_given_up_are_told_apart(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        sam.allows_calls(true);
        let _voice = join(&ana, at, CallId::new(ana.now()), true).await.unwrap();
        sam.awaits_call(Phase::Ringing).await;
        sam.declines();
        let over = ended(&ana, at).await;
        assert!(matches!(over.stage, Stage::Ended { how: End::Declined, .. }), "{over:?}");

        let id = CallId::new(ana.now());
        let _voice = join(&ana, at, id, true).await.unwrap();
        sam.awaits_call(Phase::Ringing).await;
        wants(&ana, at, Action::HangUp { call: id }).await.unwrap();
        sam.awaits_call(Phase::Ended).await;
        let cancelled = ana.sees("the second call's end", |state| {
            let calls = state.thread(at).into_iter().flat_map(shared::state::Thread::calls);
            calls.filter(|it| matches!(it.stage, Stage::Ended { how: End::Cancelled, .. })).count() == 1
        });
        cancelled.await;
    }

    async fn who_does_not_answer_has_not_declined(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        sam.allows_calls(true);
        let _voice = join(&ana, at, CallId::new(ana.now()), true).await.unwrap();
        sam.awaits_call(Phase::Ringing).await;
        shows(&ana, at, "that it rings there", |it| matches!(it.stage, Stage::RingsThere { .. })).await;
        world.set_time(ana.now() + Millis::minutes(2));
        let over = ended(&ana, at).await;
        assert!(matches!(over.stage, Stage::Ended { how: End::Unanswered, .. }), "{over:?}");
        assert!(!over.missed(), "it was we who called");
    }
}
