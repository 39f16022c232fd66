DROP INDEX conversations_asked;
ALTER TABLE conversations DROP COLUMN asked;
