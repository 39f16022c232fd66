ALTER TABLE numbers DROP COLUMN on_missed;
