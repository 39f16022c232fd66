ALTER TABLE activities DROP COLUMN version;
