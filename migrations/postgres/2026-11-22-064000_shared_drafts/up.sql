-- Drafts that several people write at once, as documents that merge what each of them writes.
CREATE TABLE shared_drafts (
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author_id       TEXT    NOT NULL REFERENCES agents (id),
    offered         BOOLEAN NOT NULL,
    begun           BYTEA   NOT NULL,
    state           BYTEA   NOT NULL,
    PRIMARY KEY (conversation_id, author_id)
);
