DROP INDEX conversations_from_ad;
ALTER TABLE conversations DROP COLUMN source;
