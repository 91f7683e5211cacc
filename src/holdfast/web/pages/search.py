"""``/admin/search``: why something is found, and why not."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from holdfast.domain.filters import read_search_filter
from holdfast.errors import InvalidRequest, Unavailable
from holdfast.operations.found import Found
from holdfast.operations.search import SearchQuery
from holdfast.retrieval.search import SearchKind
from holdfast.web.charts import Share, shares
from holdfast.web.entries import asked_at, dates, explained
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
    asked = any(query.get(name, "").strip() for name in ("q", "from", "to", "where", "speaker"))
    if asked:
        began = time.perf_counter()
        try:
            hits = _shown(await _found(page))
        except (InvalidRequest, Unavailable) as refusal:
            error = explained(refusal)
        seconds = time.perf_counter() - began
    return page.render(
        "search.html",
        status=400 if error else 200,
        query=query,
        hits=hits,
        asked=asked,
        error=error,
        seconds=seconds,
        chosen=_chosen(query),
        kinds=KINDS,
        most=MOST_RESULTS,
    )


_OPTIONS = ("session", "user", "speaker", "from", "to", "type", "in", "where")
_LABELS = {"session": "in", "user": "of", "speaker": "said by", "type": "ranked by", "where": "where"}


def _chosen(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """The options that were chosen, so that they are seen while the form is folded up."""
    given = [(name, query.get(name, "").strip()) for name in _OPTIONS]
    shown = {"type": KINDS}
    return [
        (_LABELS.get(name, name), shown.get(name, {}).get(value, value))
        for name, value in given
        if value and (name, value) != ("type", SearchKind.SIMILARITY.value)
    ]


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
    moment = asked_at(entered)
    summaries = entered.get("in") == "summaries"
    kind = SearchKind(entered["type"]) if entered.get("type") in KINDS and text else SearchKind.SIMILARITY
    return SearchQuery(
        text=text,
        filter=read_search_filter(_filter(entered), now=moment),
        summaries=summaries,
        kind=kind,
        speaker="" if summaries else entered.get("speaker", "").strip(),
        limit=min(page.number("limit") or _DEFAULT_RESULTS, MOST_RESULTS),
        explain=bool(text),
        asked_at=moment,
    )


def _filter(entered: Any) -> dict[str, Any] | None:
    """The conditions that were entered, as the API takes them."""
    conditions: dict[str, Any] = {**dates(entered)}
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
