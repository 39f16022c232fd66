-- What was shared in a conversation, latest first.
CREATE INDEX message_texts_of ON message_texts (conversation_id, at DESC);
