DROP INDEX conversations_snoozed;
ALTER TABLE conversations DROP COLUMN back_rank;
ALTER TABLE conversations DROP COLUMN snoozed;
