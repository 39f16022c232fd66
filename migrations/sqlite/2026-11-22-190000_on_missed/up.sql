-- What customers are told whose call nobody took.
ALTER TABLE numbers ADD COLUMN on_missed TEXT;
