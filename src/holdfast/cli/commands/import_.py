"""``holdfast import``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click
import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from holdfast.cli.conversations import Conversation, ImportedMessage, read_conversations
from holdfast.errors import HoldfastError, InvalidRequest, Unavailable
from holdfast.http.paths import encode_segment

BATCH = 100
"""Messages in one request."""

_TIMEOUT_SECONDS = 60.0


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The running server.")
@click.option("--session", help="Session for lines that name none. Default: the name of the file.")
@click.option("--user", help="User that the sessions belong to; created when unknown.")
@click.option("--api-key", envvar="HOLDFAST_API_KEY", help="Token, when the server asks for one [HOLDFAST_API_KEY].")
def import_(file: Path, url: str, session: str | None, user: str | None, api_key: str | None) -> None:
    """Load conversations from FILE into a running server.

    FILE holds JSON Lines, one message each, such as

        {"role": "human", "content": "Hi!", "session_id": "s-1", "created_at": "2024-05-02T08:00:00Z"}

    of which only role and content are needed; or a JSON list of conversations in the LoCoMo format, whose
    sessions become sessions of one user per conversation. Times are kept. Repeating an import, for example
    after an interruption, stores nothing twice.
    """
    conversations = read_conversations(file, session=session or file.stem, user=user)
    total = sum(len(conversation.messages) for conversation in conversations)
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_TIMEOUT_SECONDS) as client,
        Progress(*columns, console=Console(stderr=True), disable=bool(os.environ.get("NO_PROGRESS"))) as progress,
    ):
        task = progress.add_task("messages", total=total)
        for conversation in conversations:
            _open_session(client, conversation)
            for batch in _batches(conversation.messages):
                _send(client, conversation.session_id, batch)
                progress.advance(task, len(batch))
    click.echo(f"Imported {total} messages in {len(conversations)} sessions.")


def _open_session(client: httpx.Client, conversation: Conversation) -> None:
    """Create the user and the session where they are missing, and give the session its user if it has none."""
    if conversation.user_id is None:
        return
    user, session = encode_segment(conversation.user_id), encode_segment(conversation.session_id)
    if _request(client, "GET", f"/api/v1/user/{user}", accept={404}).status_code == httpx.codes.NOT_FOUND:
        _request(client, "POST", "/api/v1/user", {"user_id": conversation.user_id})
    body = {"session_id": conversation.session_id, "user_id": conversation.user_id}
    found = _request(client, "GET", f"/api/v1/sessions/{session}", accept={404})
    if found.status_code == httpx.codes.NOT_FOUND:
        _request(client, "POST", "/api/v1/sessions", body)
        return
    owner = found.json()["user_id"]
    if owner is None:
        owner = _request(client, "PATCH", f"/api/v1/sessions/{session}", body).json()["user_id"]
    if owner != conversation.user_id:
        raise InvalidRequest(f"session {conversation.session_id} belongs to user {owner} already")


def _send(client: httpx.Client, session_id: str, batch: list[ImportedMessage]) -> None:
    path = f"/api/v1/sessions/{encode_segment(session_id)}/memory?keep_timestamps=true"
    _request(client, "POST", path, {"messages": [message.to_body() for message in batch]})


def _request(
    client: httpx.Client, method: str, path: str, body: dict[str, Any] | None = None, *, accept: set[int] | None = None
) -> httpx.Response:
    try:
        response = client.request(method, path, json=body)
    except httpx.HTTPError as error:
        raise Unavailable(f"cannot reach {client.base_url}: {error}; is `holdfast serve` running there?") from None
    if response.is_success or response.status_code in (accept or set()):
        return response
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise InvalidRequest("the server asks for a token: give --api-key, made by `holdfast token`")
    raise HoldfastError(f"the server answered {response.status_code}: {response.text.strip()}")


def _batches(messages: list[ImportedMessage]) -> Iterator[list[ImportedMessage]]:
    iterator = iter(messages)
    while batch := list(islice(iterator, BATCH)):
        yield batch
