//! Tables of what WhatsApp has or says of ours: its templates, our files there, statuses that came early.

diesel::table! {
    templates (id) {
        id -> Text,
        account -> Text,
        name -> Text,
        language -> Text,
        category -> Text,
        sendable -> Bool,
        words -> Text,
        used_at -> BigInt,
        body -> Text,
    }
}

diesel::table! {
    handed_over (hash, number_id) {
        hash -> Text,
        number_id -> Text,
        media_id -> Text,
        until -> BigInt,
    }
}

diesel::table! {
    early_statuses (id) {
        id -> BigInt,
        number_id -> Text,
        wamid -> Text,
        status -> Text,
        failure -> Nullable<Text>,
        at -> BigInt,
        received_at -> BigInt,
        price -> Nullable<Text>,
    }
}

diesel::table! {
    delivery_steps (id) {
        id -> BigInt,
        message_id -> Text,
        status -> Text,
        at -> BigInt,
        failure -> Nullable<Text>,
        price -> Nullable<Text>,
    }
}
