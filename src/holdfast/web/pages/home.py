"""``/admin``: what is stored, and how the server is."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from holdfast.domain.jobs import JobCounts
from holdfast.web.charts import CHART_HEIGHT, CHART_WIDTH, day_bars
from holdfast.web.latencies import latencies
from holdfast.web.page import Page
from holdfast.web.pages.conversations import titled
from holdfast.web.screens import Screens

_RECENT = 6

screens = Screens()


@screens.get("/admin")
async def show_home(page: Page) -> Response:
    """What is stored, and how the server is; for those with limits, what they may see of it."""
    recent = await page.verbs.sessions.newest(page.principal, limit=_RECENT)
    conversations = await titled(page, recent)
    if page.principal.limits is not None:
        return page.render("home.html", conversations=conversations, watching=False, began=bool(recent))
    amounts, figures = await asyncio.gather(
        page.verbs.overview(page.principal), page.verbs.health.figures(page.principal)
    )
    return page.render(
        "home.html",
        conversations=conversations,
        watching=True,
        began=bool(recent) or bool(amounts and amounts.users),
        amounts=amounts,
        bars=day_bars(amounts.days) if amounts else [],
        chart=(CHART_WIDTH, CHART_HEIGHT),
        jobs=JobCounts.total(figures.jobs.values(), at_most=None),
        latencies=latencies(page.services.requests),
        backups=[state for state in page.services.supervisor.states if state.name == "backup"],
    )
