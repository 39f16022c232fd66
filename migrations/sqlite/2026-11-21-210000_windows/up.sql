-- Which windows close next, or have closed since a moment.
CREATE INDEX conversations_window ON conversations (window_until, id);
