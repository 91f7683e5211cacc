"""The enrichment steps, one module each."""
