//! JSON of any kind, and what may be wrong with a webhook: for the property tests.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// Stands for half a character, which a JSON value of ours can't hold.
pub const HALF: &str = "\u{e000}";

/// One thing that is wrong with a body.
#[derive(Clone, Debug)]
pub struct Damage {
    /// Which of the places in it.
    place: Index,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Gone,
    Replaced(Value),
    Nested(usize),
    Doubled,
    Renamed(String),
}

/// Any damage.
pub fn damage() -> impl Strategy<Value = Damage> {
    let odd = select(vec![
        json!(""),
        json!("\0"),
        json!(format!("a{HALF}b")),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!("x".repeat(70_000)),
        json!([]),
        json!({}),
        json!([[]]),
        json!({"id": "1"}),
        json!("99999999999999999999"),
        json!("🏳️‍🌈"),
    ]);
    let what = prop_oneof![
        2 => Just(What::Gone),
        3 => odd.prop_map(What::Replaced),
        2 => anything().prop_map(What::Replaced),
        1 => (1_usize..300).prop_map(What::Nested),
        1 => Just(What::Doubled),
        1 => prop_oneof![word(), any::<String>(), Just("\0".to_owned())].prop_map(What::Renamed),
    ];
    (any::<Index>(), what).prop_map(|(place, what)| Damage { place, what })
}

impl Damage {
    /// Damages one place of the body.
    pub fn happens_to(&self, body: &mut Value) {
        let mut places = vec![];
        find_places("", body, &mut places);
        if places.is_empty() {
            return;
        }
        let (parent, key) = self.place.get(&places);
        match body.pointer_mut(parent) {
            Some(Value::Object(map)) => {
                let held = map.remove(key).unwrap_or_default();
                match &self.what {
                    What::Gone => None,
                    What::Renamed(other) => map.insert(other.clone(), held),
                    what => map.insert(key.clone(), what.instead_of(held)),
                };
            }
            Some(Value::Array(items)) => {
                let at = key.parse().unwrap();
                let held = items.remove(at);
                match &self.what {
                    What::Gone => {}
                    What::Doubled => items.extend([held.clone(), held]),
                    what => items.insert(at, what.instead_of(held)),
                }
            }
            _ => {}
        }
    }
}

impl What {
    fn instead_of(&self, held: Value) -> Value {
        match self {
            Self::Replaced(other) => other.clone(),
            Self::Nested(depth) => (0..*depth).fold(held, |inner, _| json!([inner])),
            Self::Doubled => json!([held.clone(), held]),
            Self::Gone | Self::Renamed(_) => held,
        }
    }
}

/// Every place in a value: the JSON pointer of what it is in, and its key or index there.
fn find_places(pointer: &str, value: &Value, places: &mut Vec<(String, String)>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, child)| (key.clone(), child)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect()
        }
        _ => return,
    };
    for (key, child) in children {
        let escaped = key.replace('~', "~0").replace('/', "~1");
        places.push((pointer.to_owned(), key));
        find_places(&format!("{pointer}/{escaped}"), child, places);
    }
}

/// Any JSON, with a liking for the words of webhooks.
pub fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((prop_oneof![4 => word(), 1 => any::<String>()], inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn word() -> impl Strategy<Value = String> {
    let words = "object entry id time changes field value messaging_product metadata phone_number_id contacts profile \
        name wa_id user_id messages from from_user_id timestamp type text body image caption system user_changed_user_id \
        statuses status sent delivered failed errors code context reaction message_id emoji interactive nfm_reply order \
        product_items edit revoke original_message_id message group_id user_id_update previous current message_echoes \
        smb_message_echoes to biz_opaque_callback_data 106540352242922 16505550101 US.1 1750030073";
    select(words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
}
