"""Files of a user: the shapes ``File`` and ``FileEntry`` and the calls behind ``client.file``."""

from holdfast_client.file.client import FileClient
from holdfast_client.file.models import File, FileEntry

__all__ = ["File", "FileClient", "FileEntry"]
