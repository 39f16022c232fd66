DROP TABLE handed_over;
DROP TABLE uploads;
