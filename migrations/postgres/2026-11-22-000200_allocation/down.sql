DROP TABLE allotted;
DROP TABLE episodes;
DROP TABLE allocation;
