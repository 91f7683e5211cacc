"""``holdfast doctor``."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import httpx
import msgspec

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.configuration import backup_directory, data_directory
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import datetime_of, now
from holdfast.errors import HoldfastError
from holdfast.operations.backup import backups_in
from holdfast.settings import Settings
from holdfast.storage.contract.storage import Storage
from holdfast.version import version_header

_LEAST_FREE_BYTES = 1 << 30
_SKEW = timedelta(minutes=5)
_FEW_JOBS = 10_000
_TEXT = "the doctor wrote this, finds it and forgets it"


class Finding(msgspec.Struct, frozen=True):
    """What was looked at, how it is, and what to do about it; empty when it is well."""

    subject: str
    state: str
    advice: str = ""


@click.command()
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The running server, if there is one.")
@store_options
@pass_context
def doctor(context: Context, url: str, data: str | None, store: str | None) -> None:
    """Look for what is wrong, or soon will be, and say what to do about it.

    A message is written, found and forgotten; versions, disk space, clock, damage, parked jobs and backups are looked
    at. Exit code 1 when there is something to do.
    """
    apply_store_options(context.settings, data=data, store=store)
    settings = context.settings

    async def work(storage: Storage) -> list[Finding]:
        return [finding async for finding in _examine(storage, settings, url)]

    try:
        findings = context.with_storage(work)
    except HoldfastError as error:
        findings = [Finding("store", str(error), "start the server once, or name the data with --data or --store")]
    for finding in findings:
        click.echo(f"{'TO DO' if finding.advice else 'ok   '} {finding.subject}: {finding.state}")
        if finding.advice:
            click.echo(f"      → {finding.advice}")
    if any(finding.advice for finding in findings):
        sys.exit(1)


async def _examine(storage: Storage, settings: Settings, url: str) -> AsyncIterator[Finding]:
    yield Finding("version", f"Holdfast {version_header()}, Python {platform.python_version()}, {storage.describe()}")
    yield _server(url)
    yield await _round_trip(storage)
    yield await _damage(storage)
    yield await _clock(storage)
    yield await _parked(storage)
    if not storage.shared:
        yield _space(data_directory(settings))
        yield _backups(settings)


def _server(url: str) -> Finding:
    try:
        ready = httpx.get(f"{url.rstrip('/')}/readyz", timeout=5)
    except httpx.HTTPError:
        return Finding("server", f"none answers at {url}")
    if ready.is_success:
        failing = [chore["name"] for chore in ready.json().get("chores", []) if chore.get("failing")]
        if failing:
            return Finding("server", f"{', '.join(failing)} fails", "see the log of the server for the cause")
        return Finding("server", f"ready at {url}")
    return Finding("server", f"not ready at {url}: {ready.text.strip()[:200]}", "see the log of the server")


async def _round_trip(storage: Storage) -> Finding:
    session = f"holdfast-doctor-{new_uuid()}"
    try:
        await storage.messages.append(session, [NewMessage(role="doctor", content=_TEXT)], steps=())
        page = await storage.messages.page(session, offset=0, limit=1)
        found = [message.content for message in page.messages]
        await storage.sessions.erase(session)
        await storage.finish_deletions()
        left = await storage.messages.page(session, offset=0, limit=1)
    except HoldfastError as error:
        return Finding("write, find, forget", str(error), "mend what the message names, then ask again")
    if found != [_TEXT] or left.messages:
        return Finding("write, find, forget", f"found {found}, left {left.total_count}", "run holdfast check")
    return Finding("write, find, forget", "works")


async def _damage(storage: Storage) -> Finding:
    defects = await storage.check()
    if not defects:
        return Finding("database", "sound")
    return Finding("database", f"{len(defects)} defects, such as: {defects[0]}", "restore a backup; see holdfast check")


async def _clock(storage: Storage) -> Finding:
    """The newest session tells when the last write was, by the clock of then."""
    newest = max((session.updated_at for session in await storage.sessions.page(after=0, limit=500)), default=now())
    if datetime_of(newest) > datetime.now(UTC) + _SKEW:
        return Finding("clock", f"it is {now()}, but something was written at {newest}", "set the clock (NTP)")
    return Finding("clock", now())


async def _parked(storage: Storage) -> Finding:
    counts = await storage.jobs.counts(at_most=_FEW_JOBS)
    if counts.parked:
        return Finding(
            "jobs", f"{counts.parked} were given up", "see holdfast jobs list, then holdfast jobs retry --all"
        )
    return Finding("jobs", f"{counts.pending} wait, none was given up")


def _space(directory: Path) -> Finding:
    free = shutil.disk_usage(directory).free
    if free < _LEAST_FREE_BYTES:
        return Finding(
            "disk", f"{free >> 20} MiB are free in {directory}", "make room: writes are refused on a full disk"
        )
    return Finding("disk", f"{free >> 30} GiB are free in {directory}")


def _backups(settings: Settings) -> Finding:
    directory, every = backup_directory(settings), settings.backup.every
    found = backups_in(directory)
    if not found and not every:
        return Finding("backups", f"none in {directory}", "set backup.every, or run holdfast backup now and then")
    newest = datetime.fromtimestamp(found[-1].stat().st_mtime, UTC) if found else None
    if every and (newest is None or datetime.now(UTC) - newest > timedelta(hours=2 * every)):
        return Finding(
            "backups", f"the newest in {directory} is of {newest}", "see why the chore backup fails: /readyz"
        )
    return Finding("backups", f"{len(found)} in {directory}, the newest of {newest:%Y-%m-%d %H:%M} UTC")
