"""The nouns of the storage contract in SQLite."""
