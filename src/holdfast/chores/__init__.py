"""Chores: what a server does on its own, again and again, beside answering requests."""
