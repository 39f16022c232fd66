DROP INDEX message_texts_of;
