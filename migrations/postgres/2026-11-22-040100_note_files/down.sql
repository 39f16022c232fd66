DROP TABLE note_files;
ALTER TABLE uploads DROP COLUMN noted;
ALTER TABLE notes DROP COLUMN files;
