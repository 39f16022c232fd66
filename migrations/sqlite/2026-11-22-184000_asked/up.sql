-- Who asks whoever has it for it, and until when they can keep it.
ALTER TABLE conversations ADD COLUMN asked TEXT;
CREATE INDEX conversations_asked ON conversations (assignee_id) WHERE asked IS NOT NULL;
