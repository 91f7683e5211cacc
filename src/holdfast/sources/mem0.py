"""Memories of mem0, from its server or from a file of its answers: each becomes an asserted fact of its user."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from holdfast.domain.archive import NO_METADATA, FactRecord, FactRevisionRecord, Record, UserRecord
from holdfast.domain.facts import LONGEST_TEXT
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.text_files import check_encoding, without_mark
from holdfast.domain.timestamps import parse_timestamp
from holdfast.errors import InvalidRequest
from holdfast.sources.contract import CHUNK
from holdfast.sources.web import Web

_NAMESPACE = uuid.UUID("0a4f0f1e-0c58-4b0e-9a52-6d1a3c1c5a0f")
_ACTOR = "mem0"


class Mem0:
    """See `holdfast.sources.contract.Source`.

    ``place`` is the URL of a server, which is asked for the memories of ``users``, or a file.
    """

    def __init__(self, place: str, *, users: Sequence[str] = (), api_key: str = "") -> None:
        self._place = place
        self._users = users
        self._api_key = api_key
        self._memories: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self.resumable = f"mem0 {place if '://' in place else Path(place).resolve()} {' '.join(users)}".strip()

    async def __aenter__(self) -> Mem0:
        """Read all memories; `InvalidRequest` when they are not what mem0 gives."""
        if "://" in self._place:
            self._memories = await self._from_server()
        else:
            self._memories = _from_file(Path(self._place))
        return self

    async def __aexit__(self, *_: object) -> None:
        """There is nothing to let go."""

    async def counts(self) -> dict[str, int]:
        """See `holdfast.sources.contract.Source`."""
        return {"users": len(self._by_user()), "facts": sum(map(len, self._by_user().values()))}

    async def records(self) -> AsyncIterator[list[Record]]:
        """See `holdfast.sources.contract.Source`."""
        for user_id, memories in self._by_user().items():
            times = sorted(filter(None, map(_created, memories))) or ["2000-01-01T00:00:00.000000Z"]
            identifier = str(uuid.uuid5(_NAMESPACE, user_id))
            yield [UserRecord(user_id=user_id, uuid=identifier, created_at=times[0], updated_at=times[-1])]
            for start in range(0, len(memories), CHUNK):
                yield [_fact(user_id, memory, times[0]) for memory in memories[start : start + CHUNK]]
        lost = len(self._memories) - sum(map(len, self._by_user().values()))
        if lost:
            self.notes.append(f"{lost} memories have no user or no text and stay behind")

    async def _from_server(self) -> list[dict[str, Any]]:
        if not self._users:
            raise InvalidRequest("name the users with --user: the server lists memories by user only")
        headers = {"Authorization": f"Token {self._api_key}", "X-API-Key": self._api_key} if self._api_key else {}
        web = Web(self._place, headers)
        try:
            found: list[dict[str, Any]] = []
            for user in self._users:
                answer = await web.call("GET", "/memories", query={"user_id": user})
                found += [{"user_id": user, **memory} for memory in _memories_of(answer.json())]
            for memory in found:
                if _was_changed(memory):
                    answer = await web.call("GET", f"/memories/{quote(str(memory['id']), safe='')}/history")
                    memory["history"] = answer.json()
            return found
        finally:
            await web.close()

    def _by_user(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for memory in self._memories:
            if memory.get("user_id") and _text(memory):
                found.setdefault(str(memory["user_id"]), []).append(memory)
        return found


def _from_file(path: Path) -> list[dict[str, Any]]:
    try:
        data = path.read_bytes()
        check_encoding(data[:64])
        return _memories_of(msgspec.json.decode(without_mark(data)))
    except OSError as error:
        raise InvalidRequest(f"cannot read {path}: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise InvalidRequest(f"{path} is no JSON: {error}") from None


def _memories_of(answer: Any) -> list[dict[str, Any]]:
    """The memories of an answer: a list, or a list under the key ``results`` or ``memories``."""
    found = answer
    if isinstance(answer, dict):
        found = answer.get("results", answer.get("memories"))
    if not isinstance(found, list) or not all(isinstance(memory, dict) for memory in found):
        raise InvalidRequest("these are no memories of mem0: expected a list, or one under the key results")
    return found


def _text(memory: dict[str, Any]) -> str:
    text = memory.get("memory") or memory.get("text") or memory.get("data") or ""
    return text.strip() if isinstance(text, str) else ""


def _created(memory: dict[str, Any]) -> str | None:
    return _time(memory, "created_at", "updated_at")


def _changed(memory: dict[str, Any]) -> str | None:
    return _time(memory, "updated_at", "created_at")


def _time(memory: dict[str, Any], *keys: str) -> str | None:
    """The first of some times that there is."""
    for key in keys:
        try:
            return parse_timestamp(str(memory.get(key)))
        except ValueError:
            continue
    return None


def _was_changed(memory: dict[str, Any]) -> bool:
    """Whether a memory of a server says that it was changed after it was made."""
    return bool(memory.get("id") and memory.get("updated_at") not in {None, memory.get("created_at")})


def _former(memory: dict[str, Any], created_at: str) -> tuple[FactRevisionRecord, ...]:
    """What a memory said before, oldest first, as its history tells."""
    said = sorted(
        (_changed(event) or created_at, text.strip())
        for event in memory.get("history") or ()
        if isinstance(event, dict) and isinstance(text := event.get("new_memory"), str) and text.strip()
    )
    if said and said[-1][1] == _text(memory):
        said.pop()
    return tuple(
        FactRevisionRecord(revision=number, text=text[:LONGEST_TEXT], valid_at=created_at, at=at, actor=_ACTOR)
        for number, (at, text) in enumerate(said, 1)
    )


def _fact(user_id: str, memory: dict[str, Any], otherwise: str) -> Record:
    created_at = _created(memory) or otherwise
    metadata = memory.get("metadata")
    former = _former(memory, created_at)
    return FactRecord(
        user_id=user_id,
        uuid=str(uuid.uuid5(_NAMESPACE, f"{user_id}\x00{memory.get('id') or _text(memory)}")),
        origin="asserted",
        text=_text(memory)[:LONGEST_TEXT],
        valid_at=created_at,
        metadata=EncodedMetadata(msgspec.json.encode(metadata)) if isinstance(metadata, dict) else NO_METADATA,
        actor=_ACTOR,
        created_at=created_at,
        updated_at=(_changed(memory) or created_at) if former else created_at,
        revision=len(former) + 1,
        former=former,
    )
