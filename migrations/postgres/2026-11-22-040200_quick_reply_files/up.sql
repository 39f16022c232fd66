-- Files that go into the composer with a quick reply.
ALTER TABLE quick_replies ADD COLUMN files TEXT NOT NULL DEFAULT '[]';
