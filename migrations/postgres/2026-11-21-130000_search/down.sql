DROP TABLE contact_texts;
DROP TABLE message_texts;
