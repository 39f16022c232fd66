//! A customer calls.

use shared::call::{End, To};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::view::View;
use simulator::{Misbehaviour, Phase};

use super::*;
use crate::on_both;
use crate::world::Rights;

on_both! {
    async fn it_rings_and_both_hear_each_other_and_nothing_before(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.calls().await;
        let at = world.conversation(&sam).await;
        let call = comes(&ana, at).await;
        assert!(call.rings(ana.id));
        let voice = join(&ana, at, call.id, false).await.unwrap();
        sam.hears(880).await;
        voice.hears(440).await;
        shows(&ana, at, "that Ana talks", |it| talks(it, &ana)).await;
        let mine = ana.look(|state| state.conversation(at).unwrap().assignee);
        assert_eq!(mine, Some(ana.id), "who answers has it");
        wants(&ana, at, Action::HangUp { call: call.id }).await.unwrap();
        let told = sam.awaits_call(Phase::Ended).await;
        assert_eq!(told.heard.packets_before_accept, 0, "that would have counted as an answer");
        let over = ended(&ana, at).await;
        assert!(matches!(over.stage, Stage::Ended { how: End::HungUp, .. }) && over.lasted().is_some());
        assert_eq!(over.talked, [ana.id]);
        let missed = ana.look(|state| state.conversation(at).unwrap().missed_call);
        assert_eq!(missed, None);
    }

    async fn the_first_of_two_who_answer_has_it_and_the_other_is_told_who(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let call = comes(&ana, at).await;
        comes(&bo, at).await;
        let (one, other) = tokio::join!(join(&ana, at, call.id, false), join(&bo, at, call.id, false));
        let (won, lost) = if one.is_ok() { ("Ana", other.err()) } else { ("Bo", one.err()) };
        let lost = lost.expect("only one has it");
        assert_eq!((lost.code, lost.detail), (Code::Taken, format!("{won} has answered.")));
        sam.hangs_up();
        ended(&bo, at).await;
    }

    async fn declining_silences_only_me_and_all_of_us_end_it(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let call = comes(&ana, at).await;
        wants(&ana, at, Action::Decline { call: call.id }).await.unwrap();
        shows(&bo, at, "that it rings at Bo's alone", |it| it.rings(bo.id) && !it.rings(ana.id)).await;
        wants(&bo, at, Action::HangUp { call: call.id }).await.unwrap();
        sam.awaits_call(Phase::Rejected).await;
        let over = ended(&ana, at).await;
        assert!(over.missed(), "{over:?}");
        ana.sees("the missed call", |state| state.conversation(at).unwrap().missed_call.is_some()).await;
        bo.looks_at(&View::missed()).await;
        bo.sees("that it is counted", |state| state.count(&View::missed()) == Some(1)).await;
        bo.sees_list(View::missed(), vec![at]).await;
        ana.answers(at, "Sorry, we were busy").await.unwrap();
        ana.sees("none", |state| state.conversation(at).unwrap().missed_call.is_none()).await;
        bo.sees_list(View::missed(), vec![]).await;
    }

    async fn it_rings_at_who_has_the_customer_first(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(bo.id)).await.unwrap();
        sam.calls().await;
        let call = comes(&ana, at).await;
        assert!(call.rings(bo.id) && !call.rings(ana.id));
        sam.hangs_up();
        ended(&ana, at).await;
    }

    async fn a_customer_on_hold_hears_music_and_then_us_again(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let id = comes(&ana, at).await.id;
        let _voice = join(&ana, at, id, false).await.unwrap();
        sam.hears(880).await;
        wants(&ana, at, Action::Hold { call: id, on: true }).await.unwrap();
        falls_silent(&sam, 880.0).await;
        assert!(sam.call().unwrap().heard.packets > 0);
        wants(&ana, at, Action::Hold { call: id, on: false }).await.unwrap();
        sam.hears(880).await;
        sam.hangs_up();
        ended(&ana, at).await;
    }

    async fn a_tab_that_is_gone_comes_back_to_the_same_call(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let id = comes(&ana, at).await.id;
        let voice = join(&ana, at, id, false).await.unwrap();
        sam.hears(880).await;
        voice.leaves().await;
        drop(voice);
        shows(&ana, at, "that the customer waits", |it| it.lost_by() == Some(ana.id)).await;
        let again = join(&ana, at, id, false).await.unwrap();
        again.hears(440).await;
        sam.hears(880).await;
        assert_eq!(sam.call().unwrap().state, Phase::Accepted, "the customer never lost us");
        wants(&ana, at, Action::HangUp { call: id }).await.unwrap();
        assert_eq!(ended(&ana, at).await.talked, [ana.id]);
    }

    async fn a_call_is_handed_to_a_colleague_who_goes_on_with_it(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        sam.calls().await;
        let id = comes(&ana, at).await.id;
        let _voice = join(&ana, at, id, false).await.unwrap();
        sam.hears(880).await;
        wants(&ana, at, Action::Hand { call: id, to: To::Agent(bo.id) }).await.unwrap();
        shows(&bo, at, "that it rings at Bo's", |it| it.rings(bo.id)).await;
        let voice = join(&bo, at, id, false).await.unwrap();
        voice.plays(660);
        sam.hears(660).await;
        voice.hears(440).await;
        let refused = wants(&ana, at, Action::HangUp { call: id }).await.unwrap_err();
        assert_eq!(refused.code, Code::Conflict, "Ana is not in it any more");
        wants(&bo, at, Action::HangUp { call: id }).await.unwrap();
        assert_eq!(ended(&ana, at).await.talked, [ana.id, bo.id]);
    }

    async fn an_end_that_overtakes_its_beginning_does_not_ring(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        world.whatsapp.misbehave(Misbehaviour::ConnectLast);
        sam.calls().await;
        sam.hangs_up();
        let over = ended(&ana, at).await;
        assert!(over.missed(), "{over:?}");
        world.rests().await;
        let calls = ana.look(|state| state.thread(at).unwrap().calls().count());
        assert_eq!(calls, 1, "the call that began late is the one that was over");
    }

    async fn who_does_not_see_the_customer_hears_of_no_call(world: World) {
        let ana = world.agent("Ana").await;
        let own = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let eve = world.agent_with("Eve", own, 0).await;
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(ana.id)).await.unwrap();
        sam.calls().await;
        let call = comes(&ana, at).await;
        assert_eq!(join(&eve, at, call.id, false).await.err().unwrap().code, Code::NotFound);
        let refused = wants(&eve, at, Action::HangUp { call: call.id }).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
        assert!(eve.look(|state| state.calls().next().is_none()));
        sam.hangs_up();
        ended(&ana, at).await;
    }
}
