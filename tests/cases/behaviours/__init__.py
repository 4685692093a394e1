"""The thirty-four behaviours of a case, each by one test on SQLite and on PostgreSQL."""
