-- Of the conversation with what happened: what somebody has not seen yet is what came after theirs.
ALTER TABLE activities ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
