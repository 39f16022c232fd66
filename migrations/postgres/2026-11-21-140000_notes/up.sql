-- What colleagues tell each other in threads, and who was mentioned there.
CREATE TABLE notes (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author_id       TEXT    NOT NULL REFERENCES agents (id),
    audience        TEXT    NOT NULL,
    body            TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    version         INTEGER NOT NULL
);
CREATE INDEX notes_thread ON notes (conversation_id, at DESC, id DESC);

CREATE TABLE mentions (
    id              TEXT    PRIMARY KEY,
    agent_id        TEXT    NOT NULL REFERENCES agents (id),
    by_id           TEXT    NOT NULL REFERENCES agents (id),
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    note_id         TEXT    NOT NULL REFERENCES notes (id),
    at              BIGINT  NOT NULL,
    seen            BOOLEAN NOT NULL,
    version         INTEGER NOT NULL
);
CREATE INDEX mentions_unseen ON mentions (agent_id, id) WHERE NOT seen;
CREATE INDEX mentions_note ON mentions (note_id) WHERE NOT seen;

-- Notes are searched with the messages, by arrival: the same index, which therefore refers to messages alone no more.
ALTER TABLE message_texts DROP CONSTRAINT message_texts_message_id_fkey;
