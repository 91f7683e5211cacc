"""Conversation files: one reader for each format, behind one interface, and the choice between them."""
