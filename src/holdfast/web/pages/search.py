"""``/admin/search``: why something is found, and why not."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.responses import Response

from holdfast.domain.filters import read_search_filter
from holdfast.domain.timestamps import time_zone
from holdfast.errors import HoldfastError, InvalidRequest, Unavailable
from holdfast.operations.found import Found
from holdfast.operations.search import SearchQuery
from holdfast.retrieval.search import SearchKind
from holdfast.web.charts import Share, shares
from holdfast.web.page import Page
from holdfast.web.screens import Screens
from holdfast.web.speech import Speech, speech

MOST_RESULTS = 50
_DEFAULT_RESULTS = 10
_EVIDENCE = ("coverage", "cosine")

KINDS = {
    "similarity": "Best answer",
    "lexical": "Words alone",
    "vector": "Meaning alone",
    "mmr": "Best answers that differ",
}

screens = Screens()


class HitShown(msgspec.Struct, frozen=True):
    """A hit: what was found, what adds to its score, what takes from it, and the evidence behind it."""

    found: Found
    speech: Speech | None
    adds: list[Share]
    takes: list[tuple[str, float]]
    evidence: list[tuple[str, float]]


@screens.get("/admin/search")
async def show_search(page: Page) -> Response:
    """The form, and what is found if something is asked."""
    query = page.query
    hits: list[HitShown] = []
    error, seconds = "", 0.0
    asked = any(query.get(name, "").strip() for name in ("q", "from", "to", "where"))
    if asked:
        began = time.perf_counter()
        try:
            hits = _shown(await _found(page))
        except (InvalidRequest, Unavailable) as refusal:
            error = _explained(refusal)
        seconds = time.perf_counter() - began
    return page.render(
        "search.html",
        status=400 if error else 200,
        query=query,
        hits=hits,
        asked=asked,
        error=error,
        seconds=seconds,
        kinds=KINDS,
        most=MOST_RESULTS,
    )


async def _found(page: Page) -> list[Found]:
    query = _query(page)
    session_id, user_id = page.query.get("session", "").strip(), page.query.get("user", "").strip()
    search = page.verbs.search
    if session_id:
        return await search.in_session(page.principal, session_id, query)
    if user_id:
        return await search.of_user(page.principal, user_id, query)
    return await search.everywhere(page.principal, query)


def _query(page: Page) -> SearchQuery:
    entered = page.query
    text = entered.get("q", "").strip()
    zone = entered.get("zone", "").strip()
    try:
        asked_at = datetime.now(time_zone(zone) if zone else UTC)
    except ValueError:
        asked_at = datetime.now(UTC)
    kind = SearchKind(entered["type"]) if entered.get("type") in KINDS and text else SearchKind.SIMILARITY
    return SearchQuery(
        text=text,
        filter=read_search_filter(_filter(entered), now=asked_at),
        summaries=entered.get("in") == "summaries",
        kind=kind,
        limit=min(page.number("limit") or _DEFAULT_RESULTS, MOST_RESULTS),
        explain=bool(text),
        asked_at=asked_at,
    )


def _filter(entered: Any) -> dict[str, Any] | None:
    """The conditions that were entered, as the API takes them."""
    conditions: dict[str, Any] = {}
    for name, field in (("from", "start_date"), ("to", "end_date")):
        if day := entered.get(name, "").strip():
            conditions[field] = day
    where = entered.get("where", "").strip()
    if where:
        conditions["where"] = {"jsonpath": where}
    return conditions or None


def _shown(found: list[Found]) -> list[HitShown]:
    hits = []
    for each in found:
        parts = each.parts or {}
        amounts = {name: value for name, value in parts.items() if name not in _EVIDENCE}
        ordered = sorted(amounts.items(), key=lambda part: -part[1])
        hits.append(
            HitShown(
                found=each,
                speech=None if each.message is None else speech(each.message),
                adds=shares([(name, value) for name, value in ordered if value > 0.005]),
                takes=[(name, value) for name, value in ordered if value < -0.005],
                evidence=[(name, parts[name]) for name in _EVIDENCE if name in parts],
            )
        )
    return hits


def _explained(error: HoldfastError) -> str:
    return (
        str(error)
        .replace("metadata.start_date", "From")
        .replace("metadata.end_date", "To")
        .replace("metadata.where", "Condition")
    )
