"""Reads talk in which it is labelled what the speaker states of themselves: the data of the reader of facts.

A line ``@ lang=en user=NAME`` begins what one person says.  Lines that begin with ``u`` are the person's, those with
``a`` the assistant's.  ``[slot=value: words]`` labels words that put a value into a slot, ``[-slot=value: words]``
words that say that it holds no more, ``[-slot: words]`` such that do not name it; several are separated by ``;``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LABEL: Final = re.compile(r"\[([^\[\]]+?): ([^\[\]]*)\]")
_SLOTS: Final = {"address": "form_of_address", "timezone": "time_zone"}


@dataclass(frozen=True)
class Label:
    """``text[start:end]`` of a line put a value into a slot, or end it; ``value`` is where it is named, if it is."""

    start: int
    end: int
    slot: str
    ends: bool
    value: tuple[int, int] | None


@dataclass
class Line:
    """What one person said at once, and its labels; ``asked`` where the line before is the assistant's."""

    person: str
    language: str
    text: str
    asked: bool
    labels: list[Label] = field(default_factory=list)
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    """Words of which it is not told what they state."""


def read_talk(paths: Iterable[Path]) -> Iterator[Line]:
    """The person's lines of files, in order; a person is named by the file and the name."""
    for path in paths:
        person, language, asked = path.stem, "en", False
        for written in path.read_text(encoding="utf-8").splitlines():
            if written.startswith("@ "):
                told = dict(part.split("=", 1) for part in written[2:].split() if "=" in part)
                person, language, asked = f"{path.stem}:{told.get('user', '')}", told.get("lang", "en"), False
            elif written.startswith("a "):
                asked = True
            elif written.startswith("u "):
                yield _line(written[2:], person, language, asked=asked)
                asked = False


def _line(written: str, person: str, language: str, *, asked: bool) -> Line:
    text, at = "", 0
    line = Line(person, language, "", asked)
    for match in _LABEL.finditer(written):
        text += written[at : match.start()]
        start = len(text)
        text += match[2]
        at = match.end()
        for head in match[1].split(";"):
            _add(line, head.strip(), match[2], start)
    line.text = text + written[at:]
    return line


def _add(line: Line, head: str, words: str, start: int) -> None:
    """Add a label to a line; what is only perhaps stated, or fills no slot, makes its words doubtful."""
    head = head.split("^", maxsplit=1)[0].split(" @", maxsplit=1)[0].strip()
    if head.startswith("!"):
        return
    if head.startswith("?") or head.removeprefix("-").partition("=")[0] in {"0", ""}:
        line.doubtful.append((start, start + len(words)))
        return
    ends = head.startswith("-")
    slot, _, named = head.removeprefix("-").partition("=")
    value = next((place for each in named.split("|") if each and (place := _place(each, words)) is not None), None)
    if value is None and not ends:
        line.doubtful.append((start, start + len(words)))
        return
    placed = None if value is None else (start + value[0], start + value[1])
    line.labels.append(Label(start, start + len(words), _SLOTS.get(slot, slot), ends, placed))


def _place(value: str, words: str) -> tuple[int, int] | None:
    """Where a value stands in some words, a whole word of them if it can be."""
    whole = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", words) or re.search(re.escape(value), words, re.IGNORECASE)
    return None if whole is None else (whole.start(), whole.end())
