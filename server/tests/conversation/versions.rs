//! Nobody changes what somebody else has changed since they looked, without meaning to; and what does not touch each other
//! does not stand in each other's way.

use shared::answer::Seen;
use shared::attribute;
use shared::change::Changed;
use shared::command::{Action as Any, Command};
use shared::conversation::{Action, Fact, Snooze, Status};
use shared::event::Actor;
use shared::ids::{AttributeId, CommandId, ConversationId, LabelId};
use shared::label;
use shared::problem::{Code, Problem};

use crate::on_both;
use crate::world::{Agent, World};

const LATER: Action = Action::Snooze { until: Snooze::Reply };

/// Changes it as somebody whose tab shows that version.
async fn having(
    agent: &Agent,
    chat: ConversationId,
    version: u32,
    action: Action,
) -> Result<(), Problem> {
    let (id, action) = (CommandId::new(agent.now()), Any::Conversation(chat, action));
    let seen = Some(Seen { version, ..Seen::default() });
    agent.commands(&Command { id, action, seen }).await.map(drop)
}

async fn plainly(agent: &Agent, chat: ConversationId, action: Action) {
    agent.does(Any::Conversation(chat, action)).await.unwrap();
}

fn changed(outcome: Result<(), Problem>) -> Changed {
    let problem = outcome.unwrap_err();
    assert_eq!(problem.code, Code::Changed, "{problem:?}");
    *problem.changed.unwrap()
}

async fn begun(world: &World) -> (Agent, Agent, ConversationId) {
    let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
    let sam = world.customer("Sam").await;
    sam.writes("Hello").await;
    let chat = world.conversation(&sam).await;
    world.rests().await;
    (ana, ben, chat)
}

async fn now(world: &World) -> shared::conversation::Conversation {
    world.conversations().await.remove(0)
}

on_both! {
    async fn who_closes_what_was_snoozed_meanwhile_is_told_and_may_do_it_anyway(world: World) {
        let (ana, ben, chat) = begun(&world).await;
        let before = now(&world).await.version;
        plainly(&ana, chat, LATER).await;
        let told = changed(having(&ben, chat, before, Action::Close).await);
        let [change] = &told.changes[..] else { panic!("{told:?}") };
        assert_eq!(change.by, Actor::Agent(ana.id));
        assert_eq!(change.fact, Fact::Snoozed { until: Snooze::Reply });
        assert_eq!((now(&world).await.status, now(&world).await.version), (Status::Snoozed, told.version));
        having(&ben, chat, told.version, Action::Close).await.unwrap();
        assert_eq!(now(&world).await.status, Status::Closed);
    }

    async fn what_does_not_touch_each_other_merges(world: World) {
        let (ana, ben, chat) = begun(&world).await;
        let labels = [LabelId::new(ana.now()), LabelId::new(ben.now())];
        for (n, id) in labels.into_iter().enumerate() {
            let create = label::Action::Create { name: format!("{n}"), colour: shared::colour::Colour::Red };
            let make = move |tx: &mut server::store::Tx<'_>| server::features::label::handle(tx, id, create);
            world.app().write(Actor::System, make).await.unwrap();
        }
        let before = now(&world).await.version;
        let put = |label| Action::Label { add: vec![label], remove: vec![] };
        having(&ana, chat, before, put(labels[0])).await.unwrap();
        having(&ben, chat, before, put(labels[1])).await.unwrap();
        having(&ana, chat, before, Action::Assign { to: Some(ana.id) }).await.unwrap();
        having(&ben, chat, before, Action::Close).await.unwrap();
        let it = now(&world).await;
        assert_eq!((it.assignee, it.status, it.labels.len()), (Some(ana.id), Status::Closed, 2));
    }

    async fn two_who_give_it_to_two_people_are_told_and_to_one_are_not(world: World) {
        let (ana, ben, chat) = begun(&world).await;
        let before = now(&world).await.version;
        having(&ana, chat, before, Action::Assign { to: Some(ana.id) }).await.unwrap();
        having(&ben, chat, before, Action::Assign { to: Some(ana.id) }).await.unwrap();
        let told = changed(having(&ben, chat, before, Action::Assign { to: Some(ben.id) }).await);
        assert_eq!(told.changes[0].fact, Fact::Assigned { from: None, to: Some(ana.id) });
        changed(having(&ben, chat, before, Action::Assign { to: None }).await);
        // One's own change, perhaps in another tab, is no surprise.
        having(&ana, chat, before, Action::Assign { to: Some(ben.id) }).await.unwrap();
        assert_eq!(now(&world).await.assignee, Some(ben.id));
    }

    async fn fields_that_a_workspace_made_are_each_their_own(world: World) {
        let (ana, ben, chat) = begun(&world).await;
        let fields = [AttributeId::new(ana.now()), AttributeId::new(ben.now())];
        for (n, id) in fields.into_iter().enumerate() {
            let (of, name, kind) = (attribute::Of::Conversation, format!("{n}"), attribute::Kind::Text);
            let create = attribute::Action::Create { of, name, kind, options: vec![] };
            let make = move |tx: &mut server::store::Tx<'_>| server::features::attribute::handle(tx, id, create);
            world.app().write(Actor::System, make).await.unwrap();
        }
        let before = now(&world).await.version;
        let set = |n: usize, words: &str| {
            let value = Some(attribute::Value::Text(words.into()));
            Action::SetAttribute { attribute: fields[n], value }
        };
        having(&ana, chat, before, set(0, "red")).await.unwrap();
        having(&ben, chat, before, set(1, "large")).await.unwrap();
        having(&ben, chat, before, set(0, "red")).await.unwrap();
        let told = changed(having(&ben, chat, before, set(0, "blue")).await);
        assert_eq!(told.changes.len(), 1);
        assert_eq!(now(&world).await.attributes.len(), 2);
    }

    async fn what_the_customer_does_is_told_too(world: World) {
        let (ana, _, chat) = begun(&world).await;
        plainly(&ana, chat, LATER).await;
        let before = now(&world).await.version;
        ana.sees("that it is put off", |state| {
            state.conversation(chat).is_some_and(|it| it.version >= before)
        })
        .await;
        let sam = world.whatsapp.phone("Sam").await;
        sam.writes("Still here").await;
        ana.sees("that it is back", |state| {
            state.conversation(chat).is_some_and(|it| it.status == Status::Open)
        })
        .await;
        let told = changed(having(&ana, chat, before, Action::Snooze { until: Snooze::Until(ana.now() + shared::time::Millis::hours(1)) }).await);
        assert!(matches!(told.changes[0].by, Actor::Contact(_)));
    }
}
