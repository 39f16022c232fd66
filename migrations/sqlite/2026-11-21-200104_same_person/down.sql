DROP INDEX contacts_of_person;
ALTER TABLE contacts DROP COLUMN person_id;
