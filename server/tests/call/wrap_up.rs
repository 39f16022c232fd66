//! What follows a call: a while in which nothing rings, and what came of it.

use shared::call::{After, Setting, WRAPS_MAX, WrapUp};
use shared::ids::{NoteId, OutcomeId};
use shared::note::{self, Audience, Piece};
use shared::permission::{Role, Visibility};
use shared::problem::Code;
use shared::state::State;
use shared::time::Millis;
use simulator::Phone;

use super::*;
use crate::world::Rights;
use crate::{on_both, on_nodes};

const MINUTE: Millis = Millis::minutes(1);

async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    world.agent_with("Lea", rights, 0).await
}

async fn says(lea: &Agent, setting: Setting) -> Result<(), Problem> {
    lea.does(Wish::CallSettings(setting)).await.map(drop)
}

/// Something that can have come of a call.
async fn outcome(lea: &Agent, name: &str) -> OutcomeId {
    let id = OutcomeId::new(lea.now());
    says(lea, Setting::AddOutcome { id, name: name.into() }).await.unwrap();
    id
}

/// They talk, and the call is over.
async fn talked(who: &Agent, sam: &Phone, at: ConversationId) -> CallId {
    sam.calls().await;
    let id = comes(who, at).await.id;
    let voice = join(who, at, id, false).await.unwrap();
    sam.hears(880).await;
    wants(who, at, Action::HangUp { call: id }).await.unwrap();
    ended(who, at).await;
    drop(voice);
    id
}

fn wraps_up(state: &State, who: &Agent) -> Option<WrapUp> {
    state.agents().get(&who.id).and_then(|it| it.wrap_up)
}

/// Once they have something to do after a call, or nothing any more, as somebody sees it.
async fn busy(seen_by: &Agent, who: &Agent, on: bool) -> Option<WrapUp> {
    let words = if on { "them busy after a call" } else { "them ready again" };
    seen_by.sees(words, |state| wraps_up(state, who).is_some() == on).await;
    seen_by.look(|state| wraps_up(state, who))
}

/// What follows the last call of a thread, once it is done.
async fn done(who: &Agent, at: ConversationId) -> After {
    let after = |state: &State| {
        let last = state.thread(at)?.calls().last()?.after?;
        last.done.map(|_| last)
    };
    who.sees("that it is done", |state| after(state).is_some()).await;
    who.look(after).unwrap()
}

on_both! {
    async fn who_talked_says_what_came_of_it_while_nothing_rings_at_theirs(world: World) {
        let (lea, ana, bo) = (lead(&world).await, world.agent("Ana").await, world.agent("Bo").await);
        let own = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let eve = world.agent_with("Eve", own, 0).await;
        let sold = outcome(&lea, "Sold").await;
        let (sam, at) = known(&world).await;
        assert!(bo.opens(at).await);
        let id = talked(&ana, &sam, at).await;
        assert_eq!(busy(&ana, &ana, true).await.unwrap().of, Some((at, id)));
        for other in [&lea, &eve] {
            assert_eq!(busy(other, &ana, true).await.unwrap().of, None, "that is Ana's");
        }
        let again = ana.fresh().await;
        assert!(again.conversation(at).is_some(), "it comes back after a reload");

        let mina = world.customer("Mina").await;
        mina.calls().await;
        let other = world.conversation(&mina).await;
        let rings = comes(&bo, other).await;
        assert!(rings.rings(bo.id) && rings.rings(lea.id) && !rings.rings(ana.id));

        let note = NoteId::new(ana.now());
        let pieces = vec![Piece::Text("Wants two more".into())];
        let add = note::Action::Add { id: note, pieces, files: vec![], audience: Audience::Everyone };
        ana.does(Wish::Note(at, add)).await.unwrap();
        let save = Action::WrapUp { call: id, outcome: Some(sold), note: Some(note) };
        assert_eq!(wants(&bo, at, save.clone()).await.unwrap_err().code, Code::Conflict);
        wants(&ana, at, save).await.unwrap();
        busy(&lea, &ana, false).await;
        let after = done(&bo, at).await;
        assert_eq!((after.by, after.outcome, after.note), (ana.id, Some(sold), Some(note)));
        shows(&bo, other, "that it rings at Ana's, too", |it| it.rings(ana.id)).await;
        mina.hangs_up();
        ended(&bo, other).await;
        assert!(!eve.opens(at).await, "who does not see the customer hears of nothing");
    }

    async fn it_ends_by_itself_and_later_for_who_asks(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        let sold = outcome(&lea, "Sold").await;
        let (sam, at) = known(&world).await;
        world.set_time(ana.now());
        let id = talked(&ana, &sam, at).await;
        let WrapUp { since, until, .. } = busy(&ana, &ana, true).await.unwrap();
        assert_eq!(until - since, MINUTE, "as long as nobody has said otherwise");
        wants(&ana, at, Action::MoreTime { call: id }).await.unwrap();
        world.set_time(since + Millis(MINUTE.0 + 1_000));
        world.rests().await;
        assert_eq!(busy(&lea, &ana, true).await.unwrap().until - since, Millis::minutes(2));
        world.set_time(since + Millis::minutes(5));
        busy(&lea, &ana, false).await;
        let after = done(&ana, at).await;
        assert_eq!(after.done, Some(since + Millis::minutes(2)), "however late a server looks");
        assert_eq!(after.outcome, None);

        let late = Action::WrapUp { call: id, outcome: Some(sold), note: None };
        wants(&ana, at, late).await.unwrap();
        let said = |state: &State| {
            let after = state.thread(at)?.calls().last()?.after?;
            after.outcome.map(|_| after)
        };
        ana.sees("what came of it", |state| said(state).is_some()).await;
        assert_eq!(ana.look(said), Some(After { outcome: Some(sold), ..after }));
        let more = Action::MoreTime { call: id };
        assert_eq!(wants(&ana, at, more).await.unwrap_err().code, Code::Conflict);
    }

    async fn nobody_makes_it_last_for_ever(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        world.set_time(ana.now());
        let id = talked(&ana, &sam, at).await;
        let mut asked = 0;
        while wants(&ana, at, Action::MoreTime { call: id }).await.is_ok() {
            asked += 1;
        }
        assert_eq!(asked, 29);
        let it = ana.look(|state| wraps_up(state, &ana)).unwrap();
        assert_eq!(it.until - it.since, WRAPS_MAX);
    }

    async fn who_calls_somebody_else_is_done(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        world.set_time(ana.now());
        talked(&ana, &sam, at).await;
        let since = busy(&ana, &ana, true).await.unwrap().since;
        let mina = world.customer("Mina").await;
        mina.writes("Call me").await;
        let other = world.conversation(&mina).await;
        mina.allows_calls(true);
        world.set_time(since + Millis::seconds(7));
        let call = CallId::new(ana.now());
        let _voice = join(&ana, other, call, true).await.unwrap();
        busy(&ana, &ana, false).await;
        assert_eq!(done(&ana, at).await.done, Some(since + Millis::seconds(7)));
        wants(&ana, other, Action::HangUp { call }).await.unwrap();
        let over = ended(&ana, other).await;
        assert_eq!(over.after, None, "nobody talked");
    }

    async fn a_workspace_says_how_long_it_lasts_and_what_can_come_of_a_call(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        let long = says(&lea, Setting::SetWrapUp { seconds: 1_801 }).await.unwrap_err();
        assert_eq!(long.field.as_deref(), Some("seconds"));
        assert_eq!(says(&ana, Setting::SetWrapUp { seconds: 9 }).await.unwrap_err().code, Code::Forbidden);
        says(&lea, Setting::SetWrapUp { seconds: 0 }).await.unwrap();
        let (sam, at) = known(&world).await;
        talked(&ana, &sam, at).await;
        assert_eq!(ended(&ana, at).await.after, None);
        assert_eq!(busy(&ana, &ana, false).await, None);

        says(&lea, Setting::SetWrapUp { seconds: 30 }).await.unwrap();
        let sold = outcome(&lea, "Sold").await;
        let other = OutcomeId::new(lea.now());
        let same = Setting::AddOutcome { id: other, name: " sold ".into() };
        assert_eq!(says(&lea, same).await.unwrap_err().code, Code::Taken);
        says(&lea, Setting::RenameOutcome { id: sold, name: "Bought".into() }).await.unwrap();
        says(&lea, Setting::ArchiveOutcome { id: sold }).await.unwrap();
        let call = talked(&ana, &sam, at).await;
        let it = busy(&ana, &ana, true).await.unwrap();
        assert_eq!(it.until - it.since, Millis::seconds(30));
        let save = Action::WrapUp { call, outcome: Some(sold), note: None };
        let refused = wants(&ana, at, save.clone()).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("outcome"), "it is offered no more");
        says(&lea, Setting::RestoreOutcome { id: sold }).await.unwrap();
        wants(&ana, at, save).await.unwrap();
        assert_eq!(done(&ana, at).await.outcome, Some(sold));
    }

    async fn it_ends_also_where_its_server_has_gone(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, at) = known(&world).await;
        world.set_time(ana.now());
        talked(&ana, &sam, at).await;
        let until = busy(&ana, &ana, true).await.unwrap().until;
        world.rests().await;
        world.deploys(0, [&ana].into_iter()).await;
        world.set_time(until + MINUTE);
        busy(&ana, &ana, false).await;
        assert_eq!(done(&ana, at).await.done, Some(until));
    }
}

on_nodes! {
    async fn every_server_knows_of_it(world: World) {
        let rights = || Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
        let ana = world.agent_with("Ana", rights(), 0).await;
        let bo = world.agent_with("Bo", rights(), 1).await;
        let (sam, at) = known(&world).await;
        let id = talked(&ana, &sam, at).await;
        busy(&bo, &ana, true).await;
        sam.calls().await;
        assert!(!comes(&bo, at).await.rings(ana.id));
        sam.hangs_up();
        ended(&bo, at).await;
        wants(&ana, at, Action::WrapUp { call: id, outcome: None, note: None }).await.unwrap();
        busy(&bo, &ana, false).await;
    }
}
