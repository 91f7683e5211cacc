"""Walks through lists which change meanwhile."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast_client import APIError, HoldfastClient


class Rows:
    """A list of sessions by id, of which some are deleted and others created after each page."""

    def __init__(self, ids: set[int], deletions: list[set[int]], creations: list[int]) -> None:
        self.ids = ids
        self.deletions = deletions
        self.creations = creations

    def page(self, request: httpx.Request) -> httpx.Response:
        """Answer a request for a page, then change."""
        limit, cursor = int(request.url.params["limit"]), int(request.url.params.get("cursor", 0))
        rows = sorted(row for row in self.ids if row > cursor)[:limit]
        self._change()
        return httpx.Response(200, json=[{"session_id": f"s{row}", "id": row} for row in rows])

    def _change(self) -> None:
        if self.deletions:
            self.ids -= self.deletions.pop(0)
        if self.creations:
            highest = max(self.ids, default=0)
            self.ids |= {highest + 1 + step for step in range(self.creations.pop(0))}

    def client(self) -> HoldfastClient:
        http = httpx.Client(transport=httpx.MockTransport(self.page))
        return HoldfastClient("http://server.invalid", health_check=False, http_client=http)


ids = st.integers(1, 60)


@given(st.sets(ids), st.lists(st.sets(ids), max_size=20), st.lists(st.integers(0, 3), max_size=10), st.integers(1, 7))
def test_what_exists_all_the_while_comes_once_and_in_order(
    start: set[int], deletions: list[set[int]], creations: list[int], size: int
) -> None:
    lasting = start - set().union(*deletions)
    client = Rows(set(start), list(deletions), list(creations)).client()
    chunks = list(client.memory.list_all_sessions(chunk_size=size))
    seen = [session.id or 0 for chunk in chunks for session in chunk]
    assert all(1 <= len(chunk) <= size for chunk in chunks)
    assert seen == sorted(set(seen))
    assert lasting <= set(seen)


def test_rows_without_ids_end_the_walk_with_an_error() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=[{"session_id": "s"}]))
    http = httpx.Client(transport=transport)
    client = HoldfastClient("http://server.invalid", health_check=False, http_client=http)
    with pytest.raises(APIError, match="without ids"):
        list(client.memory.list_all_sessions())
