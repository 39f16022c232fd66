//! The tables of people who answer, and of whose tabs there are.

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
    }
}

diesel::table! {
    attendances (run) {
        run -> Text,
        body -> Text,
        at -> BigInt,
    }
}
