"""The version that the server shows to clients of the reference's API."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import holdfast

COMPATIBLE_VERSION = "0.27.2"
"""The reference version whose API is spoken; clients compare it with the least one they work with."""


@cache
def version_header() -> str:
    """The value of ``X-Zep-Version``: ``<version>-<build> (<build time>)`` (http-api §1.2)."""
    built = datetime.fromtimestamp(Path(holdfast.__file__).stat().st_mtime, UTC)
    return f"{COMPATIBLE_VERSION}-holdfast.{holdfast.__version__} ({built:%Y-%m-%dT%H:%M:%SZ})"
