"""Messages as people see them: who speaks, what is named in the text, what of it is shown at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from zlib import crc32

import msgspec

from holdfast.domain.facts import Fact, FactSource
from holdfast.domain.memory import RESULT_ROLES
from holdfast.domain.messages import Message
from holdfast.domain.metadata import Metadata, decode_metadata

SHOWN_CHARACTERS = 4000
"""Of a longer message the beginning is shown in a conversation; the rest on a page of its own."""

_SHOWN_METADATA = 2000

_PERSONS = frozenset({"human", "user"})
_ASSISTANTS = frozenset({"ai", "assistant", "bot", "model"})
_HUES = 6


class Piece(msgspec.Struct, frozen=True):
    """A part of a text; ``label`` says what kind of thing it names, and is empty where it names nothing.

    ``stated`` pieces are part of the words that a fact rests on.
    """

    text: str
    label: str
    stated: bool = False


class Speech(msgspec.Struct, frozen=True):
    """A message to be shown.

    ``side`` is ``person``, ``assistant``, ``tool``, ``system`` or ``named``, ``hue`` tells speakers with names apart.
    ``pieces`` are the text up to the limit, ``hidden`` counts the characters beyond.  ``metadata`` is what callers
    attached, as a JSON object.  ``facts`` are those that rest on it.
    """

    message: Message
    side: str
    hue: int
    pieces: list[Piece]
    hidden: int
    metadata: Metadata
    facts: list[Fact]

    @property
    def tells(self) -> bool:
        """Whether anything that was found out about the message is shown with it."""
        return bool(self.facts) or any(piece.label for piece in self.pieces)


def speech(message: Message, stated: Sequence[tuple[FactSource, Fact]] = (), *, whole: bool = False) -> Speech:
    """A message as it is shown, all of it or its beginning; ``stated`` are the facts that rest on it."""
    metadata = decode_metadata(message.metadata) if message.metadata else {}
    end = len(message.content) if whole else min(len(message.content), SHOWN_CHARACTERS)
    system = metadata.get("system")
    entities = system.get("entities") if isinstance(system, dict) else None
    side = _side(message.role)
    return Speech(
        message=message,
        side=side,
        hue=crc32(message.speaker.encode()) % _HUES if side == "named" or message.name else 0,
        pieces=list(_pieces(message.content, entities, [(source.start, source.end) for source, _ in stated], end)),
        hidden=len(message.content) - end,
        metadata={key: value for key, value in metadata.items() if key != "system"},
        facts=list({fact.uuid: fact for _, fact in stated}.values()),
    )


def _side(role: str) -> str:
    folded = role.lower()
    if folded in _PERSONS:
        return "person"
    if folded in _ASSISTANTS:
        return "assistant"
    if folded in RESULT_ROLES:
        return "tool"
    return "system" if folded == "system" else "named"


def _pieces(text: str, entities: Any, stated: Sequence[tuple[int, int]], end: int) -> Iterator[Piece]:
    """The text in pieces, those apart that name something or that a fact rests on."""
    if not end:
        yield Piece("", "")
    for first, last, label in _named(entities, end):
        edges = sorted({first, last, *(edge for span in stated for edge in span if first < edge < last)})
        for start, stop in pairwise(edges):
            yield Piece(text[start:stop], label, any(begin <= start and stop <= until for begin, until in stated))


def _named(entities: Any, end: int) -> Iterator[tuple[int, int, str]]:
    """All places of a text, those that name something with what it is."""
    place = 0
    for start, stop, label in sorted(_spans(entities)):
        if place <= start < stop <= end:
            if start > place:
                yield place, start, ""
            yield start, stop, label
            place = stop
    if place < end:
        yield place, end, ""


def _spans(entities: Any) -> Iterator[tuple[int, int, str]]:
    """Where the entities are that enrichment found; whatever else lies there is passed over."""
    if not isinstance(entities, list):
        return
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("Matches"), list):
            continue
        for match in entity["Matches"]:
            start, stop = (match.get("Start"), match.get("End")) if isinstance(match, dict) else (None, None)
            if isinstance(start, int) and isinstance(stop, int):
                yield start, stop, str(entity.get("Label", ""))
