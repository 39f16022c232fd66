CREATE TABLE mentions_old (
    id              TEXT    PRIMARY KEY,
    agent_id        TEXT    NOT NULL REFERENCES agents (id),
    by_id           TEXT    NOT NULL REFERENCES agents (id),
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    note_id         TEXT    NOT NULL REFERENCES notes (id),
    at              INTEGER NOT NULL,
    seen            INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
INSERT INTO mentions_old SELECT * FROM mentions WHERE note_id IN (SELECT id FROM notes);
DROP TABLE mentions;
ALTER TABLE mentions_old RENAME TO mentions;
CREATE INDEX mentions_unseen ON mentions (agent_id, id) WHERE NOT seen;
CREATE INDEX mentions_note ON mentions (note_id) WHERE NOT seen;
DROP TABLE preferences;
DROP TABLE held;
