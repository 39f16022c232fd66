-- That leads should look at it: by whom, when and why.
ALTER TABLE conversations ADD COLUMN escalated TEXT;
CREATE INDEX conversations_escalated ON conversations (active_at DESC, id DESC) WHERE escalated IS NOT NULL;
