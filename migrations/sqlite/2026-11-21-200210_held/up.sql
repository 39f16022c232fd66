-- Messages that wait: to be taken back, or for their time. What is over is no row any more.
CREATE TABLE held (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author_id       TEXT    NOT NULL REFERENCES agents (id),
    content         TEXT    NOT NULL,
    quote           TEXT,
    made            INTEGER NOT NULL,
    due             INTEGER NOT NULL,
    why             TEXT    NOT NULL,
    stage           TEXT    NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
CREATE INDEX held_thread ON held (conversation_id, due, id);

-- How agents like to work, in whichever browser.
CREATE TABLE preferences (
    agent_id TEXT PRIMARY KEY REFERENCES agents (id),
    body     TEXT NOT NULL
) STRICT;

-- Somebody is told of messages too, not only of notes.
CREATE TABLE mentions_new (
    id              TEXT    PRIMARY KEY,
    agent_id        TEXT    NOT NULL REFERENCES agents (id),
    by_id           TEXT    NOT NULL REFERENCES agents (id),
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    note_id         TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    seen            INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
INSERT INTO mentions_new SELECT * FROM mentions;
DROP TABLE mentions;
ALTER TABLE mentions_new RENAME TO mentions;
CREATE INDEX mentions_unseen ON mentions (agent_id, id) WHERE NOT seen;
CREATE INDEX mentions_note ON mentions (note_id) WHERE NOT seen;
