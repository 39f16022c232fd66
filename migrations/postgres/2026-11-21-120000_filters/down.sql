DROP INDEX conversations_number;
DROP INDEX conversations_unassigned;
DROP INDEX conversations_team;
DROP INDEX conversations_waiting;
DROP INDEX conversations_unread;
DROP INDEX conversations_by_waiting;
DROP INDEX conversations_every;
ALTER TABLE conversations DROP COLUMN waiting_rank;
DROP TABLE conversation_labels;
