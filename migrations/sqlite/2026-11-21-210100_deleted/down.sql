DROP TABLE message_files;
DROP INDEX conversations_deleted;
ALTER TABLE conversations DROP COLUMN erased_at;
