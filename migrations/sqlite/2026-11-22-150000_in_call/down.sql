ALTER TABLE agents DROP COLUMN in_call;
