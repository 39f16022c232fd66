//! Put off until a time or until the customer writes, and marked as unread.

use server::jobs::Job;
use server::store::jobs;
use shared::command::Action as AnyAction;
use shared::conversation::{Action, Conversation, Fact, Snooze, Status};
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::ConversationId;
use shared::problem::{Code, Problem};
use shared::time::Millis;
use shared::view::View;

use crate::world::{Agent, World};
use crate::{on_both, on_nodes};

async fn does(who: &Agent, chat: ConversationId, action: Action) -> Result<(), Problem> {
    who.does(AnyAction::Conversation(chat, action)).await.map(drop)
}

async fn snoozes(who: &Agent, chat: ConversationId, until: Snooze) -> Result<(), Problem> {
    does(who, chat, Action::Snooze { until }).await
}

async fn chat(world: &World, name: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes("Hello").await;
    world.conversation(&customer).await
}

async fn sees(who: &Agent, what: &str, chat: ConversationId, is: impl Fn(&Conversation) -> bool) {
    who.sees(what, |state| state.conversation(chat).is_some_and(&is)).await;
}

/// Who put it off and brought it back, as the log tells.
async fn told(world: &World) -> Vec<(Fact, bool)> {
    let read = |conn: &mut server::store::Conn| {
        server::store::log::after(conn, shared::event::Seq(0), 1_000)
    };
    let lines = world.app().store.read(read).await.unwrap();
    let facts = lines.into_iter().filter_map(|line| match line.body.fact {
        AnyFact::Conversation(fact @ (Fact::Snoozed { .. } | Fact::Woke)) => {
            Some((fact, line.body.by == Actor::System))
        }
        _ => None,
    });
    facts.collect()
}

async fn until_a_time(world: World) {
    let (ana, chat) = (world.agent("Ana").await, chat(&world, "Sam").await);
    let at = world.clock.now() + Millis::hours(3);
    let until = Snooze::Until(at);
    snoozes(&ana, chat, until).await.unwrap();
    ana.sees_list(View::All, vec![]).await;
    ana.sees_list(View::Snoozed, vec![chat]).await;
    sees(&ana, "until when", chat, |it| it.snoozed == Some(until)).await;

    world.set_time(at - Millis(1));
    world.rests().await;
    assert_eq!(told(&world).await.len(), 1, "nothing comes back too early");
    world.set_time(at);
    ana.sees_list(View::All, vec![chat]).await;
    ana.sees_list(View::Snoozed, vec![]).await;
    sees(&ana, "that it came back", chat, |it| it.unread == 1 && it.active_at == at).await;
    world.set_time(at + Millis::hours(1));
    world.rests().await;
    assert_eq!(told(&world).await, [(Fact::Snoozed { until }, false), (Fact::Woke, true)]);
}

on_nodes! {
    async fn one_of_two_nodes_brings_it_back_once(world: World) {
        until_a_time(world).await;
    }
}

on_both! {
    async fn what_is_put_off_comes_back_once_at_its_time(world: World) {
        until_a_time(world).await;
    }

    async fn the_latest_time_counts_and_reopening_ends_it(world: World) {
        let (ana, chat) = (world.agent("Ana").await, chat(&world, "Sam").await);
        let now = world.clock.now();
        let (soon, late) = (now + Millis::hours(1), now + Millis::days(2));
        snoozes(&ana, chat, Snooze::Until(soon)).await.unwrap();
        snoozes(&ana, chat, Snooze::Until(late)).await.unwrap();
        world.set_time(soon);
        world.rests().await;
        ana.sees_list(View::Snoozed, vec![chat]).await;
        snoozes(&ana, chat, Snooze::Until(soon + Millis::hours(1))).await.unwrap();
        world.set_time(soon + Millis::hours(1));
        ana.sees_list(View::All, vec![chat]).await;

        snoozes(&ana, chat, Snooze::Until(late)).await.unwrap();
        does(&ana, chat, Action::Reopen).await.unwrap();
        ana.sees_list(View::All, vec![chat]).await;
        snoozes(&ana, chat, Snooze::Until(late)).await.unwrap();
        does(&ana, chat, Action::Close).await.unwrap();
        ana.sees_list(View::Closed, vec![chat]).await;
        world.set_time(late);
        world.rests().await;
        ana.sees_list(View::Closed, vec![chat]).await;
        sees(&ana, "that nothing brings it back", chat, |it| it.snoozed.is_none()).await;
    }

    async fn the_customer_brings_it_back_at_once(world: World) {
        let ana = world.agent("Ana").await;
        let (sam, tim) = (world.customer("Sam").await, world.customer("Tim").await);
        for (customer, until) in [(&sam, Snooze::Reply), (&tim, Snooze::Until(world.clock.now() + Millis::days(1)))] {
            customer.writes("Hello").await;
            let chat = world.conversation(customer).await;
            snoozes(&ana, chat, until).await.unwrap();
            ana.sees_list(View::Snoozed, vec![chat]).await;
            ana.writes(chat, "We are looking into it.").await.unwrap();
            world.rests().await;
            ana.sees_list(View::Snoozed, vec![chat]).await;
            customer.writes("And?").await;
            sees(&ana, "that it is back", chat, |it| it.status == Status::Open && it.unread == 1).await;
            ana.sees_list(View::Snoozed, vec![]).await;
        }
        let woken: Vec<_> = told(&world).await.into_iter().filter(|(fact, _)| *fact == Fact::Woke).collect();
        assert_eq!(woken, [(Fact::Woke, false), (Fact::Woke, false)], "the customers did it");
    }

    async fn a_time_that_makes_no_sense_is_refused(world: World) {
        let (ana, chat) = (world.agent("Ana").await, chat(&world, "Sam").await);
        let now = world.clock.now();
        for at in [now - Millis::minutes(1), now + Millis::days(400)] {
            let problem = snoozes(&ana, chat, Snooze::Until(at)).await.unwrap_err();
            assert_eq!((problem.code, problem.field.as_deref()), (Code::Invalid, Some("until")));
        }
        assert_eq!(world.app().store.read(jobs::waiting).await.unwrap().iter()
            .filter(|job| matches!(job, Job::Wake { .. })).count(), 0);
    }

    async fn what_is_marked_unread_stays_so_until_somebody_looks(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        ana.sees_list(View::All, vec![chat]).await;
        let last = ana.look(|state| state.conversation(chat).unwrap().last.clone().unwrap().message);
        does(&ana, chat, Action::Read { through: last }).await.unwrap();
        sees(&ben, "that it was read", chat, |it| it.unread == 0).await;
        does(&ana, chat, Action::Unread).await.unwrap();
        does(&ana, chat, Action::Unread).await.unwrap();
        sees(&ben, "that it is to be looked at", chat, |it| it.unread == 1).await;
        does(&ben, chat, Action::Read { through: last }).await.unwrap();
        sees(&ana, "that Ben looked", chat, |it| it.unread == 0).await;
    }
}
