-- Which conversations have a label; conversations.labels says the same for one conversation.
CREATE TABLE conversation_labels (
    label_id        TEXT NOT NULL REFERENCES labels (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    PRIMARY KEY (label_id, conversation_id)
);

-- Minus waiting_since, or below everything for who does not wait: all orders are by a rank, highest first.
ALTER TABLE conversations ADD COLUMN waiting_rank BIGINT NOT NULL DEFAULT -9223372036854775807;
UPDATE conversations SET waiting_rank = -waiting_since WHERE waiting_since IS NOT NULL;

CREATE INDEX conversations_every ON conversations (active_at DESC, id DESC);
CREATE INDEX conversations_by_waiting ON conversations (waiting_rank DESC, id DESC);
CREATE INDEX conversations_unread ON conversations (active_at DESC, id DESC) WHERE unread > 0;
CREATE INDEX conversations_waiting ON conversations (active_at DESC, id DESC) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_team ON conversations (team_id, active_at DESC, id DESC) WHERE open;
CREATE INDEX conversations_unassigned ON conversations (active_at DESC, id DESC) WHERE open AND assignee_id IS NULL;
CREATE INDEX conversations_number ON conversations (number_id, active_at DESC, id DESC) WHERE open;
