"""Weights of models that packages of the package index bring: exactly those that Holdfast knows."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from holdfast.errors import StartupError


def weights_in(package: str, path: str, *, sha256: str, missing: str) -> Path:
    """The file at ``path`` below a package, without importing it.

    `StartupError` says ``missing`` where the package is not installed, and why where the file is not the known one.
    """
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise StartupError(missing)
    file = Path(next(iter(found.submodule_search_locations))) / path
    try:
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as failure:
        raise StartupError(f"the embedding model {file} cannot be read: {failure}") from failure
    if digest != sha256:
        raise StartupError(f"the embedding model {file} is not the one that Holdfast knows: its SHA-256 is {digest}")
    return file
