-- Whether calls of a number are recorded.
ALTER TABLE numbers ADD COLUMN recording TEXT;

-- The files of recorded calls.
CREATE TABLE recordings (
    call_id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recordings_of_conversation ON recordings (conversation_id);
CREATE INDEX recordings_by_hash ON recordings (hash);

-- Who asked to listen to one, and when.
CREATE TABLE recordings_heard (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recordings_heard_of_call ON recordings_heard (call_id, at DESC, id DESC);
CREATE INDEX recordings_heard_of_conversation ON recordings_heard (conversation_id);

-- Whoever runs the work of others may listen.
UPDATE agents SET rights = replace(rights, '"organise"', '"recordings","organise"') WHERE role IN ('lead', 'admin');
