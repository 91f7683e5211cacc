"""``/admin/server`` and its neighbours: health, jobs, keys, the audit log, settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec
from starlette.responses import Response

import holdfast
from holdfast.configuration import Setting, masked, settings_table
from holdfast.domain.jobs import JobCounts
from holdfast.domain.keys import NewKey
from holdfast.domain.principals import RIGHTS, Limits, Rights
from holdfast.domain.timestamps import Timestamp, timestamp_of
from holdfast.errors import InvalidRequest, Unavailable
from holdfast.web.forms import Form
from holdfast.web.latencies import latencies
from holdfast.web.page import Page
from holdfast.web.screens import Screens

JOBS = 50
ENTRIES = 50

NOTICES = {
    "retried": "The jobs will be tried again.",
    "dropped": "The jobs are dropped.",
    "revoked": "The key is revoked: all servers refuse it within seconds.",
}
LIFETIMES = {"": "never", "1": "after a day", "30": "after 30 days", "365": "after a year"}

screens = Screens()


@screens.get("/admin/server")
async def show_health(page: Page) -> Response:
    """Whether the server is well, what waits, and what was given up."""
    figures = await page.verbs.health.figures(page.principal)
    ready = True
    try:
        await page.verbs.health.readiness(page.principal)
    except Unavailable:
        ready = False
    parked = []
    if page.principal.rights.admin:
        parked = await page.verbs.jobs.parked(page.principal, after=page.number("after") or 0, limit=JOBS + 1)
    states = page.services.supervisor.states
    return page.render(
        "server.html",
        ready=ready,
        well=ready and not any(state.failures for state in states),
        figures=figures,
        total=JobCounts.total(figures.jobs.values(), at_most=None),
        states=states,
        parked=parked[:JOBS],
        beyond=parked[JOBS - 1].job.id if len(parked) > JOBS else None,
        latencies=latencies(page.services.requests),
        release=holdfast.__version__,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.post("/admin/server/jobs")
async def change_jobs(page: Page) -> Response:
    """Retry or drop jobs that were given up."""
    form = await page.form()
    jobs = None if form.text("which") == "all" else _numbers(form)
    if form.text("action") == "retry":
        await page.verbs.jobs.retry(page.principal, jobs)
        return page.redirect("server", done="retried")
    if form.text("action") != "drop":
        raise InvalidRequest("action: retry or drop")
    await page.verbs.jobs.drop(page.principal, jobs)
    return page.redirect("server", done="dropped")


def _numbers(form: Form) -> list[int]:
    chosen = [int(text) for text in form.all("job") if text.isascii() and text.isdecimal() and len(text) < 19]
    if not chosen:
        raise InvalidRequest("no job was chosen: tick some, or take all")
    return chosen


@screens.get("/admin/keys")
async def list_keys(page: Page) -> Response:
    """All keys, and the form to make one."""
    keys = await page.verbs.keys.all(page.principal)
    return page.render(
        "keys.html",
        keys=list(reversed(keys)),
        issued=None,
        rights=RIGHTS,
        lifetimes=LIFETIMES,
        moment=page.moment,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.post("/admin/keys")
async def create_key(page: Page) -> Response:
    """Make a key, and show its token this once."""
    form = await page.form()
    issued = await page.verbs.keys.create(page.principal, _new_key(form))
    keys = await page.verbs.keys.all(page.principal)
    return page.render(
        "keys.html",
        keys=list(reversed(keys)),
        issued=issued,
        rights=RIGHTS,
        lifetimes=LIFETIMES,
        moment=page.moment,
    )


@screens.get("/admin/keys/{key_id}/revoke")
async def preview_revoking(page: Page) -> Response:
    """What revoking a key means, before it is done."""
    keys = await page.verbs.keys.all(page.principal)
    found = [key for key in keys if key.id == page.parameters["key_id"]]
    return page.render("key_revoke.html", key=found[0]) if found else page.redirect("keys")


@screens.post("/admin/keys/{key_id}/revoke")
async def revoke_key(page: Page) -> Response:
    """Refuse a key from now on."""
    await page.form()
    await page.verbs.keys.revoke(page.principal, page.parameters["key_id"])
    return page.redirect("keys", done="revoked")


def _new_key(form: Form) -> NewKey:
    limits = Limits(
        users=_words(form, "users"),
        user_prefixes=_words(form, "user_prefixes"),
        session_prefixes=_words(form, "session_prefixes"),
        collection_prefixes=_words(form, "collection_prefixes"),
    )
    try:
        rights = Rights.of(form.all("right"))
    except ValueError as error:
        raise InvalidRequest(f"rights: {error}") from None
    return NewKey(
        name=form.text("name"),
        rights=rights,
        limits=None if limits == Limits() else limits,
        expires_at=_expiry(form.text("days")),
    )


def _words(form: Form, field: str) -> tuple[str, ...]:
    """The lines of a field."""
    return tuple(line.strip() for line in form.raw(field).splitlines() if line.strip())


def _expiry(days: str) -> Timestamp | None:
    if not days:
        return None
    if days not in LIFETIMES:
        raise InvalidRequest("days: choose one of the times that are offered")
    return timestamp_of(datetime.now(UTC) + timedelta(days=int(days)))


@screens.get("/admin/audit")
async def show_audit(page: Page) -> Response:
    """Who changed what, newest first."""
    before = page.number("before") or 0
    entries = await page.verbs.audit.page(page.principal, before=before, limit=ENTRIES + 1)
    return page.render(
        "audit.html",
        entries=entries[:ENTRIES],
        before=before,
        beyond=entries[ENTRIES - 1].id if len(entries) > ENTRIES else None,
        kept=page.services.settings.auth.required and page.services.settings.audit.keep_days,
    )


@screens.get("/admin/settings")
async def show_settings(page: Page) -> Response:
    """The settings that are in force, secrets hidden."""
    page.verbs.health.check_operator(page.principal)
    tree = masked(page.services.settings)
    rows = []
    for setting in _settings():
        value = tree
        for part in setting.name.split("."):
            value = value[part]
        rows.append((setting, msgspec.json.encode(value).decode(), value != setting.default))
    return page.render("settings.html", rows=rows, release=holdfast.__version__)


@cache
def _settings() -> list[Setting]:
    """All settings there are: working out the table takes milliseconds."""
    return settings_table()
