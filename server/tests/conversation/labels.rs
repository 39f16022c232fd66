//! Labels: made by those who organise, put on and taken off by everyone who answers.

use shared::colour::Colour;
use shared::command::Action;
use shared::conversation::{self, Fact};
use shared::event::Fact as AnyFact;
use shared::ids::{ConversationId, LabelId};
use shared::label::{self, ON_ONE_MAX};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};

use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn makes(world: &World, who: &Agent, name: &str) -> Result<LabelId, Problem> {
    let id = LabelId(world.clock.ulid());
    let create = label::Action::Create { name: name.into(), colour: Colour::Teal };
    who.does(Action::Label(id, create)).await.map(|_| id)
}

async fn labels(
    who: &Agent,
    chat: ConversationId,
    add: &[LabelId],
    remove: &[LabelId],
) -> Result<(), Problem> {
    let action = conversation::Action::Label { add: add.to_vec(), remove: remove.to_vec() };
    who.does(Action::Conversation(chat, action)).await.map(drop)
}

async fn lead(world: &World, name: &str) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    world.agent_with(name, rights, 0).await
}

async fn chat(world: &World, name: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes("Hello").await;
    world.conversation(&customer).await
}

/// What the log tells about labels on conversations.
async fn told(world: &World) -> Vec<Fact> {
    let place = shared::event::Seq(0);
    let read = move |conn: &mut server::store::Conn| server::store::log::after(conn, place, 1_000);
    let lines = world.app().store.read(read).await.unwrap();
    let facts = lines.into_iter().filter_map(|line| match line.body.fact {
        AnyFact::Conversation(fact @ Fact::Labelled { .. }) => Some(fact),
        _ => None,
    });
    facts.collect()
}

on_both! {
    async fn everyone_sees_what_is_put_on_and_taken_off(world: World) {
        let (lea, ana) = (lead(&world, "Lea").await, world.agent("Ana").await);
        let chat = chat(&world, "Sam").await;
        let (vip, refund) = (makes(&world, &lea, "VIP").await.unwrap(), makes(&world, &lea, "Refund").await.unwrap());

        labels(&ana, chat, &[refund, vip], &[]).await.unwrap();
        let on = |these: Vec<LabelId>| move |state: &shared::state::State| {
            state.conversation(chat).is_some_and(|it| it.labels == these)
        };
        lea.sees("both labels, in the order of ids", on(vec![vip, refund])).await;
        labels(&ana, chat, &[vip], &[refund]).await.unwrap();
        lea.sees("one label", on(vec![vip])).await;
        labels(&ana, chat, &[vip], &[refund]).await.unwrap();
        assert_eq!(told(&world).await, [
            Fact::Labelled { added: vec![vip, refund], removed: vec![] },
            Fact::Labelled { added: vec![], removed: vec![refund] },
        ], "what is so already is no news");
    }

    async fn labels_keep_their_order_whoever_moves(world: World) {
        let lea = lead(&world, "Lea").await;
        let mut ids = vec![];
        for name in ["A", "B", "C", "D"] {
            ids.push(makes(&world, &lea, name).await.unwrap());
        }
        for (from, to, order) in [(3, 0, "DABC"), (0, 9, "DBCA"), (2, 2, "DBCA"), (3, 1, "BDCA")] {
            lea.does(Action::Label(ids[from], label::Action::Move { to })).await.unwrap();
            lea.sees(order, |state| {
                let mut all: Vec<_> = state.labels().values().collect();
                all.sort_by_key(|it| it.place);
                all.iter().map(|it| it.name.as_str()).collect::<String>() == order
                    && (0..).zip(&all).all(|(place, it)| it.place == place)
            }).await;
        }
    }

    async fn a_label_that_is_archived_can_only_be_taken_off(world: World) {
        let (lea, chat) = (lead(&world, "Lea").await, chat(&world, "Sam").await);
        let (old, new) = (makes(&world, &lea, "Old").await.unwrap(), makes(&world, &lea, "New").await.unwrap());
        labels(&lea, chat, &[old], &[]).await.unwrap();
        lea.does(Action::Label(old, label::Action::Archive)).await.unwrap();
        lea.does(Action::Label(new, label::Action::Archive)).await.unwrap();
        assert_eq!(labels(&lea, chat, &[new], &[]).await.unwrap_err().field.as_deref(), Some("add"));
        labels(&lea, chat, &[], &[old]).await.unwrap();
        lea.does(Action::Label(new, label::Action::Restore)).await.unwrap();
        labels(&lea, chat, &[new], &[]).await.unwrap();
    }

    async fn names_are_unique_also_among_the_archived(world: World) {
        let lea = lead(&world, "Lea").await;
        let first = makes(&world, &lea, "  Complaint ").await.unwrap();
        assert_eq!(makes(&world, &lea, "Complaint").await.unwrap_err().code, Code::Taken);
        lea.does(Action::Label(first, label::Action::Archive)).await.unwrap();
        let problem = makes(&world, &lea, "Complaint").await.unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::Taken, Some("name")));
        assert!(problem.detail.contains("Bring it back"), "{problem}");
        assert_eq!(makes(&world, &lea, " ").await.unwrap_err().code, Code::Invalid);
        let change = label::Action::Change { name: "Complaint".into(), colour: Colour::Pink };
        lea.does(Action::Label(first, change)).await.unwrap();
    }

    async fn agents_use_labels_and_do_not_make_them(world: World) {
        let ana = world.agent("Ana").await;
        assert_eq!(makes(&world, &ana, "Mine").await.unwrap_err().code, Code::Forbidden);
    }

    async fn a_conversation_has_room_for_so_many(world: World) {
        let (lea, chat) = (lead(&world, "Lea").await, chat(&world, "Sam").await);
        let mut ids = vec![];
        for n in 0..=ON_ONE_MAX {
            ids.push(makes(&world, &lea, &format!("Label {n}")).await.unwrap());
        }
        assert_eq!(labels(&lea, chat, &ids, &[]).await.unwrap_err().code, Code::Invalid);
        labels(&lea, chat, &ids[1..], &[]).await.unwrap();
        assert_eq!(labels(&lea, chat, &ids[..1], &[]).await.unwrap_err().code, Code::Invalid);
        labels(&lea, chat, &ids[..1], &ids[1..2]).await.unwrap();
        assert_eq!(labels(&lea, chat, &ids[..1], &ids[..1]).await.unwrap_err().code, Code::Invalid);
        let unknown = LabelId(world.clock.ulid());
        assert_eq!(labels(&lea, chat, &[unknown], &ids[..2]).await.unwrap_err().code, Code::Invalid);
    }
}
