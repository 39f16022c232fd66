DROP INDEX conversations_missed;
DROP INDEX conversations_called;
ALTER TABLE conversations DROP COLUMN missed_call;
ALTER TABLE conversations DROP COLUMN call;
DROP TABLE calls;
