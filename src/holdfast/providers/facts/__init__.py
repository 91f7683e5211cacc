"""Facts that people state about themselves, found by rules: what was said, word for word, and which slot it fills."""
