DROP TABLE conversation_words;
DROP TABLE conversation_texts;
