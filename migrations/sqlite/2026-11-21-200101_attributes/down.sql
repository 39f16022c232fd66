DROP TABLE attribute_values;
ALTER TABLE contacts DROP COLUMN about;
ALTER TABLE conversations DROP COLUMN contact_about;
ALTER TABLE conversations DROP COLUMN attributes;
DROP TABLE attributes;
