"""Answer weights W1-W8 of SCORING 3: one rule a file, put together in ``weighing``."""
