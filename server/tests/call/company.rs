//! A colleague is asked in a call, takes it over, or talks with the customer, too. Colleagues play what is in no hold music,
//! overtones included.

use shared::call::{Asked, End, GRACE, Parting, RINGS_ASKED, Seat, To};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use simulator::{Phase, Phone};

use super::*;
use crate::world::Rights;
use crate::{on_both, on_nodes};

/// Ana's call with Sam, in which both spoke.
async fn talk(ana: &Agent, sam: &Phone, at: ConversationId) -> (CallId, Voice) {
    sam.calls().await;
    let id = comes(ana, at).await.id;
    let voice = join(ana, at, id, false).await.unwrap();
    sam.hears(880).await;
    voice.hears(440).await;
    (id, voice)
}

/// A colleague answers who is asked, and plays this.
async fn advises(who: &Agent, at: ConversationId, call: CallId, tone: u32) -> Voice {
    shows(who, at, "that they are asked", |it| it.rings(who.id)).await;
    let voice = join(who, at, call, false).await.unwrap();
    voice.plays(tone);
    voice
}

async fn ask(who: &Agent, at: ConversationId, call: CallId, whom: &Agent) -> Result<(), Problem> {
    wants(who, at, Action::Ask { call, who: whom.id }).await
}

fn over(it: &Call, who: &Agent) -> Option<Parting> {
    let found = it.asked.iter().find(|it| it.agent == who.id)?;
    if let Seat::Over(why) = found.now { Some(why) } else { None }
}

fn holds(it: &Call, who: &Agent) -> bool {
    talks(it, who) && matches!(it.stage, Stage::Talking { held: Some(_), .. })
}

fn speaks(it: &Call, who: &Agent) -> bool {
    talks(it, who) && matches!(it.stage, Stage::Talking { held: None, .. })
}

/// Once a line is quiet for a tone that was there.
async fn no_more(voice: &Voice, line: usize, hz: f64) {
    let silent = eventually(async || (!voice.heard_on(line).has(hz)).then_some(())).await;
    assert!(silent.is_some(), "still heard: {:?}", voice.heard_on(line));
}

on_both! {
    async fn a_colleague_is_asked_without_the_customer_and_takes_over(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        let (call, one) = talk(&ana, &sam, at).await;
        ask(&ana, at, call, &bo).await.unwrap();
        falls_silent(&sam, 880.0).await;
        let other = advises(&bo, at, call, 1_300).await;
        one.hears_on(1, 1_300).await;
        other.hears_on(1, 880).await;
        no_more(&one, 0, 440.0).await;
        assert!(!other.heard().has(440.0) && !sam.call().unwrap().heard.has(1_300.0));
        shows(&ana, at, "that they consult", |it| it.consults() && it.has(bo.id)).await;

        wants(&ana, at, Action::Pass { call, to: bo.id }).await.unwrap();
        sam.hears(1_300).await;
        other.hears(440).await;
        no_more(&other, 1, 880.0).await;
        shows(&ana, at, "that Bo has it", |it| speaks(it, &bo) && !it.has(ana.id)).await;
        assert!(!sam.call().unwrap().heard.has(880.0));
        let refused = wants(&ana, at, Action::HangUp { call }).await.unwrap_err();
        assert_eq!(refused.code, Code::Conflict, "Ana is not in it any more");
        wants(&bo, at, Action::HangUp { call }).await.unwrap();
        sam.awaits_call(Phase::Ended).await;
        let told = ended(&ana, at).await;
        assert_eq!(told.talked, [ana.id, bo.id]);
        assert_eq!(told.asked, [Asked { agent: bo.id, now: Seat::Over(Parting::TookOver) }]);
    }

    async fn who_asked_comes_back_to_the_customer_without_the_colleague(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        let (call, one) = talk(&ana, &sam, at).await;
        ask(&ana, at, call, &bo).await.unwrap();
        let other = advises(&bo, at, call, 1_300).await;
        one.hears_on(1, 1_300).await;
        wants(&ana, at, Action::Back { call }).await.unwrap();
        sam.hears(880).await;
        one.hears(440).await;
        no_more(&one, 1, 1_300.0).await;
        no_more(&other, 1, 880.0).await;
        assert!(!other.heard().has(440.0) && !sam.call().unwrap().heard.has(1_300.0));
        shows(&bo, at, "that Bo is out", |it| speaks(it, &ana) && over(it, &bo) == Some(Parting::Left)).await;
        sam.hangs_up();
        assert_eq!(ended(&ana, at).await.talked, [ana.id], "Bo never talked with Sam");
    }

    async fn who_says_no_or_does_not_come_leaves_the_customer_on_hold_with_who_asked(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        let (call, _one) = talk(&ana, &sam, at).await;
        ask(&ana, at, call, &bo).await.unwrap();
        shows(&bo, at, "that Bo is asked", |it| it.rings(bo.id)).await;
        wants(&bo, at, Action::Decline { call }).await.unwrap();
        shows(&ana, at, "that Bo declined", |it| over(it, &bo) == Some(Parting::Declined)).await;
        shows(&ana, at, "that Sam is on hold", |it| holds(it, &ana)).await;

        ask(&ana, at, call, &bo).await.unwrap();
        shows(&bo, at, "that Bo is asked again", |it| it.rings(bo.id)).await;
        world.set_time(ana.now() + RINGS_ASKED);
        shows(&ana, at, "that Bo did not answer", |it| over(it, &bo) == Some(Parting::Unanswered)).await;
        shows(&ana, at, "that Sam is on hold", |it| holds(it, &ana)).await;
        let late = join(&bo, at, call, false).await.err().unwrap();
        assert_eq!(late.code, Code::Taken);
        wants(&ana, at, Action::Hold { call, on: false }).await.unwrap();
        sam.hears(880).await;
        sam.hangs_up();
        assert_eq!(ended(&ana, at).await.asked.len(), 1, "each once");
    }

    async fn whom_one_can_not_ask_is_refused_with_a_reason(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let own = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let eve = world.agent_with("Eve", own, 0).await;
        let (sam, at) = known(&world).await;
        ana.assigns(at, Some(ana.id)).await.unwrap();
        let (call, _one) = talk(&ana, &sam, at).await;
        let why = async |whom: &Agent| ask(&ana, at, call, whom).await.unwrap_err().detail;
        assert_eq!(why(&eve).await, "Eve does not see this conversation.");
        assert_eq!(why(&ana).await, "You are in this call yourself.");
        let refused = wants(&bo, at, Action::Ask { call, who: ana.id }).await.unwrap_err();
        assert_eq!(refused.detail, "You are not in this call any more.");
        let mina = world.customer("Mina").await;
        mina.writes("Hello").await;
        let theirs = world.conversation(&mina).await;
        bo.assigns(theirs, Some(bo.id)).await.unwrap();
        mina.calls().await;
        let second = comes(&bo, theirs).await.id;
        let _voice = join(&bo, theirs, second, false).await.unwrap();
        assert_eq!(why(&bo).await, "Bo is in a call.");
        shows(&ana, at, "that nothing happened", |it| speaks(it, &ana) && it.asked.is_empty()).await;
        mina.hangs_up();
        ended(&bo, theirs).await;

        // And who is asked in a call is in one.
        ask(&ana, at, call, &bo).await.unwrap();
        assert_eq!(why(&bo).await, "Bo is being asked. One at a time can be.");
        let _voice = advises(&bo, at, call, 1_300).await;
        assert_eq!(why(&bo).await, "Bo is in this call already.");
        mina.calls().await;
        let third = comes(&bo, theirs).await;
        assert!(!third.rings(bo.id) && !third.rings(ana.id), "{third:?}");
        let busy = join(&bo, theirs, third.id, false).await.err().unwrap();
        assert_eq!(busy.detail, "You are in another call, with Sam. Hang up there first.");
        let cold = Action::Hand { call, to: To::Agent(eve.id) };
        assert_eq!(wants(&ana, at, cold).await.unwrap_err().code, Code::Conflict);
        mina.hangs_up();
        sam.hangs_up();
        ended(&ana, at).await;
        ended(&bo, theirs).await;
    }

    async fn a_tab_that_is_gone_comes_back_to_the_same_consultation(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        let (call, one) = talk(&ana, &sam, at).await;
        ask(&ana, at, call, &bo).await.unwrap();
        let other = advises(&bo, at, call, 1_300).await;
        one.hears_on(1, 1_300).await;
        other.leaves().await;
        drop(other);
        shows(&ana, at, "that Bo is gone", |it| it.may_return(bo.id) && holds(it, &ana)).await;
        let other = join(&bo, at, call, false).await.unwrap();
        other.plays(1_100);
        one.hears_on(1, 1_100).await;

        one.leaves().await;
        drop(one);
        shows(&bo, at, "that Ana is gone", |it| it.may_return(ana.id) && holds(it, &ana)).await;
        let one = join(&ana, at, call, false).await.unwrap();
        one.hears_on(1, 1_100).await;
        other.hears_on(1, 880).await;
        shows(&bo, at, "that they consult", |it| it.consults() && it.has(ana.id)).await;

        // Whoever does not come back leaves the customer to who is there.
        one.leaves().await;
        drop(one);
        shows(&bo, at, "that Ana is gone again", |it| it.may_return(ana.id)).await;
        world.set_time(bo.now() + GRACE);
        shows(&bo, at, "that Bo has it", |it| speaks(it, &bo) && !it.may_return(ana.id)).await;
        sam.hears(1_100).await;
        other.hears(440).await;
        wants(&bo, at, Action::HangUp { call }).await.unwrap();
        ended(&ana, at).await;
    }

    async fn four_talk_and_a_fifth_is_refused_and_who_leaves_leaves_it_to_the_others(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (cleo, dan) = (world.agent("Cleo").await, world.agent("Dan").await);
        let (sam, at) = known(&world).await;
        let (call, one) = talk(&ana, &sam, at).await;
        ask(&ana, at, call, &bo).await.unwrap();
        let two = advises(&bo, at, call, 1_300).await;
        one.hears_on(1, 1_300).await;
        wants(&ana, at, Action::Together { call }).await.unwrap();
        for hz in [880, 1_300] {
            sam.hears(hz).await;
        }
        two.hears(440).await;
        ask(&ana, at, call, &cleo).await.unwrap();
        falls_silent(&sam, 1_300.0).await;
        let three = advises(&cleo, at, call, 1_700).await;
        wants(&ana, at, Action::Together { call }).await.unwrap();
        for hz in [880, 1_300, 1_700] {
            sam.hears(hz).await;
        }
        for (voice, others) in [(&one, [1_300, 1_700]), (&two, [880, 1_700]), (&three, [880, 1_300])] {
            voice.hears(440).await;
            for hz in others {
                voice.hears_on(1, hz).await;
            }
        }
        assert!(!one.heard_on(1).has(880.0), "nobody hears themselves");
        let refused = ask(&ana, at, call, &dan).await.unwrap_err();
        assert_eq!(refused.detail, "4 are in this call with the customer; more is not possible.");

        wants(&ana, at, Action::HangUp { call }).await.unwrap();
        shows(&cleo, at, "that Bo has it", |it| speaks(it, &bo) && it.has(cleo.id)).await;
        falls_silent(&sam, 880.0).await;
        wants(&cleo, at, Action::HangUp { call }).await.unwrap();
        falls_silent(&sam, 1_700.0).await;
        sam.hears(1_300).await;
        two.hears(440).await;
        wants(&bo, at, Action::HangUp { call }).await.unwrap();
        sam.awaits_call(Phase::Ended).await;
        let told = ended(&dan, at).await;
        assert!(matches!(told.stage, Stage::Ended { how: End::HungUp, .. }));
        assert_eq!(told.talked, [ana.id, bo.id, cleo.id]);
    }

    async fn the_customer_hangs_up_on_all(world: World) {
        let (ana, bo) = (world.agent("Ana").await, world.agent("Bo").await);
        let (sam, at) = known(&world).await;
        let (call, _one) = talk(&ana, &sam, at).await;
        ask(&ana, at, call, &bo).await.unwrap();
        let _two = advises(&bo, at, call, 1_300).await;
        sam.hangs_up();
        for who in [&ana, &bo] {
            let told = ended(who, at).await;
            assert_eq!(over(&told, &bo), Some(Parting::Left));
        }
    }
}

on_nodes! {
    async fn colleagues_at_other_servers_are_asked_and_take_over(world: World) {
        let rights = || Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        let ana = world.agent_with("Ana", rights(), 0).await;
        let bo = world.agent_with("Bo", rights(), 1).await;
        for (one, other) in [(&ana, &bo), (&bo, &ana)] {
            let sam = world.customer("Sam").await;
            sam.writes("May I call you?").await;
            let at = world.conversation(&sam).await;
            one.assigns(at, Some(one.id)).await.unwrap();
            let (call, first) = talk(one, &sam, at).await;
            ask(one, at, call, other).await.unwrap();
            let second = advises(other, at, call, 1_300).await;
            first.hears_on(1, 1_300).await;
            second.hears_on(1, 880).await;
            wants(one, at, Action::Together { call }).await.unwrap();
            sam.hears(1_300).await;
            wants(one, at, Action::Pass { call, to: other.id }).await.unwrap();
            falls_silent(&sam, 880.0).await;
            second.hears(440).await;
            wants(other, at, Action::HangUp { call }).await.unwrap();
            ended(one, at).await;
        }
    }
}
