"""Merging metadata as values, to hold against how stores merge their texts."""

from __future__ import annotations

from typing import Any


def merge_metadata(stored: dict[str, Any] | None, sent: dict[str, Any]) -> dict[str, Any]:
    """``sent`` merged into ``stored`` key by key (http-api §5): what stores make of the texts of both."""
    if stored is None:
        return sent
    merged = dict(stored)
    for key, value in sent.items():
        present = merged.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            merged[key] = merge_metadata(present, value)
        else:
            merged[key] = value
    return merged
