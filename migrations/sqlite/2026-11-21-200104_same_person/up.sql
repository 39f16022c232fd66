-- Whose other identity a contact is: what is known of them is known of that one.
ALTER TABLE contacts ADD COLUMN person_id TEXT REFERENCES contacts (id);
CREATE INDEX contacts_of_person ON contacts (person_id);
