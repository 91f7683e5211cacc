"""The class behind ``client.message``."""

from holdfast_client.message._async import AsyncMessageMethods
from holdfast_client.message._sync import SyncMessageMethods

__all__ = ["MessageClient"]


class MessageClient(AsyncMessageMethods, SyncMessageMethods):
    """Calls about messages: each one plain and, with the prefix ``a``, for coroutines."""
