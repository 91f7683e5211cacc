"""The class behind ``client.context``."""

from holdfast_client.context._async import AsyncContextMethods
from holdfast_client.context._sync import SyncContextMethods

__all__ = ["ContextClient"]


class ContextClient(AsyncContextMethods, SyncContextMethods):
    """Calls for contexts: each one plain and, with the prefix ``a``, for coroutines."""
