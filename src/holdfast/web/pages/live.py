"""``/admin/sessions/{session_id}/new``: how an open conversation learns what happens to it."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.responses import Response

from holdfast.errors import NotFound
from holdfast.operations.messages import MessagePageQuery
from holdfast.operations.recall import MemoryQuery
from holdfast.operations.watching import Glimpse
from holdfast.web.page import Page
from holdfast.web.pages.conversations import MESSAGES, Seen, seen_of, with_facts
from holdfast.web.screens import Screens

WAIT_SECONDS = 25.0
"""So long a browser waits for news before it asks again."""

MOST_SHOWN = 200
"""As many of the newest messages of an open conversation are brought up to date."""

screens = Screens()


@screens.get("/admin/sessions/{session_id}/new")
async def wait_for_news(page: Page) -> Response:
    """What happened since a browser saw a conversation: at once, or as soon as something does.

    The query is the `Seen` of that browser: ``after``, ``first`` and ``edition``; ``state`` and ``since`` tell which
    enrichment was under way.  New messages are added to what is shown, and what was found out about others takes their
    place; where messages were edited, retracted or restored, all that is shown is sent anew.
    """
    session_id = page.parameters["session_id"]
    seen, state, edition = page.number("after") or 0, page.number("state") or 0, page.number("edition")
    try:
        glimpse = await page.verbs.watching.wait(
            page.principal, session_id, seen=seen, state=state, edition=edition, seconds=WAIT_SECONDS
        )
        if edition not in {None, glimpse.extent.edition}:
            return await _anew(page, session_id, glimpse)
        return await _added(page, session_id, glimpse, seen=seen, found_out=state not in {0, glimpse.under_way.state})
    except NotFound:
        if not page.is_fragment:
            raise
        return page.render("conversation_gone.html")


async def _added(page: Page, session_id: str, glimpse: Glimpse, *, seen: int, found_out: bool) -> Response:
    """The messages that came, and those that more was found out about."""
    extent, since = glimpse.extent, page.number("since") or 0
    if extent.last == seen and not found_out:
        now_seen = Seen(page.number("first") or 0, seen, extent.edition, glimpse.under_way)
        return page.render("live.html", session_id=session_id, seen=now_seen, marked=page.query.get("at", ""))
    query = MessagePageQuery(session_id, offset=max(extent.count - MESSAGES, 0), limit=MESSAGES)
    speeches = await with_facts(page, session_id, (await page.verbs.messages.page(page.principal, query)).messages)
    new = [each for each in speeches if each.message.position > seen]
    last = new[-1].message.position if new else extent.last
    return page.render(
        "new_messages.html",
        **await _surroundings(page, session_id),
        total=extent.count,
        speeches=new,
        changed=[each for each in speeches if found_out and since <= each.message.position <= seen and each.tells],
        seen=Seen(page.number("first") or 0, last, extent.edition, glimpse.under_way),
    )


async def _anew(page: Page, session_id: str, glimpse: Glimpse) -> Response:
    """All that is shown, as it is now: the messages from the first one on, or as many as a page has."""
    query = MessagePageQuery(session_id, offset=max(glimpse.extent.count - MOST_SHOWN, 0), limit=MOST_SHOWN)
    found = (await page.verbs.messages.page(page.principal, query)).messages
    first = page.number("first") or 0
    start = next((place for place, message in enumerate(found) if message.position >= first), len(found))
    messages = found[min(start, max(len(found) - MESSAGES, 0)) :]
    response = page.render(
        "chat.html",
        **await _surroundings(page, session_id),
        total=glimpse.extent.count,
        speeches=await with_facts(page, session_id, messages),
        newest=True,
        seen=seen_of(glimpse, messages),
    )
    response.headers["HX-Retarget"] = "#chat"
    response.headers["HX-Reswap"] = "morph:innerHTML"
    return response


async def _surroundings(page: Page, session_id: str) -> dict[str, Any]:
    """What is shown beside the messages."""
    session, memory = await asyncio.gather(
        page.verbs.sessions.get(page.principal, session_id),
        page.verbs.recall(page.principal, MemoryQuery(session_id)),
    )
    return {
        "session": session,
        "session_id": session_id,
        "summary": memory.summary,
        "remembered": {message.uuid for message in memory.messages},
        "marked": page.query.get("at", ""),
    }
