"""What makes a text for a prompt out of facts, summaries and messages: pure functions, which read nothing."""
