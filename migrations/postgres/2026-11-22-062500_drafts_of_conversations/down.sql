DROP INDEX drafts_of_conversation;
