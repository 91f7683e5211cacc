"""The truth: what should be there, kept in plain dictionaries.

Values never change; a `World` is copied by copying its dictionaries.  What the server makes up (UUIDs, numbers,
times) is learnt from what it shows first, and must stay as it is from then on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any


def canonical(value: Any) -> str:
    """A JSON value as text by which it can be compared: ``1``, ``1.0`` and ``true`` differ, the order of keys not."""
    return json.dumps(value, sort_keys=True)


def merged(stored: Any, sent: Any) -> Any:
    """``sent`` merged into ``stored``: objects key by key, all else replaced."""
    if not isinstance(stored, dict) or not isinstance(sent, dict):
        return sent
    return {**stored, **{key: merged(stored.get(key), value) for key, value in sent.items()}}


def merged_text(stored: str | None, sent: dict[str, Any] | None, *, protected: bool) -> str | None:
    """Metadata after a merge; where ``protected``, callers cannot write the key ``system``."""
    wanted = {key: value for key, value in (sent or {}).items() if not (protected and key == "system")}
    if not wanted:
        return stored
    return canonical(merged(json.loads(stored) if stored else {}, wanted))


@dataclass(frozen=True)
class Identity:
    """What the server gives a thing once and for all."""

    uuid: str
    number: int
    created_at: str


@dataclass(frozen=True)
class User:
    first_name: str = ""
    metadata: str | None = None
    identity: Identity | None = None


@dataclass(frozen=True)
class Message:
    role: str
    content: str
    metadata: str | None = None
    uuid: str | None = None
    remember: bool = True


@dataclass(frozen=True)
class Session:
    user: str | None = None
    metadata: str | None = None
    messages: tuple[Message, ...] = ()
    identity: Identity | None = None
    remember: bool = True

    @property
    def remembered(self) -> tuple[Message, ...]:
        """What searches of more than the session find."""
        return tuple(message for message in self.messages if message.remember) if self.remember else ()


@dataclass(frozen=True)
class File:
    content: str
    revision: int = 1


@dataclass(frozen=True)
class Recorded:
    """What a key stands for: a request, and how it was answered.

    Once users or sessions are gone for good, what told of them goes too, some time later: the key may be free again.
    """

    request: str
    status: int
    content: bytes
    may_be_gone: bool = False


@dataclass
class World:
    """Everything that one example may have put into the server.

    ``users``    by name
    ``sessions`` the live ones by name
    ``deleted``  by name, the soft-deleted ones that can come back, without the messages that never do
    ``files``    by user and path
    ``keys``     by idempotency key, what succeeded under it
    """

    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    deleted: dict[str, Session] = field(default_factory=dict)
    keys: dict[str, Recorded] = field(default_factory=dict)
    files: dict[tuple[str, str], File] = field(default_factory=dict)

    def copy(self) -> World:
        return World(dict(self.users), dict(self.sessions), dict(self.deleted), dict(self.keys), dict(self.files))

    def sessions_of(self, user: str) -> list[str]:
        return [name for name, session in self.sessions.items() if session.user == user]

    def files_of(self, user: str) -> dict[str, File]:
        """By path."""
        return {path: file for (owner, path), file in self.files.items() if owner == user}

    def place_of(self, uuid: str) -> tuple[str, Message] | None:
        """The live message with that UUID, and its session."""
        for name, session in self.sessions.items():
            for message in session.messages:
                if message.uuid == uuid:
                    return name, message
        return None

    def bring_back(self, name: str) -> Session:
        """The live session of that name: the one there is, a deleted one that comes back, or a new one."""
        session = self.sessions.get(name) or self.deleted.pop(name, None) or Session()
        self.sessions[name] = session
        return session

    def delete(self, name: str) -> None:
        self.deleted[name] = replace(self.sessions.pop(name), messages=())

    def delete_user(self, name: str) -> None:
        """The user and all its sessions are gone for good."""
        del self.users[name]
        self.files = {place: file for place, file in self.files.items() if place[0] != name}
        for sessions in (self.sessions, self.deleted):
            for session in [each for each, truth in sessions.items() if truth.user == name]:
                del sessions[session]
        self._let_keys_go()

    def purge(self) -> None:
        self.deleted.clear()
        self._let_keys_go()

    def _let_keys_go(self) -> None:
        self.keys = {key: replace(recorded, may_be_gone=True) for key, recorded in self.keys.items()}
