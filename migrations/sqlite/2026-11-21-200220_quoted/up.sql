-- WhatsApp's id of what a message answers, for as long as we don't know that message.
ALTER TABLE messages ADD COLUMN quoted TEXT;
CREATE INDEX messages_quoted ON messages (number_id, quoted) WHERE quoted IS NOT NULL;
