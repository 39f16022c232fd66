DROP TABLE bulk_targets;
DROP TABLE bulks;
