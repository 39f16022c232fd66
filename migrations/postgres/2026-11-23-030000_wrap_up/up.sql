-- How calls are dealt with: one row, once somebody has said so.
CREATE TABLE call_settings (
    id      INTEGER NOT NULL PRIMARY KEY,
    body    TEXT    NOT NULL,
    version INTEGER NOT NULL
);

-- What somebody has to do after a call, and until when at most.
ALTER TABLE agents ADD COLUMN wrap_up TEXT;
ALTER TABLE calls ADD COLUMN wrap_until BIGINT;
