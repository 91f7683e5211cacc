"""Enrichment: what happens to messages after they were stored, in the background."""
