DROP TABLE reply_fences;
