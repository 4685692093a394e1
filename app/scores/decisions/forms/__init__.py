"""Forms of decisions, a file for each kind."""
