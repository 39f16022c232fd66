-- The latest advertisement through which the customer came.
ALTER TABLE conversations ADD COLUMN source TEXT;
CREATE INDEX conversations_from_ad ON conversations (active_at DESC, id DESC) WHERE source IS NOT NULL;
