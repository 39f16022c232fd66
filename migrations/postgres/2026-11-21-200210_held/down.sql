ALTER TABLE mentions ADD CONSTRAINT mentions_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes (id);
DROP TABLE preferences;
DROP TABLE held;
