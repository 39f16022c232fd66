-- What was put off. Minus the time that brings it back, or below everything where only the customer does.
ALTER TABLE conversations ADD COLUMN snoozed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE conversations ADD COLUMN back_rank BIGINT NOT NULL DEFAULT -9223372036854775807;

CREATE INDEX conversations_snoozed ON conversations (back_rank DESC, id DESC) WHERE snoozed;
