//! Who changes their number stays who they are, however WhatsApp tells it; and who gets their old number is new.

use serde_json::{Value, json};
use shared::message::Content;
use simulator::{Customer, Phone};

use super::tools::{contents, deliver_all, is_read, kept, says, without};
use super::types::text;
use crate::on_both;
use crate::world::World;

/// The three ways in which WhatsApp tells that somebody has another id.
const FORMS: [Form; 3] = [Form::FromOldNumber, Form::WithPreviousIds, Form::OwnField];

#[derive(Clone, Copy, Debug)]
enum Form {
    FromOldNumber,
    WithPreviousIds,
    OwnField,
}

on_both! {
    async fn somebody_with_another_number_and_id_is_the_same_person(world: World) {
        let ana = world.agent("Ana").await;
        for (n, form) in FORMS.into_iter().enumerate() {
            let sam = Mover::new(&world, n).await;
            sam.writes_from_the_old(&world).await;
            deliver_all(&world, vec![sam.tells(&world, form)]).await;
            sam.writes_from_the_new(&world).await;
            let all = world.conversations().await;
            assert_eq!(all.len(), n + 1, "{form:?}: {all:#?}");
            let it = all.last().unwrap();
            assert_eq!(it.contact.phone.as_deref(), Some(sam.new.phone.as_str()), "{form:?}");
            let said = contents(&ana, it.id).await;
            assert_eq!((said.first(), said.last()), (Some(&text("0")), Some(&text("1"))), "{form:?}");
        }
    }

    async fn a_rotation_that_is_told_in_every_way_and_twice_happens_once(world: World) {
        let sam = Mover::new(&world, 0).await;
        sam.writes_from_the_old(&world).await;
        for _ in 0..2 {
            for form in FORMS {
                let mut body = sam.tells(&world, form);
                deliver_all(&world, vec![body.clone()]).await;
                // In another body too, before it is forgotten.
                body["entry"][0]["time"] = json!(17);
                deliver_all(&world, vec![body]).await;
                is_read(&world).await;
            }
        }
        sam.writes_from_the_new(&world).await;
        let all = world.conversations().await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].contact.phone.as_deref(), Some(sam.new.phone.as_str()));
    }

    async fn an_id_may_change_without_the_number(world: World) {
        let sam = Mover::new(&world, 0).await;
        sam.writes_from_the_old(&world).await;
        let update = json!([{"user_id": {"previous": sam.old.user_id(), "current": sam.new.user_id}, "timestamp": 1}]);
        deliver_all(&world, vec![own_field(&world, &sam.old, &update)]).await;
        let by_new_id = Customer { hide_phone: true, ..sam.new.clone() };
        deliver_all(&world, vec![world.whatsapp.envelope(vec![told_by(says(&world, &sam.old, 1), &by_new_id)])]).await;
        is_read(&world).await;
        let all = world.conversations().await;
        assert_eq!((all.len(), all[0].contact.phone.clone()), (1, Some(sam.old.number())));
    }

    async fn a_rotation_need_not_say_for_which_of_our_numbers(world: World) {
        let sam = Mover::new(&world, 0).await;
        sam.writes_from_the_old(&world).await;
        deliver_all(&world, vec![without(sam.tells(&world, Form::OwnField), &["metadata"])]).await;
        sam.writes_from_the_new(&world).await;
        assert_eq!(world.conversations().await.len(), 1);
        assert!(kept(&world).await.iter().all(|it| it.error.is_none()));
    }

    async fn the_old_number_may_get_another_owner(world: World) {
        let sam = Mover::new(&world, 0).await;
        sam.writes_from_the_old(&world).await;
        deliver_all(&world, vec![sam.tells(&world, Form::FromOldNumber)]).await;
        sam.writes_from_the_new(&world).await;
        let eve = Customer { name: "Eve".into(), user_id: "US.999".into(), ..sam.old.customer() };
        deliver_all(&world, vec![world.whatsapp.envelope(vec![told_by(says(&world, &sam.old, 7), &eve)])]).await;
        is_read(&world).await;
        let mut all = world.conversations().await;
        all.sort_by_key(|it| it.contact.name.clone());
        let shown: Vec<_> = all.iter().map(|it| (it.contact.name.as_str(), it.contact.phone.as_deref())).collect();
        let (old, new) = (sam.old.number(), sam.new.phone.as_str());
        assert_eq!(shown, [("Eve", Some(old.as_str())), ("Sam", Some(new))]);
    }

    async fn a_rotation_of_a_stranger_makes_nobody(world: World) {
        let sam = Mover::new(&world, 0).await;
        deliver_all(&world, vec![sam.tells(&world, Form::OwnField)]).await;
        is_read(&world).await;
        assert_eq!(world.conversations().await, []);
        sam.writes_from_the_new(&world).await;
        assert_eq!(world.conversations().await.len(), 1);
    }

    async fn a_rotation_that_comes_after_the_first_words_loses_nothing(world: World) {
        let ana = world.agent("Ana").await;
        let sam = Mover::new(&world, 0).await;
        sam.writes_from_the_old(&world).await;
        sam.writes_from_the_new(&world).await;
        deliver_all(&world, vec![sam.tells(&world, Form::OwnField)]).await;
        is_read(&world).await;
        let mut said = vec![];
        for it in world.conversations().await {
            said.extend(contents(&ana, it.id).await);
        }
        said.sort_by_key(Content::preview);
        assert_eq!(said, [text("0"), text("1")], "they stay two, and nothing is lost or doubled");
    }
}

/// A customer who changes their number.
struct Mover {
    old: Phone,
    new: Customer,
}

impl Mover {
    async fn new(world: &World, n: usize) -> Self {
        let old = world
            .whatsapp
            .customer(Customer { phone: format!("1650555{n}111"), ..Customer::named("Sam") })
            .await;
        let (phone, user_id) = (format!("1650555{n}222"), format!("US.4711{n}"));
        let new = Customer { phone, user_id, ..old.customer() };
        Self { old, new }
    }

    async fn writes_from_the_old(&self, world: &World) {
        deliver_all(world, vec![world.whatsapp.envelope(vec![says(world, &self.old, 0)])]).await;
        is_read(world).await;
    }

    async fn writes_from_the_new(&self, world: &World) {
        let value = told_by(says(world, &self.old, 1), &self.new);
        deliver_all(world, vec![world.whatsapp.envelope(vec![value])]).await;
        is_read(world).await;
    }

    fn tells(&self, world: &World, form: Form) -> Value {
        let (old, new) = (&self.old, &self.new);
        let system = |system: Value| {
            let message = json!({"type": "system", "system": system});
            let at = world.clock.now().seconds() / 1_000 * 1_000 - 1_000;
            world.whatsapp.message_value(
                old,
                message,
                &format!("wamid.{}.{form:?}", old.number()),
                at,
            )
        };
        match form {
            Form::FromOldNumber => {
                let value = system(
                    json!({"type": "user_changed_user_id", "body": "Sam changed their number.",
                    "wa_id": new.phone, "user_id": new.user_id}),
                );
                world.whatsapp.envelope(vec![without(value, &["from_user_id"])])
            }
            Form::WithPreviousIds => {
                let value = system(
                    json!({"type": "user_changed_user_id", "body": "Sam changed their number.",
                    "wa_id": new.phone, "user_id": new.user_id, "previous_user_id": old.user_id()}),
                );
                world.whatsapp.envelope(vec![without(value, &["from", "from_user_id"])])
            }
            Form::OwnField => own_field(
                world,
                old,
                &json!([{"wa_id": new.phone, "detail": "Sam changed their number.",
                "user_id": {"previous": old.user_id(), "current": new.user_id}, "timestamp": "1750030073"}]),
            ),
        }
    }
}

fn own_field(world: &World, sam: &Phone, updates: &Value) -> Value {
    let mut value = world.whatsapp.empty_value(sam);
    value["user_id_update"] = updates.clone();
    world.whatsapp.envelope_of("user_id_update", value)
}

/// The same value, as WhatsApp would tell it of this customer.
pub fn told_by(value: Value, customer: &Customer) -> Value {
    let mut value = without(value, &["from", "wa_id", "user_id", "from_user_id", "name"]);
    value["contacts"][0]["profile"]["name"] = json!(customer.name);
    if !customer.hide_phone {
        value["messages"][0]["from"] = json!(customer.wa_id());
        value["contacts"][0]["wa_id"] = json!(customer.wa_id());
    }
    if !customer.user_id.is_empty() {
        value["messages"][0]["from_user_id"] = json!(customer.user_id);
        value["contacts"][0]["user_id"] = json!(customer.user_id);
    }
    value
}
