-- What colleagues tell each other in threads, and who was mentioned there.
CREATE TABLE notes (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author_id       TEXT    NOT NULL REFERENCES agents (id),
    audience        TEXT    NOT NULL,
    body            TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_thread ON notes (conversation_id, at DESC, id DESC);

CREATE TABLE mentions (
    id              TEXT    PRIMARY KEY,
    agent_id        TEXT    NOT NULL REFERENCES agents (id),
    by_id           TEXT    NOT NULL REFERENCES agents (id),
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    note_id         TEXT    NOT NULL REFERENCES notes (id),
    at              INTEGER NOT NULL,
    seen            INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
CREATE INDEX mentions_unseen ON mentions (agent_id, id) WHERE NOT seen;
CREATE INDEX mentions_note ON mentions (note_id) WHERE NOT seen;

-- Notes are searched with the messages, by arrival: the same index, which therefore refers to messages alone no more.
CREATE TABLE message_texts_new (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id      TEXT    NOT NULL UNIQUE,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author          TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    body            TEXT    NOT NULL
) STRICT;
INSERT INTO message_texts_new SELECT id, message_id, conversation_id, author, kind, at, body FROM message_texts;
DROP TABLE message_texts;
ALTER TABLE message_texts_new RENAME TO message_texts;
CREATE TRIGGER message_texts_insert AFTER INSERT ON message_texts BEGIN
    INSERT INTO message_words (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER message_texts_delete AFTER DELETE ON message_texts BEGIN
    INSERT INTO message_words (message_words, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER message_texts_update AFTER UPDATE OF body ON message_texts WHEN new.body <> old.body BEGIN
    INSERT INTO message_words (message_words, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO message_words (rowid, body) VALUES (new.id, new.body);
END;
