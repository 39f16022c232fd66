-- Texts that are written often.
CREATE TABLE quick_replies (
    id       TEXT    PRIMARY KEY,
    title    TEXT    NOT NULL,
    shortcut TEXT    NOT NULL UNIQUE,
    text     TEXT    NOT NULL,
    offered  TEXT    NOT NULL,
    archived INTEGER NOT NULL,
    version  INTEGER NOT NULL
) STRICT;
