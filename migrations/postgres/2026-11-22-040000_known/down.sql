DROP TABLE conversation_texts;
