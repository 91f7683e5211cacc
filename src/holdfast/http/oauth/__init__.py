"""Tokens of an authorization server elsewhere (OAuth 2.1), by which agents come in at ``/mcp``.

Loaded where such a server is configured.
"""

WELL_KNOWN = "/.well-known/oauth-protected-resource"
"""Where the metadata of a protected resource are (RFC 9728 §3)."""
