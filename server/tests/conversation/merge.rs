//! Two contacts that are one person: what is known is known of both, and everything comes back when they are separated.

use shared::attribute::{self, Kind, Of, Value};
use shared::command::Action;
use shared::contact::{self, Card, Field};
use shared::ids::{AttributeId, ConversationId};
use shared::permission::{Role, Visibility};
use shared::state::State;
use shared::view::View;

use crate::on_both;
use crate::world::{Agent, Rights};

async fn does(who: &Agent, chat: ConversationId, action: contact::Action) {
    who.does(Action::Contact(chat, action)).await.unwrap();
}

async fn card(who: &Agent, chat: ConversationId) -> Card {
    who.get(&format!("/api/conversations/{chat}/contact")).await.unwrap()
}

fn named(state: &State, chat: ConversationId, name: &str) -> bool {
    state.conversation(chat).is_some_and(|it| it.contact.name == name)
}

on_both! {
    async fn what_is_known_of_one_is_known_of_both_until_they_are_separated(world: World) {
        let (ada, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        let vip = AttributeId(world.clock.ulid());
        let create = attribute::Action::Create { of: Of::Contact, name: "VIP".into(), kind: Kind::Flag, options: vec![] };
        ada.does(Action::Attribute(vip, create)).await.unwrap();
        let (old, new) = (world.customer("Sam old").await, world.customer("Sam new").await);
        old.writes("Hello").await;
        new.writes("My new number").await;
        let (a, b) = (world.conversation(&old).await, world.conversation(&new).await);
        let set = |value| contact::Action::SetAttribute { attribute: vip, value: Some(Value::Flag(value)) };
        does(&ana, a, set(true)).await;
        does(&ana, b, contact::Action::Set { field: Field::Notes, text: "Of the new one".into() }).await;
        let vips: View = format!("attr:{vip}~is~1").parse().unwrap();
        ana.looks_at(&vips).await;
        ana.sees_list(vips.clone(), vec![a]).await;

        does(&ana, a, contact::Action::Merge { with: b }).await;
        ada.sees("one name", |state| named(state, b, "Sam old")).await;
        ana.sees("both", |state| state.count(&vips) == Some(2)).await;
        let it = card(&ada, b).await;
        assert_eq!((it.identities.len(), it.history.len(), it.details.notes.as_str()), (2, 2, ""));
        does(&ana, b, contact::Action::Set { field: Field::Name, text: "Samuel".into() }).await;
        ada.sees("both renamed", |state| named(state, a, "Samuel") && named(state, b, "Samuel")).await;
        new.writes("Still me").await;
        world.rests().await;
        ana.writes(b, "To the new number").await.unwrap();
        new.awaits("To the new number").await;
        ada.look(|state| assert!(named(state, b, "Samuel")));

        let joined = it.identities[1].id;
        does(&ada, a, contact::Action::Unmerge { contact: joined }).await;
        ana.sees("two names", |state| named(state, a, "Samuel") && named(state, b, "Sam new")).await;
        ana.sees_list(vips.clone(), vec![a]).await;
        let it = card(&ana, b).await;
        assert_eq!((it.identities.len(), it.history.len(), it.details.notes.as_str()), (1, 1, "Of the new one"));
    }

    async fn a_block_is_of_the_whole_person(world: World) {
        let ana = world.agent("Ana").await;
        let (old, new) = (world.customer("Sam old").await, world.customer("Sam new").await);
        old.writes("Hello").await;
        new.writes("Hello").await;
        let (a, b) = (world.conversation(&old).await, world.conversation(&new).await);
        does(&ana, a, contact::Action::Merge { with: b }).await;
        does(&ana, b, contact::Action::Block).await;
        world.rests().await;
        assert!(ana.writes(a, "Hi").await.is_err() && ana.writes(b, "Hi").await.is_err());
        old.writes("Hello?").await;
        new.writes("Hello?").await;
        world.rests().await;
        ana.sees("no news", |state| {
            [a, b].iter().all(|id| state.conversation(*id).is_some_and(|it| it.unread == 1))
        }).await;
    }

    async fn nobody_merges_whom_they_do_not_see(world: World) {
        let ana = world.agent("Ana").await;
        let rights = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let (sam, mina) = (world.customer("Sam").await, world.customer("Mina").await);
        sam.writes("Hello").await;
        mina.writes("Hello").await;
        let (a, b) = (world.conversation(&sam).await, world.conversation(&mina).await);
        ana.assigns(a, Some(olga.id)).await.unwrap();
        olga.sees("mine", |state| state.conversation(a).is_some()).await;
        assert!(olga.does(Action::Contact(a, contact::Action::Merge { with: b })).await.is_err());
        does(&ana, a, contact::Action::Merge { with: b }).await;
        let it = card(&olga, a).await;
        assert_eq!((it.identities.len(), it.history.len()), (1, 1), "the other stays unseen");
    }
}
