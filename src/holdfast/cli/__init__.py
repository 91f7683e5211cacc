"""The command line: ``holdfast`` and its commands, one module each."""

from __future__ import annotations

from holdfast.loading import load_module

__all__ = ["main"]


def main() -> None:
    """Run the command line (`holdfast.cli.group.main`)."""
    load_module(f"{__name__}.group").main()
