"""Tokens of an authorization server elsewhere (OAuth 2.1), by which agents come in at ``/mcp``."""
