-- Every step of a message on its way, as it was told. Rows never change.
CREATE TABLE delivery_steps (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    status     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    failure    TEXT,
    price      TEXT
) STRICT;
CREATE INDEX delivery_steps_message ON delivery_steps (message_id, id);

-- What WhatsApp says of its price.
ALTER TABLE early_statuses ADD COLUMN price TEXT;
