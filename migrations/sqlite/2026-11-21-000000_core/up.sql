-- The log: one sequence, whose head row is held until commit.
CREATE TABLE log_head (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT    NOT NULL,
    seq   INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    body TEXT    NOT NULL
) STRICT;

-- Work promised in a commit.
CREATE TABLE jobs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    body         TEXT    NOT NULL,
    lane         TEXT,
    key          TEXT    UNIQUE,
    wanted       INTEGER NOT NULL DEFAULT 0,
    run_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER,
    locked_by    TEXT,
    locked_run   TEXT,
    failed       INTEGER NOT NULL DEFAULT FALSE,
    error        TEXT
) STRICT;
CREATE INDEX jobs_due ON jobs (run_at) WHERE NOT failed;
CREATE INDEX jobs_lane ON jobs (lane, id) WHERE NOT failed;

-- What comes twice happens once.
CREATE TABLE commands_done (
    id TEXT    PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX commands_done_at ON commands_done (at);

-- Deliveries by WhatsApp as they came, and how far they got.
CREATE TABLE webhooks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    hash        TEXT    NOT NULL UNIQUE,
    body        BLOB    NOT NULL,
    received_at INTEGER NOT NULL,
    pending     INTEGER NOT NULL DEFAULT TRUE,
    size        INTEGER NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    retry_at    INTEGER,
    parked_for  TEXT,
    error       TEXT
) STRICT;
CREATE INDEX webhooks_pending ON webhooks (id) WHERE pending;
CREATE INDEX webhooks_parked ON webhooks (parked_for) WHERE parked_for IS NOT NULL;
CREATE INDEX webhooks_set_aside ON webhooks (id) WHERE error IS NOT NULL;
CREATE INDEX webhooks_received_at ON webhooks (received_at);

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE teams (
    id      TEXT    PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE agents (
    id            TEXT    PRIMARY KEY,
    name          TEXT    NOT NULL,
    email         TEXT    NOT NULL UNIQUE,
    role          TEXT    NOT NULL,
    visibility    TEXT    NOT NULL,
    teams         TEXT    NOT NULL,
    active        INTEGER NOT NULL,
    password_hash TEXT,
    version       INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id            TEXT    PRIMARY KEY,
    agent_id      TEXT    NOT NULL REFERENCES agents (id),
    started_at    INTEGER NOT NULL,
    last_used_at  INTEGER NOT NULL,
    user_agent    TEXT    NOT NULL,
    refresh_hash  TEXT    NOT NULL UNIQUE,
    previous_hash TEXT,
    rotated_at    INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT;
CREATE INDEX sessions_agent ON sessions (agent_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_previous ON sessions (previous_hash) WHERE previous_hash IS NOT NULL;

CREATE TABLE invitations (
    token_hash TEXT    PRIMARY KEY,
    agent_id   TEXT    NOT NULL REFERENCES agents (id),
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;

CREATE TABLE numbers (
    id              TEXT    PRIMARY KEY,
    phone_number_id TEXT    NOT NULL UNIQUE,
    display         TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    team_id         TEXT    REFERENCES teams (id),
    read_receipts   TEXT    NOT NULL,
    access_token    TEXT    NOT NULL,
    version         INTEGER NOT NULL
) STRICT;

CREATE TABLE contacts (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    phone    TEXT,
    username TEXT,
    bsuid    TEXT
) STRICT;

-- Under which names WhatsApp knows a contact: bsuid:…, parent:…, phone:…
CREATE TABLE contact_aliases (
    alias      TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL REFERENCES contacts (id)
) STRICT;
CREATE INDEX contact_aliases_contact ON contact_aliases (contact_id);

CREATE TABLE conversations (
    id               TEXT    PRIMARY KEY,
    number_id        TEXT    NOT NULL REFERENCES numbers (id),
    contact_id       TEXT    NOT NULL REFERENCES contacts (id),
    contact_name     TEXT    NOT NULL,
    contact_phone    TEXT,
    contact_username TEXT,
    team_id          TEXT    REFERENCES teams (id),
    assignee_id      TEXT    REFERENCES agents (id),
    open             INTEGER NOT NULL,
    unread           INTEGER NOT NULL,
    last             TEXT,
    active_at        INTEGER NOT NULL,
    waiting_since    INTEGER,
    window_until     INTEGER,
    version          INTEGER NOT NULL,
    UNIQUE (number_id, contact_id)
) STRICT;
CREATE INDEX conversations_contact ON conversations (contact_id);
CREATE INDEX conversations_open ON conversations (active_at DESC, id DESC) WHERE open;
CREATE INDEX conversations_closed ON conversations (active_at DESC, id DESC) WHERE NOT open;
CREATE INDEX conversations_assignee ON conversations (assignee_id, active_at DESC, id DESC) WHERE open;

CREATE TABLE messages (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    number_id       TEXT    NOT NULL REFERENCES numbers (id),
    wamid           TEXT,
    author          TEXT    NOT NULL,
    content         TEXT    NOT NULL,
    quote           TEXT,
    at              INTEGER NOT NULL,
    arrived         INTEGER NOT NULL,
    raw             TEXT,
    version         INTEGER NOT NULL,
    UNIQUE (number_id, wamid)
) STRICT;
CREATE INDEX messages_thread ON messages (conversation_id, at DESC, id DESC);

CREATE TABLE deliveries (
    message_id      TEXT    PRIMARY KEY REFERENCES messages (id),
    conversation_id TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    failure         TEXT,
    at              INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;

-- Statuses that came before we knew their message.
CREATE TABLE early_statuses (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    number_id   TEXT    NOT NULL,
    wamid       TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    failure     TEXT,
    at          INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX early_statuses_wamid ON early_statuses (number_id, wamid);
CREATE INDEX early_statuses_received_at ON early_statuses (received_at);
