-- With which version of its conversation each answer of ours was given: whoever had not seen it is not to answer too.
CREATE TABLE answers (
    message_id      TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    version         INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_since ON answers (conversation_id, version);
