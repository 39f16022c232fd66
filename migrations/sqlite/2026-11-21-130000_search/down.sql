DROP TABLE contact_words;
DROP TABLE contact_texts;
DROP TABLE message_words;
DROP TABLE message_texts;
