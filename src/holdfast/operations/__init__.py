"""What callers may ask for: verbs that every door shares.  Each is told by which principal."""
