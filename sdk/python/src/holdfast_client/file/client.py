"""The class behind ``client.file``."""

from holdfast_client.file._async import AsyncFileMethods
from holdfast_client.file._sync import SyncFileMethods

__all__ = ["FileClient"]


class FileClient(AsyncFileMethods, SyncFileMethods):
    """Calls about files of users: each one plain and, with the prefix ``a``, for coroutines."""
