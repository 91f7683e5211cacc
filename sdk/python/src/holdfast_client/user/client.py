"""The class behind ``client.user``."""

from holdfast_client.user._async import AsyncUserMethods
from holdfast_client.user._sync import SyncUserMethods

__all__ = ["UserClient"]


class UserClient(AsyncUserMethods, SyncUserMethods):
    """Calls about users: each one plain and, with the prefix ``a``, for coroutines."""
