UPDATE agents SET rights = replace(rights, '"recordings",', '');
DROP TABLE recordings_heard;
DROP TABLE recordings;
ALTER TABLE numbers DROP COLUMN recording;
