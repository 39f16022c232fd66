//! Conversations are found by their labels and by what is known of them and their customers.

use shared::attribute::{self, Choice, Kind, Of, Value};
use shared::colour::Colour;
use shared::command::Action;
use shared::ids::{AttributeId, ConversationId, LabelId};
use shared::permission::{Role, Visibility};
use shared::search::Reason;
use shared::{contact, conversation, label};

use super::{people, search, texts};
use crate::on_both;
use crate::world::{Agent, Rights, World};

on_both! {
    async fn conversations_are_found_by_what_is_on_them_and_known_of_them(world: World) {
        let (lea, ana) = (lead(&world).await, world.agent("Ana").await);
        let vip = label(&world, &lea, "VIP Über-Kunde").await;
        let refund = label(&world, &lea, "Refund").await;
        let city = attribute(&world, &lea, Of::Contact, "Home city", Kind::Text).await;
        let plan = attribute(&world, &lea, Of::Conversation, "Plan", Kind::Choice).await;
        let (sam, mina) = (chat(&world, "Sam", "About the vipers").await, chat(&world, "Mina", "Hello").await);
        ana.does(on(sam, &[vip, refund], &[])).await.unwrap();
        ana.does(on(mina, &[vip], &[])).await.unwrap();
        ana.does(know(sam, city, Some("São Paulo"))).await.unwrap();
        ana.does(is(mina, plan, Some(Value::Choice(2)))).await.unwrap();
        for (query, expected) in [
            ("vip", vec![mina, sam]),
            ("uber kund", vec![mina, sam]),
            ("label:uber", vec![mina, sam]),
            ("label:vip-uber refund", vec![sam]),
            ("label:\"vip uber\" is:closed", vec![]),
            ("label:refund label:vip", vec![sam]),
            ("sao", vec![sam]),
            ("paulo vip", vec![sam]),
            ("home-city:paul", vec![sam]),
            ("HOME_CITY:\"sao paulo\"", vec![sam]),
            ("home-city:berlin", vec![]),
            ("gold", vec![mina]),
            ("plan:gold", vec![mina]),
            ("plan:silver", vec![]),
            ("aulo", vec![]),
            ("label:paulo", vec![]),
            ("vip from:customer", vec![]),
        ] {
            assert_eq!(known(&ana, query).await, expected, "{query}");
        }
        let found = search(&ana, "label:vip viper", None).await.unwrap();
        assert_eq!(texts(&found), ["About the vipers"]);
        assert_eq!(texts(&search(&ana, "plan:gold viper", None).await.unwrap()), [""; 0]);
        assert_eq!(people(&ana, "label:refund sam").await, [sam]);
        assert_eq!(people(&ana, "label:refund mina").await, []);
        let found = search(&ana, "paulo vip", None).await.unwrap();
        let by = &found.known[0].by;
        assert_eq!(by[1], Reason::Label(vip));
        let Reason::Attribute(id, said) = &by[0] else { panic!("{by:?}") };
        let marked: Vec<_> = said.iter().map(|it| (it.text.as_str(), it.found)).collect();
        assert_eq!((*id, marked), (city, vec![("São ", false), ("Paulo", true)]));
    }

    async fn what_is_renamed_changed_or_archived_is_found_as_it_is_now(world: World) {
        let lea = lead(&world).await;
        let vip = label(&world, &lea, "VIP").await;
        let city = attribute(&world, &lea, Of::Contact, "City", Kind::Text).await;
        let plan = attribute(&world, &lea, Of::Conversation, "Plan", Kind::Choice).await;
        let sam = chat(&world, "Sam", "Hello").await;
        lea.does(on(sam, &[vip], &[])).await.unwrap();
        lea.does(know(sam, city, Some("Lagos"))).await.unwrap();
        lea.does(is(sam, plan, Some(Value::Choice(2)))).await.unwrap();

        let change = label::Action::Change { name: "Patron".into(), colour: Colour::Teal };
        lea.does(Action::Label(vip, change)).await.unwrap();
        let options = vec![Choice { id: 2, name: "Platinum".into() }];
        let change = attribute::Action::Change { name: "Tier".into(), options };
        lea.does(Action::Attribute(plan, change)).await.unwrap();
        lea.does(know(sam, city, Some("Accra"))).await.unwrap();
        for (query, found) in [
            ("vip", false), ("patron", true), ("gold", false), ("platinum", true), ("plan:platinum", false),
            ("tier:plat", true), ("lagos", false), ("accra", true), ("city:accra", true),
        ] {
            assert_eq!(known(&lea, query).await, if found { vec![sam] } else { vec![] }, "{query}");
        }

        lea.does(Action::Label(vip, label::Action::Archive)).await.unwrap();
        lea.does(Action::Attribute(city, attribute::Action::Archive)).await.unwrap();
        for query in ["patron", "label:patron", "accra", "city:accra"] {
            assert_eq!(known(&lea, query).await, [], "{query}");
        }
        lea.does(Action::Label(vip, label::Action::Restore)).await.unwrap();
        lea.does(Action::Attribute(city, attribute::Action::Restore)).await.unwrap();
        assert_eq!(known(&lea, "patron accra").await, [sam]);
        lea.does(on(sam, &[], &[vip])).await.unwrap();
        lea.does(know(sam, city, None)).await.unwrap();
        lea.does(is(sam, plan, None)).await.unwrap();
        for query in ["patron", "accra", "platinum"] {
            assert_eq!(known(&lea, query).await, [], "{query}");
        }
    }

    async fn nobody_finds_by_a_label_what_they_may_not_see(world: World) {
        let lea = lead(&world).await;
        let rights = Rights { role: Role::Agent, visibility: Visibility::Own, teams: vec![] };
        let olga = world.agent_with("Olga", rights, 0).await;
        let vip = label(&world, &lea, "VIP").await;
        let (sam, kim) = (chat(&world, "Sam", "Hello").await, chat(&world, "Kim", "Hello").await);
        for it in [sam, kim] {
            lea.does(on(it, &[vip], &[])).await.unwrap();
        }
        assert_eq!(known(&olga, "vip").await, []);
        lea.assigns(sam, Some(olga.id)).await.unwrap();
        assert_eq!(known(&olga, "label:vip").await, [sam]);
        lea.does(Action::Conversation(sam, conversation::Action::Delete)).await.unwrap();
        assert_eq!(known(&olga, "vip").await, []);
        assert_eq!(known(&lea, "vip").await, [kim]);
    }
}

async fn known(agent: &Agent, query: &str) -> Vec<ConversationId> {
    let found = search(agent, query, None).await.unwrap();
    let mut found: Vec<_> = found.known.into_iter().map(|it| it.conversation.id).collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    found
}

fn on(chat: ConversationId, add: &[LabelId], remove: &[LabelId]) -> Action {
    let (add, remove) = (add.to_vec(), remove.to_vec());
    Action::Conversation(chat, conversation::Action::Label { add, remove })
}

fn know(chat: ConversationId, attribute: AttributeId, text: Option<&str>) -> Action {
    let value = text.map(|text| Value::Text(text.into()));
    Action::Contact(chat, contact::Action::SetAttribute { attribute, value })
}

fn is(chat: ConversationId, attribute: AttributeId, value: Option<Value>) -> Action {
    Action::Conversation(chat, conversation::Action::SetAttribute { attribute, value })
}

async fn label(world: &World, lead: &Agent, name: &str) -> LabelId {
    let id = LabelId(world.clock.ulid());
    let create = label::Action::Create { name: name.into(), colour: Colour::Teal };
    lead.does(Action::Label(id, create)).await.unwrap();
    id
}

async fn attribute(world: &World, lead: &Agent, of: Of, name: &str, kind: Kind) -> AttributeId {
    let id = AttributeId(world.clock.ulid());
    let option = |id: u32, name: &str| Choice { id, name: name.into() };
    let options =
        if kind == Kind::Choice { vec![option(1, "Silver"), option(2, "Gold")] } else { vec![] };
    let create = attribute::Action::Create { of, name: name.into(), kind, options };
    lead.does(Action::Attribute(id, create)).await.unwrap();
    id
}

async fn lead(world: &World) -> Agent {
    let rights = Rights { role: Role::Lead, visibility: Visibility::All, teams: vec![] };
    world.agent_with("Lea", rights, 0).await
}

async fn chat(world: &World, name: &str, text: &str) -> ConversationId {
    let customer = world.customer(name).await;
    customer.writes(text).await;
    world.conversation(&customer).await
}
