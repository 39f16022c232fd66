-- Calls through WhatsApp: their story as clients have it, and what only the server needs to know of them.
CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    number_id TEXT NOT NULL REFERENCES numbers (id),
    at BIGINT NOT NULL,
    story TEXT NOT NULL,
    live BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    -- WhatsApp's id of it.
    wacid TEXT,
    -- Which run of which node has its sound.
    run TEXT,
    -- What WhatsApp offered or answered.
    sdp TEXT
);
CREATE INDEX calls_in_thread ON calls (conversation_id, at DESC, id DESC);
CREATE UNIQUE INDEX calls_by_wacid ON calls (number_id, wacid);
CREATE INDEX calls_live ON calls (id) WHERE live;

-- The call that is not over, and when one was missed.
ALTER TABLE conversations ADD COLUMN call TEXT;
ALTER TABLE conversations ADD COLUMN missed_call BIGINT;
CREATE INDEX conversations_called ON conversations (id) WHERE call IS NOT NULL;
CREATE INDEX conversations_missed ON conversations (active_at DESC, id DESC) WHERE missed_call IS NOT NULL;
