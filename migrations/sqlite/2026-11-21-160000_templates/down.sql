DROP TABLE templates;
ALTER TABLE numbers DROP COLUMN templates;
ALTER TABLE numbers DROP COLUMN account;
