"""Opening conversation files: lines, whole JSON texts, and the elements of a JSON list one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from holdfast.conversations.contract import Item, Unreadable
from holdfast.domain import json_text
from holdfast.domain.text_files import BYTE_ORDER_MARK, check_encoding, without_mark
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import read_body

Kind = TypeVar("Kind")

_BEGINNING = 4096


def beginning(file: Path) -> bytes:
    """The first bytes of a file, less a byte order mark; `InvalidRequest` when they are not UTF-8."""
    with file.open("rb") as opened:
        first = opened.read(_BEGINNING)
    check_encoding(first)
    return without_mark(first)


def numbered_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers, read one by one."""
    with file.open("rb") as opened:
        for number, line in enumerate(opened, 1):
            text = line.removeprefix(BYTE_ORDER_MARK).strip() if number == 1 else line.strip()
            if text:
                yield number, text


def whole(file: Path) -> bytes:
    """All of a file, less a byte order mark."""
    return without_mark(file.read_bytes())


def elements(file: Path) -> list[msgspec.Raw]:
    """The elements of a file that holds one JSON list, still encoded; `InvalidRequest` when it does not."""
    data = whole(file)
    try:
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    except msgspec.DecodeError:
        found = read_leniently(data)
    if not isinstance(found, list):
        raise InvalidRequest("the file is no list in JSON")
    return [msgspec.Raw(msgspec.json.encode(each)) for each in found]


def each_conversation(file: Path, kind: type[Kind], items_of: Callable[[int, Kind], Iterator[Item]]) -> Iterator[Item]:
    """The items of all conversations of a file that holds a list of them; one that is not of the kind is unreadable."""
    for number, element in enumerate(elements(file), 1):
        try:
            conversation = msgspec.json.decode(element, type=kind)
        except msgspec.DecodeError as error:
            yield Unreadable(f"conversation {number}", str(error))
        else:
            yield from items_of(number, conversation)


def read_leniently(data: bytes) -> Any:
    """A JSON value as the API reads it; `InvalidRequest` when it is none."""
    try:
        return json_text.decode(data)
    except ValueError:
        return read_body(b'{"value":' + data + b"}", _Anything).value


class _Anything(msgspec.Struct):
    value: Any = None
