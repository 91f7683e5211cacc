"""The class behind ``client.memory``."""

from holdfast_client.memory._async import AsyncMemoryMethods
from holdfast_client.memory._sync import SyncMemoryMethods

__all__ = ["MemoryClient"]


class MemoryClient(AsyncMemoryMethods, SyncMemoryMethods):
    """Calls about sessions and their memory: each one plain and, with the prefix ``a``, for coroutines."""
