"""Values and rules of Holdfast: what users, sessions, messages and summaries are, without any input or output."""
