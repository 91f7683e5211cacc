"""``/admin``: what is stored, and how the server is."""

from __future__ import annotations

import asyncio

import msgspec
from starlette.responses import Response

from holdfast.configuration import backup_directory, store_dsn
from holdfast.domain.jobs import JobCounts
from holdfast.domain.timestamps import Timestamp
from holdfast.http.services import Services
from holdfast.operations.backup import newest_backup
from holdfast.web.charts import CHART_HEIGHT, CHART_WIDTH, day_bars
from holdfast.web.latencies import latencies
from holdfast.web.page import Page
from holdfast.web.pages.conversations import titled
from holdfast.web.screens import Screens

_RECENT = 6

screens = Screens()


class Backups(msgspec.Struct, frozen=True):
    """The backups of the server's directory: the newest one, every how many ``hours`` one is made, if the last failed.

    ``kept_here`` is false for a PostgreSQL, which has tools of its own.
    """

    kept_here: bool
    newest: Timestamp | None
    hours: int
    failing: bool


def _backups(services: Services) -> Backups:
    settings = services.settings
    return Backups(
        kept_here=not store_dsn(settings).startswith("postgres"),
        newest=newest_backup(backup_directory(settings)),
        hours=settings.backup.every,
        failing=any(state.failures for state in services.supervisor.states if state.name == "backup"),
    )


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
        backups=_backups(page.services),
    )
