-- Who opens a thread asks what others were writing in it.
CREATE INDEX drafts_of_conversation ON drafts (conversation_id);
