//! What a workspace wants to know of its own: made by leads, set by agents, held to its kind, and found in live lists.

use shared::attribute::{self, Choice, Day, Kind, Number, Of, Value};
use shared::command::Action;
use shared::conversation::Fact;
use shared::ids::{AttributeId, ConversationId};
use shared::permission::{Role, Visibility};
use shared::problem::{Code, Problem};
use shared::view::View;
use shared::{contact, conversation};

use crate::on_both;
use crate::world::{Agent, Rights, World};

async fn make(world: &World, lead: &Agent, of: Of, kind: Kind) -> AttributeId {
    let id = AttributeId(world.clock.ulid());
    let option = |id: u32, name: &str| Choice { id, name: name.into() };
    let options =
        if kind == Kind::Choice { vec![option(3, "Card"), option(5, "Invoice")] } else { vec![] };
    let create = attribute::Action::Create { of, name: format!("The {kind}"), kind, options };
    lead.does(Action::Attribute(id, create)).await.unwrap();
    id
}

async fn set(
    who: &Agent,
    chat: ConversationId,
    attribute: AttributeId,
    value: Option<Value>,
) -> Result<(), Problem> {
    let set = conversation::Action::SetAttribute { attribute, value };
    who.does(Action::Conversation(chat, set)).await.map(drop)
}

async fn know(
    who: &Agent,
    chat: ConversationId,
    attribute: AttributeId,
    value: Option<Value>,
) -> Result<(), Problem> {
    let set = contact::Action::SetAttribute { attribute, value };
    who.does(Action::Contact(chat, set)).await.map(drop)
}

async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    world.agent_with("Lea", rights, 0).await
}

on_both! {
    async fn what_is_set_comes_and_goes_in_lists_that_ask_for_it(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        let amount = make(&world, &lea, Of::Conversation, Kind::Number).await;
        let pays = make(&world, &lea, Of::Contact, Kind::Choice).await;
        let (sam, mina) = (world.customer("Sam").await, world.customer("Mina").await);
        for it in [&sam, &mina] {
            it.writes("Hello").await;
        }
        let (chat, other) = (world.conversation(&sam).await, world.conversation(&mina).await);
        assert!(ana.opens(chat).await);
        let view = |text: String| text.parse::<View>().unwrap();
        let much = view(format!("attr:{amount}~min~{}", 100 * 10_000));
        let (card, unknown) = (view(format!("attr:{pays}~is~3")), view(format!("attr:{pays}~unset")));
        for it in [&much, &card, &unknown] {
            ana.looks_at(it).await;
        }
        ana.sees_list(unknown.clone(), vec![other, chat]).await;
        set(&lea, chat, amount, Some(Value::Number("100".parse::<Number>().unwrap()))).await.unwrap();
        ana.sees_list(much.clone(), vec![chat]).await;
        set(&lea, chat, amount, Some(Value::Number("99.99".parse().unwrap()))).await.unwrap();
        ana.sees_list(much.clone(), vec![]).await;
        ana.sees("none", |state| state.count(&much) == Some(0)).await;
        know(&ana, chat, pays, Some(Value::Choice(3))).await.unwrap();
        ana.sees_list(card.clone(), vec![chat]).await;
        ana.sees_list(unknown.clone(), vec![other]).await;
        know(&ana, chat, pays, None).await.unwrap();
        ana.sees_list(card, vec![]).await;
        ana.sees("both", |state| state.count(&unknown) == Some(2)).await;
        ana.sees("told twice", |state| {
            let all = state.thread(chat).into_iter().flat_map(shared::state::Thread::activities);
            all.filter(|it| matches!(it.fact, Fact::Attributed { .. })).count() == 2
        }).await;
    }

    async fn a_value_of_another_kind_is_refused_with_words(world: World) {
        let lea = lead(&world).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let values = [
            (Kind::Text, Value::Text("Gold".into())),
            (Kind::Number, Value::Number(Number(5))),
            (Kind::Date, Value::Date(Day(20_000))),
            (Kind::Choice, Value::Choice(5)),
            (Kind::Flag, Value::Flag(true)),
        ];
        for (kind, value) in &values {
            let id = make(&world, &lea, Of::Conversation, *kind).await;
            for (other, wrong) in values.iter().filter(|(other, _)| other != kind) {
                let problem = set(&lea, chat, id, Some(wrong.clone())).await.unwrap_err();
                assert_eq!(problem.field.as_deref(), Some("value"), "{other} in {kind}");
            }
            set(&lea, chat, id, Some(value.clone())).await.unwrap();
        }
        let date = make(&world, &lea, Of::Contact, Kind::Date).await;
        for (value, why) in [(Day(i32::MAX), "no such day")] {
            assert!(know(&lea, chat, date, Some(Value::Date(value))).await.is_err(), "{why}");
        }
        let problem = set(&lea, chat, date, Some(Value::Date(Day(1)))).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("attribute"), "it is of the contact");
    }

    async fn an_option_that_is_taken_out_stays_where_it_was_chosen(world: World) {
        let lea = lead(&world).await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        let pays = make(&world, &lea, Of::Conversation, Kind::Choice).await;
        set(&lea, chat, pays, Some(Value::Choice(3))).await.unwrap();
        let options = vec![Choice { id: 5, name: "By invoice".into() }];
        let change = attribute::Action::Change { name: "Pays".into(), options };
        lea.does(Action::Attribute(pays, change)).await.unwrap();
        lea.sees("it", |state| {
            state.conversation(chat).is_some_and(|it| it.attributes.get(&pays) == Some(&Value::Choice(3)))
                && state.attributes().get(&pays).is_some_and(|it| it.name == "Pays")
        }).await;
        assert!(set(&lea, chat, pays, Some(Value::Choice(7))).await.is_err());
        lea.does(Action::Attribute(pays, attribute::Action::Archive)).await.unwrap();
        let problem = set(&lea, chat, pays, Some(Value::Choice(5))).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("attribute"));
        set(&lea, chat, pays, None).await.unwrap();
    }

    async fn names_are_given_once_and_agents_give_none(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        make(&world, &lea, Of::Contact, Kind::Text).await;
        let create = |of, options| attribute::Action::Create { of, name: "The text".into(), kind: Kind::Text, options };
        let new = || AttributeId(world.clock.ulid());
        let problem = lea.does(Action::Attribute(new(), create(Of::Contact, vec![]))).await.unwrap_err();
        assert_eq!(problem.code, Code::Taken);
        let option = Choice { id: 1, name: "One".into() };
        let problem = lea.does(Action::Attribute(new(), create(Of::Conversation, vec![option]))).await.unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("options"));
        lea.does(Action::Attribute(new(), create(Of::Conversation, vec![]))).await.unwrap();
        let problem = ana.does(Action::Attribute(new(), create(Of::Contact, vec![]))).await.unwrap_err();
        assert_eq!(problem.code, Code::Forbidden);
    }
}
