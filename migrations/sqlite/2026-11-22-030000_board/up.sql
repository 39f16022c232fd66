-- What a supervisor watches is counted from this alone.
CREATE INDEX conversations_load ON conversations (assignee_id, team_id, waiting_since) WHERE open AND erased_at IS NULL;
