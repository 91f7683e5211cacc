"""What the search index is fed with, read from storage: messages and summaries, of a session, a user, or all."""
