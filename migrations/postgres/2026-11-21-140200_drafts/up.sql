-- What agents are writing and have not sent: the author's alone, and in no log.
CREATE TABLE drafts (
    agent_id        TEXT    NOT NULL REFERENCES agents (id),
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    body            TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    PRIMARY KEY (agent_id, conversation_id)
);
