-- Who last took over the reply of a conversation: answers under an older token are refused.
CREATE TABLE reply_fences (
    conversation_id TEXT    PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
    agent_id        TEXT    NOT NULL REFERENCES agents (id),
    fence           INTEGER NOT NULL
) STRICT;
