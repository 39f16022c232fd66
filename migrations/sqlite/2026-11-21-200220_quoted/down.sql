DROP INDEX messages_quoted;
ALTER TABLE messages DROP COLUMN quoted;
