-- What is searched: the words of a message or a contact, folded (lower case, no accents) and separated by blanks.
CREATE TABLE message_texts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id      TEXT    NOT NULL UNIQUE REFERENCES messages (id),
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    author          TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    at              INTEGER NOT NULL,
    body            TEXT    NOT NULL
) STRICT;
CREATE VIRTUAL TABLE message_words USING fts5 (
    body, content = 'message_texts', content_rowid = 'id', detail = 'none', prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER message_texts_insert AFTER INSERT ON message_texts BEGIN
    INSERT INTO message_words (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER message_texts_delete AFTER DELETE ON message_texts BEGIN
    INSERT INTO message_words (message_words, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER message_texts_update AFTER UPDATE OF body ON message_texts WHEN new.body <> old.body BEGIN
    INSERT INTO message_words (message_words, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO message_words (rowid, body) VALUES (new.id, new.body);
END;

CREATE TABLE contact_texts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    contact_id TEXT    NOT NULL UNIQUE REFERENCES contacts (id),
    body       TEXT    NOT NULL
) STRICT;
CREATE VIRTUAL TABLE contact_words USING fts5 (
    body, content = 'contact_texts', content_rowid = 'id', detail = 'none', prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER contact_texts_insert AFTER INSERT ON contact_texts BEGIN
    INSERT INTO contact_words (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER contact_texts_delete AFTER DELETE ON contact_texts BEGIN
    INSERT INTO contact_words (contact_words, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER contact_texts_update AFTER UPDATE OF body ON contact_texts WHEN new.body <> old.body BEGIN
    INSERT INTO contact_words (contact_words, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO contact_words (rowid, body) VALUES (new.id, new.body);
END;
