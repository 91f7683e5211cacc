"""Durable storage of domain values: one contract, mirror-image backends."""
