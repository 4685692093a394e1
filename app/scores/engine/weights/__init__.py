"""Answer weights W1-W8 of docs/scores.md: one rule a file, put together in ``weighing``."""
