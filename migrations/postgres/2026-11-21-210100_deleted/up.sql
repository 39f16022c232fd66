-- When a deleted conversation is erased.
ALTER TABLE conversations ADD COLUMN erased_at BIGINT;
CREATE INDEX conversations_deleted ON conversations (active_at DESC, id DESC) WHERE erased_at IS NOT NULL;

-- In which messages a file is, so that it goes with the last of them.
CREATE TABLE message_files (
    message_id TEXT NOT NULL PRIMARY KEY REFERENCES messages (id),
    hash       TEXT NOT NULL
);
CREATE INDEX message_files_hash ON message_files (hash);
