DROP TABLE attendances;
ALTER TABLE agents DROP COLUMN available_since;
ALTER TABLE agents DROP COLUMN availability;
