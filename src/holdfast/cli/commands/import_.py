"""``holdfast import``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from holdfast.cli.api_connection import ApiConnection, Refused
from holdfast.cli.archives import check_archive, is_archive, reached, send
from holdfast.cli.counting import counted
from holdfast.conversations.batches import Batch, batches
from holdfast.conversations.contract import Defaults, Destination, ImportedMessage, Item
from holdfast.conversations.formats import READERS, read_conversations
from holdfast.errors import InvalidRequest
from holdfast.http.paths import encode_segment

_SHOWN = 20
"""So many of what was left out are printed."""
_MISSING = frozenset({404})


class _Report(msgspec.Struct):
    """What became of the parts of a file."""

    sent: int = 0
    sessions: set[str] = msgspec.field(default_factory=set)
    left_out: int = 0

    def leave_out(self, place: str, reason: str) -> None:
        """Tell of something that is left out."""
        self.left_out += 1
        if self.left_out <= _SHOWN:
            click.echo(f"{place}: {reason}", err=True)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The running server.")
@click.option("--format", "format_", type=click.Choice(list(READERS)), help="Default: known by how the file begins.")
@click.option("--session", help="Session for messages that name none. Default: the name of the file.")
@click.option("--user", help="User that the sessions belong to; created when unknown.")
@click.option("--skip-invalid", is_flag=True, help="Leave out what cannot be read, tell of it, and go on.")
@click.option("--api-key", envvar="HOLDFAST_API_KEY", help="Token, when the server asks for one [HOLDFAST_API_KEY].")
def import_(
    file: Path,
    url: str,
    format_: str | None,
    session: str | None,
    user: str | None,
    *,
    skip_invalid: bool,
    api_key: str | None,
) -> None:
    """Load conversations from FILE into a running server.

    FILE holds JSON Lines, one message each, such as

        {"role": "human", "content": "Hi!", "session_id": "s-1", "created_at": "2024-05-02T08:00:00Z"}

    of which only content is needed; or the conversations.json of a ChatGPT or Claude export, messages as OpenAI's API
    has them (a list, or one conversation a line), CSV with a header, or a list of conversations in the LoCoMo format.
    Times are kept. An archive of `holdfast export` becomes what it was. Repeating an import, for example after an
    interruption, stores nothing twice.
    """
    if format_ is None and is_archive(file):
        _take_in(file, url, api_key)
        return
    source = _Source(file, Defaults(session or file.stem, user), format_)
    report = _Report()
    total = _check(source, report, skip_invalid=skip_invalid)
    with ApiConnection(url, api_key) as api, _progress() as progress:
        task = progress.add_task("messages", total=total)
        for batch in batches(source.messages()):
            if batch.destination.session_id not in report.sessions:
                _open_session(api, batch.destination)
            _send(api, batch, report, skip_invalid=skip_invalid)
            progress.advance(task, len(batch.messages))
    click.echo(f"Imported {counted(report.sent, 'message')} in {counted(len(report.sessions), 'session')}.")
    if report.left_out:
        click.echo(f"Left out {counted(report.left_out, 'part')} that could not be read.")


def _take_in(file: Path, url: str, api_key: str | None) -> None:
    """Send an archive, and tell what became of it; exit code 1 when something could not be taken in."""
    archive = check_archive(file)
    stored: Counter[str] = Counter()
    present = left_out = 0
    with ApiConnection(url, api_key) as api, _progress() as progress:
        task = progress.add_task("lines", total=archive.lines)
        if after := reached(api, archive):
            click.echo(
                f"Going on behind {counted(after, 'line')} that an import which broke off has taken in.", err=True
            )
            progress.advance(task, after)
        for lines, taken in send(api, archive, after=after):
            stored.update(taken.stored)
            present += sum(taken.present.values())
            left_out += len(taken.left_out)
            for one in taken.left_out:
                click.echo(f"{one.kind} {one.identity}: {one.reason}", err=True)
            progress.advance(task, lines)
    what = ", ".join(f"{count} {kind}" for kind, count in stored.items()) or "nothing"
    click.echo(f"Stored {what}; {counted(present, 'record')} were there already.")
    if left_out:
        raise InvalidRequest(f"{counted(left_out, 'record')} could not be taken in")


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=bool(os.environ.get("NO_PROGRESS")))


class _Source(msgspec.Struct):
    """A file, and how it is read."""

    file: Path
    defaults: Defaults
    format: str | None

    def items(self) -> Iterator[Item]:
        """What the file holds."""
        return read_conversations(self.file, self.defaults, format_=self.format)

    def messages(self) -> Iterator[ImportedMessage]:
        """What of it can be read."""
        return (item for item in self.items() if isinstance(item, ImportedMessage))


def _check(source: _Source, report: _Report, *, skip_invalid: bool) -> int:
    """Read the file through before anything of it is sent; how many messages it holds.

    `InvalidRequest` names the first place that cannot be read, unless those are left out.
    """
    total = 0
    for item in source.items():
        if isinstance(item, ImportedMessage):
            total += 1
        elif skip_invalid:
            report.leave_out(item.place, item.reason)
        else:
            raise InvalidRequest(f"{item.place}: {item.reason} (--skip-invalid leaves out what cannot be read)")
    if not total:
        raise InvalidRequest("the file holds no messages")
    return total


def _open_session(api: ApiConnection, destination: Destination) -> None:
    """Create the user and the session where they are missing, and give the session its user if it has none."""
    if destination.user_id is None and destination.metadata is None:
        return
    body = {"session_id": destination.session_id}
    if destination.user_id is not None:
        body["user_id"] = destination.user_id
        path = f"/api/v1/user/{encode_segment(destination.user_id)}"
        if api.request("GET", path, accept=_MISSING).status_code in _MISSING:
            api.request("POST", "/api/v1/user", body={"user_id": destination.user_id})
    path = f"/api/v1/sessions/{encode_segment(destination.session_id)}"
    found = api.request("GET", path, accept=_MISSING)
    if found.status_code in _MISSING:
        metadata = {} if destination.metadata is None else {"metadata": destination.metadata}
        api.request("POST", "/api/v1/sessions", body={**body, **metadata})
        return
    owner = found.json()["user_id"]
    if owner is None and destination.user_id is not None:
        owner = api.request("PATCH", path, body=body).json()["user_id"]
    if destination.user_id not in {None, owner}:
        raise InvalidRequest(f"session {destination.session_id} belongs to user {owner} already")


def _send(api: ApiConnection, batch: Batch, report: _Report, *, skip_invalid: bool) -> None:
    """Send a batch; where it is refused, and that is to be left out, its messages one by one."""
    session_id = batch.destination.session_id
    path = f"/api/v1/sessions/{encode_segment(session_id)}/memory?keep_timestamps=true"
    report.sessions.add(session_id)
    try:
        api.request("POST", path, content=batch.body())
        report.sent += len(batch.messages)
    except Refused as error:
        if not skip_invalid:
            raise
        if len(batch.messages) == 1:
            report.leave_out(f"a message of session {session_id}", error.text)
            return
        for message in batch.messages:
            _send(api, Batch(batch.destination, [message]), report, skip_invalid=True)
