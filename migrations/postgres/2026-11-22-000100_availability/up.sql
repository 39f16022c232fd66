-- Whether somebody can be given work, and since when that is so.
ALTER TABLE agents ADD COLUMN availability TEXT NOT NULL DEFAULT '"offline"';
ALTER TABLE agents ADD COLUMN available_since BIGINT NOT NULL DEFAULT 0;

-- Whose tabs each run of each node has heard of, and when it said so last.
CREATE TABLE attendances (
    run  TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    at   BIGINT NOT NULL
);
