ALTER TABLE early_statuses DROP COLUMN price;
DROP TABLE delivery_steps;
