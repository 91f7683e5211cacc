"""Conversations that people paste: one line for each time somebody speaks, as in a transcript."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.conversations.contract import Defaults, Destination, Identities, ImportedMessage, message
from holdfast.errors import InvalidRequest

_TURN = re.compile(r"\s*([^\s:：][^:：\n]{0,59}?)\s*[:：]\s+(\S.*)")
"""Who speaks, a colon, a blank, and what is said."""


def read_transcript(text: str, defaults: Defaults) -> Iterator[ImportedMessage]:
    """The messages of a transcript such as ``Ada: Hello``; lines without a speaker go on with what was said before.

    `InvalidRequest` when no speaker is named at the beginning.
    """
    identities = Identities()
    destination = Destination(defaults.session, defaults.user)
    for role, lines in _turns(text):
        content = "\n".join(lines).strip()
        uuid = identities.next(destination.session_id, role, content)
        yield message(destination, uuid=uuid, role=role, content=content)


def _turns(text: str) -> Iterator[tuple[str, list[str]]]:
    role, lines = "", list[str]()
    for line in text.strip().splitlines():
        turn = _TURN.fullmatch(line)
        if turn is None and not role:
            raise InvalidRequest(f"the first line names no speaker, as in “user: Hello”: {line.strip()[:80]}")
        if turn is None:
            lines.append(line)
            continue
        if role:
            yield role, lines
        role, lines = turn[1], [turn[2]]
    if role:
        yield role, lines
