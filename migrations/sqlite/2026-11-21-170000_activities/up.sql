-- What happened to a conversation, as its thread tells it. Rows never change.
CREATE TABLE activities (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    by              TEXT    NOT NULL,
    fact            TEXT    NOT NULL,
    at              INTEGER NOT NULL
) STRICT;
CREATE INDEX activities_thread ON activities (conversation_id, at DESC, id DESC);
