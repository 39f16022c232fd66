-- Words on conversations, to find and count them by.
CREATE TABLE labels (
    id       TEXT    PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    colour   TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    version  INTEGER NOT NULL
) STRICT;

ALTER TABLE conversations ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
