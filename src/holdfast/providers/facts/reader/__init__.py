"""The reader of facts: a small network that hears statements and changes for which there is no rule."""
