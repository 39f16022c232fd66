//! Asking a colleague for what is theirs: they keep it or give it, and silence gives it, once, if it still can.

use server::features::agent;
use server::store::{Tx, log};
use shared::agent::Action as OfAgent;
use shared::answer::Seen;
use shared::command::{Action as Any, Command};
use shared::conversation::{ASKED, Action, Asked, Conversation, Fact};
use shared::event::{Actor, Fact as AnyFact, Seq};
use shared::ids::{CommandId, ConversationId};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};

use crate::world::{Agent, World};
use crate::{on_both, on_nodes};

async fn does(who: &Agent, chat: ConversationId, what: Action) -> Result<(), Problem> {
    who.does(Any::Conversation(chat, what)).await.map(drop)
}

async fn asks(who: &Agent, chat: ConversationId, of: &Agent) -> Result<(), Problem> {
    does(who, chat, Action::Ask { of: of.id }).await
}

async fn now(world: &World) -> Conversation {
    world.conversations().await.remove(0)
}

/// What happened between them.
async fn told(world: &World) -> Vec<Fact> {
    let lines = world.app().store.read(|conn| log::after(conn, Seq(0), i64::MAX)).await.unwrap();
    let of = lines.into_iter().filter_map(|line| match line.body.fact {
        AnyFact::Conversation(fact) => Some(fact),
        _ => None,
    });
    let about = |it: &Fact| {
        matches!(it, Fact::Asked { .. } | Fact::Unasked | Fact::Kept { .. } | Fact::Ceded { .. })
    };
    of.filter(about).collect()
}

/// Sam wrote, and Ana has it; the clock stands.
async fn begun(world: &World) -> (Timestamp, Agent, Agent, ConversationId) {
    let start = world.clock.now();
    world.set_time(start);
    let last = world.nodes.len() - 1;
    let rights =
        || crate::world::Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
    let ana = world.agent_with("Ana", rights(), 0).await;
    let ben = world.agent_with("Ben", rights(), last).await;
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    ana.assigns(chat, Some(ana.id)).await.unwrap();
    world.rests().await;
    (start, ana, ben, chat)
}

/// After the time in which it can be kept, and when whatever was promised is done.
async fn passes(world: &World, start: Timestamp) {
    world.set_time(start + ASKED + Millis::seconds(2));
    world.rests().await;
}

async fn silence_gives_it_once(world: World) {
    let (start, ana, ben, chat) = begun(&world).await;
    asks(&ben, chat, &ana).await.unwrap();
    asks(&ben, chat, &ana).await.unwrap();
    let asked = Asked { by: ben.id, until: start + ASKED };
    ana.sees("who asks", |state| {
        state.asked().any(|it| it.id == chat && it.asked_of(ana.id) == Some(asked))
    })
    .await;
    let fresh = ana.fresh().await;
    assert_eq!(fresh.asked().map(|it| it.id).collect::<Vec<_>>(), [chat], "after a reload, too");
    world.set_time(start + ASKED - Millis(1));
    world.rests().await;
    assert_eq!(now(&world).await.assignee, Some(ana.id), "a moment is left");
    world.set_time(start + ASKED);
    let mine = |it: &Conversation| it.assignee == Some(ben.id) && it.asked.is_none();
    ben.sees("that it is his", |state| state.conversation(chat).is_some_and(mine)).await;
    passes(&world, start).await;
    let ceded = Fact::Ceded { from: ana.id, to: ben.id, silent: true };
    assert_eq!(told(&world).await, [Fact::Asked { of: ana.id }, ceded]);
}

on_both! {
    async fn who_says_nothing_gives_it(world: World) {
        silence_gives_it_once(world).await;
    }

    async fn who_keeps_it_has_it_and_can_be_asked_again(world: World) {
        let (start, ana, ben, chat) = begun(&world).await;
        asks(&ben, chat, &ana).await.unwrap();
        does(&ana, chat, Action::Keep { from: ben.id }).await.unwrap();
        does(&ana, chat, Action::Keep { from: ben.id }).await.unwrap();
        passes(&world, start).await;
        assert_eq!((now(&world).await.assignee, now(&world).await.asked), (Some(ana.id), None));
        let kept = [Fact::Asked { of: ana.id }, Fact::Kept { from: ben.id }];
        assert_eq!(told(&world).await, kept);
        asks(&ben, chat, &ana).await.unwrap();
        does(&ben, chat, Action::Unask).await.unwrap();
        passes(&world, start + Millis::minutes(1)).await;
        assert_eq!(now(&world).await.assignee, Some(ana.id));
    }

    async fn who_gives_it_gives_it_at_once(world: World) {
        let (start, ana, ben, chat) = begun(&world).await;
        asks(&ben, chat, &ana).await.unwrap();
        does(&ana, chat, Action::Cede { to: ben.id }).await.unwrap();
        assert_eq!((now(&world).await.assignee, now(&world).await.asked), (Some(ben.id), None));
        // Another tab of hers gives it, too.
        does(&ana, chat, Action::Cede { to: ben.id }).await.unwrap();
        passes(&world, start).await;
        let ceded = Fact::Ceded { from: ana.id, to: ben.id, silent: false };
        assert_eq!(told(&world).await, [Fact::Asked { of: ana.id }, ceded]);
        let late = does(&ana, chat, Action::Keep { from: ben.id }).await.unwrap_err();
        assert_eq!(late.detail, "It is not yours any more: Ben has it.");
    }

    async fn one_at_a_time_asks_and_the_next_is_told_who(world: World) {
        let (_, ana, ben, chat) = begun(&world).await;
        let cleo = world.agent("Cleo").await;
        asks(&ben, chat, &ana).await.unwrap();
        let problem = asks(&cleo, chat, &ana).await.unwrap_err();
        assert_eq!((problem.code, problem.detail.as_str()), (Code::Conflict, "Ben asks for it already."));
        for other in [Action::Keep { from: ben.id }, Action::Cede { to: cleo.id }] {
            assert_eq!(does(&cleo, chat, other).await.unwrap_err().code, Code::Conflict, "it is Ana's");
        }
        does(&cleo, chat, Action::Unask).await.unwrap();
        assert_eq!(now(&world).await.asked.map(|it| it.by), Some(ben.id));
    }

    async fn what_is_nobodys_ones_own_or_closed_is_not_asked_for(world: World) {
        let (_, ana, ben, chat) = begun(&world).await;
        assert_eq!(asks(&ana, chat, &ana).await.unwrap_err().detail, "It is yours already.");
        assert_eq!(asks(&ben, chat, &ben).await.unwrap_err().detail, "Ana has it by now.");
        does(&ana, chat, Action::Close).await.unwrap();
        assert_eq!(asks(&ben, chat, &ana).await.unwrap_err().code, Code::Conflict);
        does(&ana, chat, Action::Reopen).await.unwrap();
        ana.assigns(chat, None).await.unwrap();
        assert_eq!(asks(&ben, chat, &ana).await.unwrap_err().detail, "Nobody has it any more: take it.");
    }

    async fn what_went_elsewhere_or_was_closed_meanwhile_stays_as_it_is(world: World) {
        let (start, ana, ben, chat) = begun(&world).await;
        let cleo = world.agent("Cleo").await;
        asks(&ben, chat, &ana).await.unwrap();
        ana.assigns(chat, Some(cleo.id)).await.unwrap();
        // Back before the time is over: that does not ask again.
        cleo.assigns(chat, Some(ana.id)).await.unwrap();
        passes(&world, start).await;
        assert_eq!(now(&world).await.assignee, Some(ana.id));
        let later = start + Millis::minutes(1);
        world.set_time(later);
        asks(&ben, chat, &ana).await.unwrap();
        does(&ana, chat, Action::Close).await.unwrap();
        does(&ana, chat, Action::Reopen).await.unwrap();
        passes(&world, later).await;
        assert_eq!(now(&world).await.assignee, Some(ana.id));
        assert!(!told(&world).await.iter().any(|it| matches!(it, Fact::Ceded { .. })));
    }

    async fn who_may_not_answer_there_any_more_gets_nothing(world: World) {
        let (start, ana, ben, chat) = begun(&world).await;
        asks(&ben, chat, &ana).await.unwrap();
        let who = ben.id;
        let gone = move |tx: &mut Tx<'_>| agent::handle(tx, who, OfAgent::SetRights {
            role: Role::Agent, visibility: Visibility::Own, teams: vec![],
        });
        world.app().write(Actor::System, gone).await.unwrap();
        assert_eq!(does(&ana, chat, Action::Cede { to: ben.id }).await.unwrap_err().code, Code::Conflict);
        passes(&world, start).await;
        assert_eq!((now(&world).await.assignee, now(&world).await.asked), (Some(ana.id), None));
        assert_eq!(told(&world).await, [Fact::Asked { of: ana.id }, Fact::Unasked]);
    }

    async fn who_asks_over_what_they_have_not_seen_is_told(world: World) {
        let (_, ana, ben, chat) = begun(&world).await;
        let cleo = world.agent("Cleo").await;
        let version = now(&world).await.version;
        ana.assigns(chat, Some(cleo.id)).await.unwrap();
        let (id, action) = (CommandId::new(ben.now()), Any::Conversation(chat, Action::Ask { of: ana.id }));
        let seen = Some(Seen { version, ..Seen::default() });
        let problem = ben.commands(&Command { id, action, seen }).await.unwrap_err();
        assert_eq!(problem.code, Code::Changed);
        let changed = problem.changed.unwrap();
        assert_eq!(changed.changes[0].fact, Fact::Assigned { from: Some(ana.id), to: Some(cleo.id) });
    }
}

on_nodes! {
    async fn silence_gives_it_once_over_all_nodes(world: World) {
        silence_gives_it_once(world).await;
    }
}
