ALTER TABLE contacts DROP COLUMN details;
