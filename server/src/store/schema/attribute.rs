//! Tables of what a workspace wants to know of its own.

use super::conversations;

diesel::table! {
    attributes (id) {
        id -> Text,
        about -> Text,
        name -> Text,
        kind -> Text,
        options -> Text,
        place -> Integer,
        archived -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    attribute_values (conversation_id, attribute_id) {
        conversation_id -> Text,
        attribute_id -> Text,
        rank -> Nullable<BigInt>,
        text -> Nullable<Text>,
    }
}

diesel::table! {
    conversation_texts (id) {
        id -> BigInt,
        conversation_id -> Text,
        body -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(attribute_values, conversations);
