DROP INDEX conversations_escalated;
ALTER TABLE conversations DROP COLUMN escalated;
