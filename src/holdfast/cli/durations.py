"""Durations such as ``12h`` on the command line."""

from __future__ import annotations

import re

import click

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Lifetime(click.ParamType[int]):
    """A duration such as ``12h``, in seconds."""

    name = "duration"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """See click."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"([1-9][0-9]*)([smhd])", value)
        if match is None:
            self.fail(f"{value!r} is not a duration such as 30m, 12h or 90d", param, ctx)
        return int(match[1]) * _UNITS[match[2]]
