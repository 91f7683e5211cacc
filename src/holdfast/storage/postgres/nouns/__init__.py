"""The nouns of the storage contract in PostgreSQL."""
