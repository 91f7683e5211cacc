"""Loading the official SDK, which is an extra."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from holdfast.errors import StartupError
from holdfast.loading import load_module

MISSING = "MCP takes the official SDK, which is not installed: pip install 'holdfast[mcp]'"


def is_installed() -> bool:
    """Whether the SDK is there; nothing of it is loaded to find out."""
    return find_spec("mcp") is not None and find_spec("mcp_types") is not None


def load(module: str) -> Any:
    """A module of this package that imports the SDK; `StartupError` without it."""
    if not is_installed():
        raise StartupError(MISSING)
    return load_module(f"holdfast.mcp.{module}")
