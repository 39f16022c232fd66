DROP TABLE followers;
ALTER TABLE conversations DROP COLUMN followers;
