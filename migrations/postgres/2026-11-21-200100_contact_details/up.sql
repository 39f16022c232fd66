-- What colleagues know of a contact beside what WhatsApp tells.
ALTER TABLE contacts ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
