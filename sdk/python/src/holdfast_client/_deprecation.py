"""Warnings about names which have moved."""

import warnings

__all__ = ["warn_moved"]


def warn_moved(name: str) -> None:
    """Say that a method of the client has its place in ``client.memory`` now."""
    message = f"{name} of the client has moved: use client.memory.{name}"
    warnings.warn(message, DeprecationWarning, stacklevel=3)
