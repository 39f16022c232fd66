-- The business account of a number, once it is known, and what clients know of its templates.
ALTER TABLE numbers ADD COLUMN account TEXT;
ALTER TABLE numbers ADD COLUMN templates TEXT NOT NULL DEFAULT '{"revision":0,"total":0,"synced":null,"problem":null}';

-- Message templates as WhatsApp has them; words are what one finds them by.
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    account  TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    language TEXT    NOT NULL,
    category TEXT    NOT NULL,
    sendable BOOLEAN NOT NULL,
    words    TEXT    NOT NULL,
    used_at  BIGINT NOT NULL DEFAULT 0,
    body     TEXT    NOT NULL
);
CREATE INDEX templates_by_use ON templates (account, used_at DESC, name, id);
