//! Attributes of all kinds of test, and conversations of which something is known.

use std::collections::BTreeSet;

use fastrand::Rng;
use server::features::attribute;
use server::store::Tx;
use shared::attribute::{Action, Choice, Condition, Kind, Number, Of, Test, Value};
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::AttributeId;

use crate::world::World;

const TEXTS: [&str; 5] = ["Gold", "gold_50%", "Größe 5", "a\\b", "ÄPFEL"];

/// A text of contacts, a number and a choice of conversations.
pub(super) async fn make(world: &World) -> [AttributeId; 3] {
    let kinds = [
        (Of::Contact, Kind::Text),
        (Of::Conversation, Kind::Number),
        (Of::Conversation, Kind::Choice),
    ];
    let ids = kinds.map(|_| AttributeId(world.clock.ulid()));
    for (id, (of, kind)) in ids.into_iter().zip(kinds) {
        let option = |id: u32| Choice { id, name: format!("Option {id}") };
        let options = if kind == Kind::Choice { vec![option(0), option(1)] } else { vec![] };
        let create = Action::Create { of, name: kind.to_string(), kind, options };
        let work = move |tx: &mut Tx<'_>| attribute::handle(tx, id, create);
        world.app().write(Actor::System, work).await.unwrap();
    }
    ids
}

/// The same conversation with something else known of it.
pub(super) fn known(model: &Conversation, ids: [AttributeId; 3], random: &mut Rng) -> Conversation {
    let mut it = model.clone();
    if random.bool() {
        let text = (*random.choice(&TEXTS).unwrap()).to_owned();
        it.contact.about.attributes.insert(ids[0], Value::Text(text));
    }
    if random.bool() {
        it.attributes.insert(ids[1], Value::Number(Number(i64::from(random.u8(..5)) - 2)));
    }
    if random.bool() {
        it.attributes.insert(ids[2], Value::Choice(u32::from(random.bool())));
    }
    it
}

/// Often none, for conditions are many.
pub(super) fn wanted(ids: [AttributeId; 3], random: &mut Rng) -> BTreeSet<Condition> {
    let tests = |random: &mut Rng| {
        let text = shared::attribute::fold(random.choice(&TEXTS).unwrap());
        let part: String = text.chars().skip(usize::from(random.u8(..3))).take(3).collect();
        let rank = i64::from(random.u8(..5)) - 2;
        [
            Test::Set,
            Test::Unset,
            Test::Is(rank),
            Test::AtLeast(rank),
            Test::AtMost(rank),
            Test::Says(text),
            Test::Has(part),
        ]
    };
    let many = *random.choice(&[0, 0, 1, 2]).unwrap();
    let one = |_| {
        let attribute = *random.choice(&ids).unwrap();
        let tests = tests(random);
        Condition { attribute, test: random.choice(&tests).unwrap().clone() }
    };
    (0..many).map(one).collect()
}
