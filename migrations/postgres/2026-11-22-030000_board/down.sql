DROP INDEX conversations_load;
