-- Since when somebody is in a call, if they are.
ALTER TABLE agents ADD COLUMN in_call INTEGER;
