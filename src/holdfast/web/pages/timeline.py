"""``/admin/users/{user_id}/timeline`` and the files that a person's memory can be taken along in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec
from starlette.responses import Response

from holdfast.domain.archive import Line, encode_line
from holdfast.domain.facts import Fact, FactSelection, FactState
from holdfast.domain.timestamps import Timestamp
from holdfast.domain.transcript import transcribe
from holdfast.http.wire.archive import NDJSON
from holdfast.web.charts import lanes
from holdfast.web.downloads import download
from holdfast.web.page import Page
from holdfast.web.pages.conversations import Titled, titled
from holdfast.web.screens import Screens

ROWS = 30

_STATES = (FactState.VALID, FactState.SUPERSEDED, FactState.INVALID)

screens = Screens()


class Event(msgspec.Struct, frozen=True):
    """What happened: a conversation was begun, or a fact was stated."""

    moment: Timestamp
    fact: Fact | None = None
    conversation: Titled | None = None


@screens.get("/admin/users/{user_id}/timeline")
async def show_timeline(page: Page) -> Response:
    """What was true of a person when, and what happened, newest first.

    Facts and conversations are two lists that are merged; the address of a page says how far each was shown.
    """
    user_id = page.parameters["user_id"]
    before_fact, before_session = page.number("fact"), page.number("session")
    user = await page.verbs.users.get(page.principal, user_id)
    facts, sessions = await asyncio.gather(
        page.verbs.facts.page(
            page.principal, FactSelection(user_id=user_id, states=_STATES), before=before_fact, limit=ROWS + 1
        ),
        page.verbs.sessions.newest(page.principal, before=before_session, limit=ROWS + 1, user_id=user_id),
    )
    events = _merged(facts.facts, await titled(page, sessions))
    shown = events[:ROWS]
    first = before_fact is None and before_session is None
    profile = await page.verbs.facts.profile(page.principal, user_id) if first else []
    return page.render(
        "timeline.html",
        user=user,
        events=shown,
        lanes=lanes(profile, page.moment),
        first=first,
        beyond=_beyond(shown, before_fact, before_session) if len(events) > ROWS else None,
    )


def _merged(facts: Sequence[Fact], conversations: Sequence[Titled]) -> list[Event]:
    """Two lists as one, newest first; each keeps its own order, by which it is paged."""
    left = [Event(fact.said_at, fact=fact) for fact in facts]
    right = [Event(each.session.created_at, conversation=each) for each in conversations]
    merged = []
    while left or right:
        later = left if not right or (left and left[0].moment >= right[0].moment) else right
        merged.append(later.pop(0))
    return merged


def _beyond(shown: Sequence[Event], fact: int | None, session: int | None) -> dict[str, int | None]:
    """Where the next page begins in either list."""
    for event in shown:
        if event.fact is not None:
            fact = event.fact.id
        if event.conversation is not None:
            session = event.conversation.session.id
    return {"fact": fact, "session": session}


@screens.get("/admin/users/{user_id}/export.jsonl")
async def export_archive(page: Page) -> Response:
    """All of a person as an archive, which Holdfast can take in again."""
    return await _export(page, "jsonl", NDJSON, lambda lines: b"".join(map(encode_line, lines)))


@screens.get("/admin/users/{user_id}/export.md")
async def export_transcript(page: Page) -> Response:
    """All of a person as Markdown, for people to read."""
    return await _export(
        page, "md", "text/markdown; charset=utf-8", lambda lines: transcribe(lines).encode("utf-8", "replace")
    )


async def _export(page: Page, ending: str, media_type: str, encode: Callable[[Sequence[Line]], bytes]) -> Response:
    user_id = page.parameters["user_id"]
    lines = page.verbs.export.user(page.principal, user_id)
    first = [await anext(lines), await anext(lines)]  # whoever is not there is not found before anything is sent

    async def parts() -> AsyncIterator[bytes]:
        for chunk in first:
            yield encode(chunk)
        async for chunk in lines:
            yield encode(chunk)
            await asyncio.sleep(0)

    return download(parts(), user_id, ending, media_type)
