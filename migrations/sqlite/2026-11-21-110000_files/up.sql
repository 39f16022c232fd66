-- Files that agents have handed over and not yet sent.
CREATE TABLE uploads (
    id       TEXT    PRIMARY KEY,
    agent_id TEXT    NOT NULL REFERENCES agents (id),
    name     TEXT    NOT NULL,
    sent_as  TEXT    NOT NULL,
    file     TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_at ON uploads (at);

-- Under which ids WhatsApp has files of ours, for a while and for one number each.
CREATE TABLE handed_over (
    hash      TEXT    NOT NULL,
    number_id TEXT    NOT NULL REFERENCES numbers (id),
    media_id  TEXT    NOT NULL,
    until     INTEGER NOT NULL,
    PRIMARY KEY (hash, number_id)
) STRICT;
CREATE INDEX handed_over_until ON handed_over (until);
