//! Tables of what threads tell besides messages (what happened, calls, notes, who was mentioned in them), of drafts, of texts
//! that are written often, and of who gets what by itself.

diesel::table! {
    notes (id) {
        id -> Text,
        conversation_id -> Text,
        author_id -> Text,
        audience -> Text,
        body -> Text,
        at -> BigInt,
        version -> Integer,
        files -> Text,
        about -> Nullable<Text>,
    }
}

diesel::table! {
    calls (id) {
        id -> Text,
        conversation_id -> Text,
        number_id -> Text,
        at -> BigInt,
        story -> Text,
        live -> Bool,
        version -> Integer,
        wacid -> Nullable<Text>,
        run -> Nullable<Text>,
        sdp -> Nullable<Text>,
        wrap_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    call_settings (id) {
        id -> Integer,
        body -> Text,
        version -> Integer,
    }
}

diesel::table! {
    recordings (call_id) {
        call_id -> Text,
        conversation_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    recordings_heard (id) {
        id -> Text,
        call_id -> Text,
        conversation_id -> Text,
        agent_id -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    mentions (id) {
        id -> Text,
        agent_id -> Text,
        by_id -> Text,
        conversation_id -> Text,
        note_id -> Text,
        at -> BigInt,
        seen -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    quick_replies (id) {
        id -> Text,
        title -> Text,
        shortcut -> Text,
        text -> Text,
        offered -> Text,
        archived -> Bool,
        version -> Integer,
        files -> Text,
    }
}

diesel::table! {
    activities (id) {
        id -> Text,
        conversation_id -> Text,
        by -> Text,
        fact -> Text,
        at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    drafts (agent_id, conversation_id) {
        agent_id -> Text,
        conversation_id -> Text,
        body -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    held (id) {
        id -> Text,
        conversation_id -> Text,
        author_id -> Text,
        content -> Text,
        quote -> Nullable<Text>,
        made -> BigInt,
        due -> BigInt,
        why -> Text,
        stage -> Text,
        version -> Integer,
    }
}

diesel::table! {
    preferences (agent_id) {
        agent_id -> Text,
        body -> Text,
    }
}

diesel::table! {
    answers (message_id) {
        message_id -> Text,
        conversation_id -> Text,
        version -> Integer,
    }
}

diesel::table! {
    note_files (note_id, hash) {
        note_id -> Text,
        conversation_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    message_files (message_id) {
        message_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    reply_fences (conversation_id) {
        conversation_id -> Text,
        agent_id -> Text,
        fence -> BigInt,
    }
}

diesel::table! {
    allocation (id) {
        id -> Integer,
        body -> Text,
        enabled -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    episodes (conversation_id) {
        conversation_id -> Text,
        body -> Text,
    }
}

diesel::table! {
    allotted (id) {
        id -> Text,
        agent_id -> Text,
        conversation_id -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    shared_drafts (conversation_id, author_id) {
        conversation_id -> Text,
        author_id -> Text,
        offered -> Bool,
        begun -> Binary,
        state -> Binary,
    }
}
