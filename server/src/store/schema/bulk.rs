//! The tables of bulk actions.

diesel::table! {
    bulks (id) {
        id -> Text,
        owner_id -> Text,
        what -> Text,
        undoes -> Nullable<Text>,
        total -> Integer,
        changed -> Integer,
        same -> Integer,
        refused -> Integer,
        failures -> Text,
        finished -> Bool,
        version -> Integer,
        at -> BigInt,
    }
}

diesel::table! {
    bulk_targets (bulk_id, conversation_id) {
        bulk_id -> Text,
        conversation_id -> Text,
        place -> Integer,
        state -> Text,
        undo -> Nullable<Text>,
    }
}
