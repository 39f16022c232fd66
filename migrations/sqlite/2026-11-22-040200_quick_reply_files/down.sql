ALTER TABLE quick_replies DROP COLUMN files;
