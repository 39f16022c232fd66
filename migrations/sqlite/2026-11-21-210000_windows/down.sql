DROP INDEX conversations_window;
