"""The embedded store: SQLite in write-ahead mode, one writer with group commit."""
