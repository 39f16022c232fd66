-- Fields of a workspace's own, about its customers or its conversations.
CREATE TABLE attributes (
    id       TEXT    PRIMARY KEY,
    about    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    options  TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    archived BOOLEAN NOT NULL,
    version  INTEGER NOT NULL,
    UNIQUE (about, name)
);

-- What is known of a conversation, and of its contact as the conversation shows them.
ALTER TABLE conversations ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE conversations ADD COLUMN contact_about TEXT NOT NULL DEFAULT '{}';
ALTER TABLE contacts ADD COLUMN about TEXT NOT NULL DEFAULT '{}';

-- The same for lists by attribute: values with an order have a rank, texts are folded.
CREATE TABLE attribute_values (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    attribute_id    TEXT NOT NULL REFERENCES attributes (id),
    rank            BIGINT,
    text            TEXT,
    PRIMARY KEY (conversation_id, attribute_id)
);
