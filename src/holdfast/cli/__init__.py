"""The command line: ``holdfast`` and its commands, one module each."""

from __future__ import annotations

from holdfast.cli.group import main

__all__ = ["main"]
