-- What is searched of a conversation besides what was said: its labels, and what is known of it and its customer.
CREATE TABLE conversation_texts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT    NOT NULL UNIQUE REFERENCES conversations (id),
    body            TEXT    NOT NULL
) STRICT;
CREATE VIRTUAL TABLE conversation_words USING fts5 (
    body, content = 'conversation_texts', content_rowid = 'id', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER conversation_texts_insert AFTER INSERT ON conversation_texts BEGIN
    INSERT INTO conversation_words (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER conversation_texts_delete AFTER DELETE ON conversation_texts BEGIN
    INSERT INTO conversation_words (conversation_words, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER conversation_texts_update AFTER UPDATE OF body ON conversation_texts WHEN new.body <> old.body BEGIN
    INSERT INTO conversation_words (conversation_words, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO conversation_words (rowid, body) VALUES (new.id, new.body);
END;
