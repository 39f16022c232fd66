//! One schema for both databases; a test holds both to it.

mod outside;

pub use outside::*;

mod told;

pub use told::{
    activities, allocation, allotted, answers, call_settings, calls, drafts, episodes, held,
    mentions, message_files, note_files, notes, preferences, quick_replies, recordings,
    recordings_heard, reply_fences, shared_drafts,
};

mod attribute;

pub use attribute::{attribute_values, attributes, conversation_texts};

mod bulk;

pub use bulk::{bulk_targets, bulks};

mod people;

pub use people::{agents, attendances, followers, roles};

diesel::table! {
    log_head (id) {
        id -> Integer,
        epoch -> Text,
        seq -> BigInt,
    }
}

diesel::table! {
    events (seq) {
        seq -> BigInt,
        at -> BigInt,
        body -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        body -> Text,
        lane -> Nullable<Text>,
        key -> Nullable<Text>,
        wanted -> Integer,
        run_at -> BigInt,
        attempts -> Integer,
        locked_until -> Nullable<BigInt>,
        locked_by -> Nullable<Text>,
        locked_run -> Nullable<Text>,
        failed -> Bool,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    commands_done (id) {
        id -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    webhooks (id) {
        id -> BigInt,
        hash -> Text,
        body -> Binary,
        received_at -> BigInt,
        pending -> Bool,
        size -> Integer,
        tries -> Integer,
        retry_at -> Nullable<BigInt>,
        parked_for -> Nullable<Text>,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    teams (id) {
        id -> Text,
        name -> Text,
        version -> Integer,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        agent_id -> Text,
        started_at -> BigInt,
        last_used_at -> BigInt,
        user_agent -> Text,
        refresh_hash -> Text,
        previous_hash -> Nullable<Text>,
        rotated_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitations (token_hash) {
        token_hash -> Text,
        agent_id -> Text,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    numbers (id) {
        id -> Text,
        phone_number_id -> Text,
        display -> Text,
        name -> Text,
        team_id -> Nullable<Text>,
        read_receipts -> Text,
        access_token -> Text,
        version -> Integer,
        account -> Nullable<Text>,
        templates -> Text,
        recording -> Nullable<Text>,
        on_missed -> Nullable<Text>,
    }
}

diesel::table! {
    labels (id) {
        id -> Text,
        name -> Text,
        colour -> Text,
        place -> Integer,
        archived -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    spaces (id) {
        id -> Text,
        owner_id -> Text,
        name -> Text,
        icon -> Text,
        colour -> Text,
        view -> Text,
        audience -> Text,
        place -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    contacts (id) {
        id -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        username -> Nullable<Text>,
        bsuid -> Nullable<Text>,
        details -> Text,
        about -> Text,
        person_id -> Nullable<Text>,
    }
}

diesel::table! {
    contact_aliases (alias) {
        alias -> Text,
        contact_id -> Text,
    }
}

diesel::table! {
    conversations (id) {
        id -> Text,
        number_id -> Text,
        contact_id -> Text,
        contact_name -> Text,
        contact_phone -> Nullable<Text>,
        contact_username -> Nullable<Text>,
        team_id -> Nullable<Text>,
        assignee_id -> Nullable<Text>,
        open -> Bool,
        unread -> Integer,
        last -> Nullable<Text>,
        active_at -> BigInt,
        waiting_since -> Nullable<BigInt>,
        window_until -> Nullable<BigInt>,
        version -> Integer,
        labels -> Text,
        waiting_rank -> BigInt,
        snoozed -> Bool,
        back_rank -> BigInt,
        attributes -> Text,
        contact_about -> Text,
        source -> Nullable<Text>,
        erased_at -> Nullable<BigInt>,
        followers -> Text,
        escalated -> Nullable<Text>,
        call -> Nullable<Text>,
        missed_call -> Nullable<BigInt>,
        asked -> Nullable<Text>,
    }
}

diesel::table! {
    conversation_labels (label_id, conversation_id) {
        label_id -> Text,
        conversation_id -> Text,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        conversation_id -> Text,
        number_id -> Text,
        wamid -> Nullable<Text>,
        author -> Text,
        content -> Text,
        quote -> Nullable<Text>,
        at -> BigInt,
        arrived -> BigInt,
        raw -> Nullable<Text>,
        version -> Integer,
        quoted -> Nullable<Text>,
    }
}

diesel::table! {
    deliveries (message_id) {
        message_id -> Text,
        conversation_id -> Text,
        status -> Text,
        failure -> Nullable<Text>,
        at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    uploads (id) {
        id -> Text,
        agent_id -> Text,
        name -> Text,
        sent_as -> Text,
        file -> Text,
        at -> BigInt,
        noted -> Bool,
    }
}

diesel::table! {
    message_texts (id) {
        id -> BigInt,
        message_id -> Text,
        conversation_id -> Text,
        author -> Text,
        kind -> Text,
        at -> BigInt,
        body -> Text,
    }
}

diesel::table! {
    contact_texts (id) {
        id -> BigInt,
        contact_id -> Text,
        body -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(message_texts, notes);
diesel::allow_tables_to_appear_in_same_query!(conversations, episodes);
diesel::joinable!(sessions -> agents (agent_id));
diesel::joinable!(deliveries -> messages (message_id));
diesel::allow_tables_to_appear_in_same_query!(
    agents,
    sessions,
    invitations,
    conversations,
    conversation_labels,
    followers,
    messages,
    deliveries,
    contacts,
    contact_aliases,
    numbers,
    teams,
    webhooks
);
