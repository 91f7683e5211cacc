"""Addresses of pages."""

from __future__ import annotations

from urllib.parse import urlencode

from holdfast.http.application import PAGES_PREFIX
from holdfast.http.paths import encode_segment

ROOT = f"/{PAGES_PREFIX}"


def link(*segments: str, **query: str | int | None) -> str:
    """The address of a page by the segments of its path, whatever characters they hold, and its query.

    Parameters that are empty or ``None`` are left out.
    """
    path = "/".join((ROOT, *(encode_segment(segment) for segment in segments)))
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def is_own(address: str) -> bool:
    """Whether an address leads to one of our pages and nowhere else, whoever reads it."""
    if address != ROOT and not address.startswith((f"{ROOT}/", f"{ROOT}?")):
        return False
    return address.isascii() and address.isprintable() and "\\" not in address
