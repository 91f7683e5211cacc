"""The class behind ``client.facts``."""

from holdfast_client.facts._async import AsyncFactsMethods
from holdfast_client.facts._sync import SyncFactsMethods

__all__ = ["FactsClient"]


class FactsClient(AsyncFactsMethods, SyncFactsMethods):
    """Calls about facts: each one plain and, with the prefix ``a``, for coroutines."""
