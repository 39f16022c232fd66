-- The message that a note discusses, beside the thread.
ALTER TABLE notes ADD COLUMN about TEXT;
