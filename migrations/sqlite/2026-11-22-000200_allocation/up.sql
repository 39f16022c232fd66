-- Who gets what by itself: one row, once somebody has said so.
CREATE TABLE allocation (
    id      INTEGER NOT NULL PRIMARY KEY,
    body    TEXT    NOT NULL,
    enabled INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;

-- What the rules have to know of the latest time that a customer began to write.
CREATE TABLE episodes (
    conversation_id TEXT NOT NULL PRIMARY KEY,
    body            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What each agent was given by rules lately, so that they share fairly.
CREATE TABLE allotted (
    id              TEXT   NOT NULL PRIMARY KEY,
    agent_id        TEXT   NOT NULL,
    conversation_id TEXT   NOT NULL,
    at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX allotted_at ON allotted (at, agent_id);
CREATE INDEX allotted_conversation ON allotted (conversation_id);
