"""Exact cl100k_base counts by tiktoken, whose rank data lies in its cache directory or is fetched once.

Fetching must never hold up a start, so it happens in a thread which is waited for only so long and then left alone:
tiktoken sets no time limit of its own, and resolving a name may hang where no timeout reaches. What the thread
fetches too late serves the next start.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from pathlib import Path
from typing import Final

import tiktoken

_logger: Final = logging.getLogger(__name__)
_ENCODING: Final = "cl100k_base"
_URL: Final = "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken"
_SHA256: Final = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
_LOADING_WAIT: Final = 30.0  # seconds; loading cached data takes well under one on an idle core
_SLICE: Final = 200_000  # characters; a word cut at a border counts one token too many at most


class Cl100kTokenCounter:
    """A `TokenCounter` which counts what the reference counts."""

    name = _ENCODING

    def __init__(self, encoding: tiktoken.Encoding) -> None:
        self._encoding = encoding

    def count(self, text: str) -> int:
        """Tokens of ``text``; special-token text counts as the plain text it is."""
        encode = self._encoding.encode_ordinary
        if len(text) <= _SLICE:
            return len(encode(text))
        return sum(len(encode(text[start : start + _SLICE])) for start in range(0, len(text), _SLICE))


def load_cl100k(*, network_wait: float) -> Cl100kTokenCounter | None:
    """The counter, or ``None`` when its data is neither cached nor there after ``network_wait`` seconds."""
    loading = _Loading()
    cached = cached_data() is not None
    if not cached and network_wait <= 0:
        return None
    encoding = loading.wait(_LOADING_WAIT if cached else network_wait)
    return None if encoding is None else Cl100kTokenCounter(encoding)


def cache_path() -> Path:
    """Where tiktoken keeps the data (``TIKTOKEN_CACHE_DIR``, else a directory of its own below the temporary one)."""
    directory = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    parent = Path(directory) if directory else Path(tempfile.gettempdir()) / "data-gym-cache"
    return parent / hashlib.sha1(_URL.encode(), usedforsecurity=False).hexdigest()


def cached_data() -> Path | None:
    """The cached data if it is there and unharmed."""
    path = cache_path()
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
    return path if digest == _SHA256 else None


class _Loading:
    """One attempt to load the encoding, in a thread that does not keep the process alive."""

    def __init__(self) -> None:
        self._encoding: tiktoken.Encoding | None = None
        self._thread = threading.Thread(target=self._load, name="load-cl100k", daemon=True)

    def wait(self, seconds: float) -> tiktoken.Encoding | None:
        self._thread.start()
        self._thread.join(seconds)
        return self._encoding

    def _load(self) -> None:
        try:
            self._encoding = tiktoken.get_encoding(_ENCODING)
        # The edge of a thread: whatever keeps tiktoken from loading (network, proxy, disk, a damaged download)
        # means that tokens are estimated, which the caller reports.
        except Exception as error:  # noqa: BLE001
            _logger.info("cl100k_base could not be loaded: %s", error)
