"""Entity extractors: what a text names, and exactly where."""
