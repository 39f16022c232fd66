-- Conditions on conversations under a name. Their audience is their owner, everyone, or the id of a team.
CREATE TABLE spaces (
    id       TEXT    NOT NULL PRIMARY KEY,
    owner_id TEXT    NOT NULL REFERENCES agents (id),
    name     TEXT    NOT NULL,
    icon     TEXT    NOT NULL,
    colour   TEXT    NOT NULL,
    view     TEXT    NOT NULL,
    audience TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    version  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spaces_owner ON spaces (owner_id);
