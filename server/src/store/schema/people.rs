//! The tables of people who answer, of their roles, and of whose tabs there are.

diesel::table! {
    agents (id) {
        id -> Text,
        name -> Text,
        email -> Text,
        role -> Text,
        visibility -> Text,
        teams -> Text,
        active -> Bool,
        password_hash -> Nullable<Text>,
        version -> Integer,
        availability -> Text,
        available_since -> BigInt,
        rights -> Text,
        in_call -> Nullable<BigInt>,
        shift -> Nullable<Text>,
        wrap_up -> Nullable<Text>,
    }
}

diesel::table! {
    roles (id) {
        id -> Text,
        name -> Text,
        rights -> Text,
        visibility -> Text,
        version -> Integer,
    }
}

diesel::table! {
    attendances (run) {
        run -> Text,
        body -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    followers (agent_id, conversation_id) {
        agent_id -> Text,
        conversation_id -> Text,
    }
}
