"""Summarisers: folding the older part of a session into a few sentences."""
