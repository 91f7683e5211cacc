"""The ``metadata`` of a search request: a boolean tree over metadata and a range of dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.domain.filters.dates import read_date
from holdfast.domain.filters.errors import InvalidFilter
from holdfast.domain.filters.where import Predicate, read_where

if TYPE_CHECKING:
    from datetime import datetime

FIELD = "metadata"
KEYS = ("where", "start_date", "end_date")


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a search may find; each part is ``None`` where it imposes nothing.

    ``where``  condition on metadata
    ``start``  earliest creation time, in UTC, inclusive
    ``end``    latest creation time, in UTC, inclusive
    ``name``   a text that stands for ``where``: equal texts mean equal conditions
    """

    where: Predicate | None = None
    start: datetime | None = None
    end: datetime | None = None
    name: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return self.where is None and self.start is None and self.end is None

    def admits_time(self, created_at: datetime) -> bool:
        """Tell whether a creation time (with an offset) lies within the range, both ends included."""
        return (self.start is None or self.start <= created_at) and (self.end is None or created_at <= self.end)


def read_search_filter(
    metadata: Mapping[str, object] | None, *, now: datetime, ignore_unknown: bool = False
) -> SearchFilter:
    """Return the filter that a search's ``metadata`` describes.

    The keys ``where``, ``start_date`` and ``end_date`` count, in exactly this spelling; in another case they are
    ignored. ``now`` (with an offset) is what words such as ``yesterday`` refer to. ``ignore_unknown`` passes over keys
    that mean nothing, which then limit nothing either, in place of refusing them.

    Raises ``InvalidFilter`` naming the field, the reason and, within a path, the position.
    """
    if metadata is None:
        return SearchFilter()
    if not isinstance(metadata, Mapping):
        raise InvalidFilter('expected an object with "where", "start_date", "end_date"', field=FIELD)
    if not ignore_unknown:
        _check_keys(metadata)
    return SearchFilter(
        where=read_where(metadata.get("where"), place=f"{FIELD}.where", ignore_unknown=ignore_unknown),
        start=read_date(metadata.get("start_date"), now=now, place=f"{FIELD}.start_date"),
        end=read_date(metadata.get("end_date"), now=now, place=f"{FIELD}.end_date"),
        name=json.dumps(metadata.get("where"), sort_keys=True),
    )


def read_condition(metadata: Mapping[str, object] | None, *, ignore_unknown: bool = False) -> Predicate | None:
    """As `read_search_filter` for what has no dates: only ``where`` limits anything."""
    parts = metadata or {}
    if not ignore_unknown:
        _check_keys(parts)
    return read_where(parts.get("where"), place=f"{FIELD}.where", ignore_unknown=ignore_unknown)


def _check_keys(metadata: Mapping[str, object]) -> None:
    """Refuse keys that mean nothing: a condition that is passed over lets everything through."""
    for key, value in metadata.items():
        if key.lower() not in KEYS and value is not None:
            raise InvalidFilter(f"unknown key; there are {', '.join(KEYS)}", field=f"{FIELD}.{key[:40]}")
