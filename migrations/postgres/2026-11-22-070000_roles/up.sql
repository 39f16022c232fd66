-- What who has a role may do, as it is said of each person.
ALTER TABLE agents ADD COLUMN rights TEXT NOT NULL DEFAULT '[]';
UPDATE agents SET rights = CASE role
    WHEN 'admin' THEN '["reply","assign","triage","delete","phones","lead_notes","force","organise","administer"]'
    WHEN 'lead' THEN '["reply","assign","triage","delete","phones","lead_notes","force","organise"]'
    ELSE '["reply","assign","triage","phones"]'
END;

-- Roles of a workspace's own.
CREATE TABLE roles (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    rights     TEXT    NOT NULL,
    visibility TEXT    NOT NULL,
    version    INTEGER NOT NULL
);
