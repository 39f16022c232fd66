-- When somebody works, if that is said.
ALTER TABLE agents ADD COLUMN shift TEXT;
