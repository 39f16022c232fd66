ALTER TABLE conversations DROP COLUMN labels;
DROP TABLE labels;
