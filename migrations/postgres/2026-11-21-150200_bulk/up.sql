-- The same for many conversations at once: what, how far, and each conversation with what became of it.
CREATE TABLE bulks (
    id       TEXT    NOT NULL PRIMARY KEY,
    owner_id TEXT    NOT NULL REFERENCES agents (id),
    what     TEXT    NOT NULL,
    undoes   TEXT,
    total    INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    same     INTEGER NOT NULL,
    refused  INTEGER NOT NULL,
    failures TEXT    NOT NULL,
    finished BOOLEAN NOT NULL,
    version  INTEGER NOT NULL,
    at       BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX bulks_owner ON bulks (owner_id);
CREATE TABLE bulk_targets (
    bulk_id         TEXT    NOT NULL REFERENCES bulks (id),
    conversation_id TEXT    NOT NULL,
    place           INTEGER NOT NULL,
    state           TEXT    NOT NULL,
    undo            TEXT,
    PRIMARY KEY (bulk_id, conversation_id)
);
CREATE INDEX bulk_targets_state ON bulk_targets (bulk_id, state, place);
