-- Who follows a conversation, as it says so itself.
ALTER TABLE conversations ADD COLUMN followers TEXT NOT NULL DEFAULT '[]';

-- The same to be found by who follows, for lists and for who may see it.
CREATE TABLE followers (
    agent_id        TEXT NOT NULL REFERENCES agents (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    PRIMARY KEY (agent_id, conversation_id)
);
CREATE INDEX followers_conversation ON followers (conversation_id);
