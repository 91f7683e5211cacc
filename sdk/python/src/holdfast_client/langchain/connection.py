"""Which client the LangChain objects talk through."""

from __future__ import annotations

from holdfast_client.client import HoldfastClient

__all__ = ["DEFAULT_URL", "client_for"]

DEFAULT_URL = "http://localhost:8000"


def client_for(client: HoldfastClient | None, url: str | None, api_key: str | None) -> HoldfastClient:
    """Return the client given, or a new one for this address, which asks no server before the first call."""
    if client is not None:
        return client
    return HoldfastClient(url or DEFAULT_URL, api_key, health_check=False)
