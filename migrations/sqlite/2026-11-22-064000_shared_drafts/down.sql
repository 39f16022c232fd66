DROP TABLE shared_drafts;
