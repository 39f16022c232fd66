-- What was put off. Minus the time that brings it back, or below everything where only the customer does.
ALTER TABLE conversations ADD COLUMN snoozed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN back_rank INTEGER NOT NULL DEFAULT -9223372036854775807;

CREATE INDEX conversations_snoozed ON conversations (back_rank DESC, id DESC) WHERE snoozed;
