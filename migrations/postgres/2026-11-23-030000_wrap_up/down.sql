ALTER TABLE calls DROP COLUMN wrap_until;
ALTER TABLE agents DROP COLUMN wrap_up;
DROP TABLE call_settings;
