-- Messages that wait: to be taken back, or for their time. What is over is no row any more.
CREATE TABLE held (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author_id       TEXT    NOT NULL REFERENCES agents (id),
    content         TEXT    NOT NULL,
    quote           TEXT,
    made            BIGINT  NOT NULL,
    due             BIGINT  NOT NULL,
    why             TEXT    NOT NULL,
    stage           TEXT    NOT NULL,
    version         INTEGER NOT NULL
);
CREATE INDEX held_thread ON held (conversation_id, due, id);

-- How agents like to work, in whichever browser.
CREATE TABLE preferences (
    agent_id TEXT PRIMARY KEY REFERENCES agents (id),
    body     TEXT NOT NULL
);

-- Somebody is told of messages too, not only of notes.
ALTER TABLE mentions DROP CONSTRAINT mentions_note_id_fkey;
