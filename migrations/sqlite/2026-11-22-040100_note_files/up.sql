-- Files in notes; what was handed over for one is never sent to a customer.
ALTER TABLE notes ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
ALTER TABLE uploads ADD COLUMN noted INTEGER NOT NULL DEFAULT 0;

-- In which notes a file is, so that it goes with the last thing that has it.
CREATE TABLE note_files (
    note_id         TEXT NOT NULL REFERENCES notes (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    hash            TEXT NOT NULL,
    PRIMARY KEY (note_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_files_hash ON note_files (hash);
CREATE INDEX note_files_conversation ON note_files (conversation_id);
