"""What callers do: each act as a request, and as what it does to the truth.

An act that meets a certain state is answered in one way only.  `Act.explain` therefore takes the answer that came and
says what the world is afterwards; `Inexplicable` when that answer cannot come in that state.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from tests.model.connections import Answer, Request
from tests.model.truth import Message, Recorded, Session, User, World, canonical, merged_text

_NAMESPACE = UUID("8f3c2c1e-8a1c-4c39-9f9b-4be2a2d4a6a5")


class Inexplicable(Exception):
    """No state that is thought possible leads to the answer."""


def require(true: object, text: str) -> None:
    if not true:
        raise Inexplicable(text)


@dataclass(frozen=True)
class Act:
    """``prefix`` sets apart the names of one example from those of all others."""

    @property
    def touches(self) -> frozenset[str]:
        """What it reads or changes; acts that touch nothing in common cannot disturb each other."""
        raise NotImplementedError

    def request(self, prefix: str) -> Request:
        raise NotImplementedError

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        """Change ``world`` as the act does; `Inexplicable` when it would not be answered so."""
        raise NotImplementedError


def session_path(prefix: str, name: str, rest: str = "") -> str:
    return f"/api/v1/sessions/{quote(prefix + name, safe='')}{rest}"


def user_path(prefix: str, name: str, rest: str = "") -> str:
    return f"/api/v1/user/{quote(prefix + name, safe='')}{rest}"


def uuid_of(prefix: str, number: int) -> str:
    return str(uuid5(_NAMESPACE, f"{prefix}{number}"))


def require_status(answer: Answer, expected: int) -> bool:
    """Whether an act that may only be answered so has been; true when it has succeeded."""
    require(answer.status == expected, f"expected {expected}, got {answer}")
    return expected < 300


@dataclass(frozen=True)
class CreateUser(Act):
    name: str
    first_name: str = ""
    metadata: dict[str, Any] | None = None

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"user {self.name}"})

    def request(self, prefix: str) -> Request:
        body = {"user_id": prefix + self.name, "first_name": self.first_name, "metadata": self.metadata}
        return Request("POST", "/api/v1/user", body)

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        if not require_status(answer, 400 if self.name in world.users else 201):
            return
        require(answer.json["user_id"] == prefix + self.name, "the answer shows another user")
        metadata = None if self.metadata is None else canonical(self.metadata)
        world.users[self.name] = User(self.first_name, metadata)


@dataclass(frozen=True)
class UpdateUser(Act):
    name: str
    first_name: str = ""
    metadata: dict[str, Any] | None = None

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"user {self.name}"})

    def request(self, prefix: str) -> Request:
        body = {"first_name": self.first_name, "metadata": self.metadata}
        return Request("PATCH", user_path(prefix, self.name), body)

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        user = world.users.get(self.name)
        if not require_status(answer, 200 if user else 404) or user is None:
            return
        metadata = merged_text(user.metadata, self.metadata, protected=False)
        world.users[self.name] = replace(user, first_name=self.first_name or user.first_name, metadata=metadata)
        require(canonical(answer.json.get("metadata", {})) == (metadata or "{}"), "the answer shows other metadata")


@dataclass(frozen=True)
class DeleteUser(Act):
    name: str

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({"everything"})

    def request(self, prefix: str) -> Request:
        return Request("DELETE", user_path(prefix, self.name))

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        if require_status(answer, 200 if self.name in world.users else 404):
            world.delete_user(self.name)


@dataclass(frozen=True)
class CreateSession(Act):
    name: str
    user: str | None = None
    metadata: dict[str, Any] | None = None
    remember: bool = True

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}"} | ({f"user {self.user}"} if self.user else set()))

    def request(self, prefix: str) -> Request:
        user = None if self.user is None else prefix + self.user
        body = {"session_id": prefix + self.name, "user_id": user, "metadata": self.metadata}
        if not self.remember:
            body["remember"] = False
        return Request("POST", "/api/v1/sessions", body)

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        possible = self.name not in world.sessions and (self.user is None or self.user in world.users)
        if not require_status(answer, 201 if possible else 400):
            return
        require(answer.json["session_id"] == prefix + self.name, "the answer shows another session")
        world.deleted.pop(self.name, None)
        metadata = None if self.metadata is None else canonical(self.metadata)
        world.sessions[self.name] = Session(self.user, metadata, remember=self.remember)


@dataclass(frozen=True)
class UpdateSession(Act):
    """Metadata for a session, and a user for one that has none."""

    name: str
    metadata: dict[str, Any] | None = None
    user: str | None = None

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}"} | ({f"user {self.user}"} if self.user else set()))

    def request(self, prefix: str) -> Request:
        user = {} if self.user is None else {"user_id": prefix + self.user}
        return Request("PATCH", session_path(prefix, self.name), {"metadata": self.metadata, **user})

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        session = world.sessions.get(self.name) or world.deleted.get(self.name)
        if session is None:
            require(answer.status == 404 or (self.user and answer.status == 400), f"no such session, but: {answer}")
            return
        # One that has a user keeps it, whoever is named: clients send back what they were shown.
        possible = self.user is None or session.user is not None or self.user in world.users
        if not require_status(answer, 200 if possible else 400):
            return
        session = world.bring_back(self.name)
        metadata = merged_text(session.metadata, self.metadata, protected=True)
        world.sessions[self.name] = replace(session, metadata=metadata, user=session.user or self.user)
        require(canonical(answer.json["metadata"]) == (metadata or "null"), "the answer shows other metadata")


@dataclass(frozen=True)
class RememberSession(Act):
    """Whether a session is found beyond itself."""

    name: str
    remember: bool

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}"})

    def request(self, prefix: str) -> Request:
        return Request("PATCH", session_path(prefix, self.name), {"remember": self.remember})

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        known = self.name in world.sessions or self.name in world.deleted
        if require_status(answer, 200 if known else 404):
            require(answer.json.get("remember", True) == self.remember, f"it is not {self.remember}: {answer}")
            world.sessions[self.name] = replace(world.bring_back(self.name), remember=self.remember)


@dataclass(frozen=True)
class RememberMessage(Act):
    """Whether a message is found beyond its session."""

    name: str
    uuid: int
    remember: bool

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}", f"uuid {self.uuid}"})

    def request(self, prefix: str) -> Request:
        path = session_path(prefix, self.name, f"/messages/{uuid_of(prefix, self.uuid)}")
        return Request("PATCH", path, {"remember": self.remember})

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        place = world.place_of(uuid_of(prefix, self.uuid))
        known = place is not None and place[0] == self.name
        if require_status(answer, 200 if known else 404) and place is not None:
            _put_in_place(world, self.name, place[1], (replace(place[1], remember=self.remember),))


@dataclass(frozen=True)
class DeleteSession(Act):
    name: str

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}"})

    def request(self, prefix: str) -> Request:
        return Request("DELETE", session_path(prefix, self.name, "/memory"))

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        if require_status(answer, 200 if self.name in world.sessions else 404):
            world.delete(self.name)


@dataclass(frozen=True)
class Saying:
    """A message to append; ``uuid`` numbers those that the caller names itself."""

    content: str
    role: str = "human"
    metadata: dict[str, Any] | None = None
    uuid: int | None = None
    remember: bool = True

    def __repr__(self) -> str:
        beyond = [f"{name}={getattr(self, name)!r}" for name in ("role", "uuid") if getattr(self, name) != "human"]
        return f"Saying({self.content!r}, {', '.join(beyond)})"

    def body(self, prefix: str) -> dict[str, Any]:
        uuid = None if self.uuid is None else uuid_of(prefix, self.uuid)
        body = {"role": self.role, "content": self.content, "metadata": self.metadata, "uuid": uuid}
        return body if self.remember else {**body, "remember": False}

    def message(self, prefix: str) -> Message:
        metadata = canonical(self.metadata) if self.metadata else None
        uuid = None if self.uuid is None else uuid_of(prefix, self.uuid)
        return Message(self.role.replace("\x00", ""), self.content.replace("\x00", ""), metadata, uuid, self.remember)


@dataclass(frozen=True)
class Append(Act):
    name: str
    sayings: tuple[Saying, ...]

    @property
    def touches(self) -> frozenset[str]:
        uuids = {f"uuid {saying.uuid}" for saying in self.sayings if saying.uuid is not None}
        return frozenset({f"session {self.name}"} | uuids)

    def request(self, prefix: str) -> Request:
        body = {"messages": [saying.body(prefix) for saying in self.sayings]}
        return Request("POST", session_path(prefix, self.name, "/memory"), body)

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        fresh = self._fresh(world, prefix)
        if not require_status(answer, 400 if fresh is None else 200) or fresh is None:
            return
        session = world.bring_back(self.name)
        world.sessions[self.name] = replace(session, messages=session.messages + tuple(fresh))

    def _fresh(self, world: World, prefix: str) -> list[Message] | None:
        """The messages that are not stored yet; ``None`` when a UUID stands for something else."""
        fresh: dict[str | int, Message] = {}
        for number, saying in enumerate(self.sayings):
            message = saying.message(prefix)
            if message.uuid is None:
                fresh[number] = message
                continue
            stored = world.place_of(message.uuid)
            if stored is not None and stored[0] != self.name:
                return None
            twin = fresh.get(message.uuid) or (stored and stored[1])
            if twin is None:
                fresh[message.uuid] = message
            elif (twin.role, twin.content) != (message.role, message.content):
                return None
        return list(fresh.values())


@dataclass(frozen=True)
class MergeMessage(Act):
    """Metadata for a message whose UUID a caller has chosen."""

    name: str
    uuid: int
    metadata: dict[str, Any] | None = None

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}", f"uuid {self.uuid}"})

    def request(self, prefix: str) -> Request:
        path = session_path(prefix, self.name, f"/messages/{uuid_of(prefix, self.uuid)}")
        return Request("PATCH", path, {"metadata": self.metadata})

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        place = world.place_of(uuid_of(prefix, self.uuid))
        known = place is not None and place[0] == self.name
        if not require_status(answer, 200 if known else 404) or place is None:
            return
        changed = replace(place[1], metadata=merged_text(place[1].metadata, self.metadata, protected=True))
        session = world.sessions[self.name]
        messages = tuple(changed if each == place[1] else each for each in session.messages)
        world.sessions[self.name] = replace(session, messages=messages)


@dataclass(frozen=True)
class EditMessage(Act):
    """Another content for a message whose UUID a caller has chosen."""

    name: str
    uuid: int
    content: str

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}", f"uuid {self.uuid}"})

    def request(self, prefix: str) -> Request:
        path = session_path(prefix, self.name, f"/messages/{uuid_of(prefix, self.uuid)}")
        return Request("PATCH", path, {"content": self.content})

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        place = world.place_of(uuid_of(prefix, self.uuid))
        known = place is not None and place[0] == self.name
        if not require_status(answer, 200 if known else 404) or place is None:
            return
        content = self.content.replace("\x00", "")
        require(answer.json["content"] == content, f"it does not say {content!r}: {answer}")
        _put_in_place(world, self.name, place[1], (replace(place[1], content=content),))


@dataclass(frozen=True)
class DeleteMessage(Act):
    """One message whose UUID a caller has chosen."""

    name: str
    uuid: int

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"session {self.name}", f"uuid {self.uuid}"})

    def request(self, prefix: str) -> Request:
        return Request("DELETE", session_path(prefix, self.name, f"/messages/{uuid_of(prefix, self.uuid)}"))

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        place = world.place_of(uuid_of(prefix, self.uuid))
        known = place is not None and place[0] == self.name
        if require_status(answer, 200 if known else 404) and place is not None:
            _put_in_place(world, self.name, place[1], ())


def _put_in_place(world: World, name: str, old: Message, new: tuple[Message, ...]) -> None:
    """Let other messages, or none, stand where one stood."""
    session = world.sessions[name]
    at = session.messages.index(old)
    world.sessions[name] = replace(session, messages=session.messages[:at] + new + session.messages[at + 1 :])


@dataclass(frozen=True)
class Refused(Act):
    """What must be refused, and change nothing; ``path`` and ``body`` may hold ``{prefix}``."""

    what: str
    method: str
    path: str
    body: Any = field(hash=False, default=None)

    def __repr__(self) -> str:
        return f"Refused({self.what!r})"

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({f"refused {self.what}"})

    def request(self, prefix: str) -> Request:
        return Request(self.method, self.path.replace("{prefix}", prefix), _with_prefix(self.body, prefix))

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        require(400 <= answer.status < 500, f"{self.what}: expected to be refused, got {answer}")


def _with_prefix(value: Any, prefix: str) -> Any:
    if isinstance(value, str):
        return value.replace("{prefix}", prefix)
    if isinstance(value, list):
        return [_with_prefix(each, prefix) for each in value]
    if isinstance(value, dict):
        return {key: _with_prefix(each, prefix) for key, each in value.items()}
    return value


@dataclass(frozen=True)
class Keyed(Act):
    """An act that carries an idempotency key.

    What has succeeded under a key is what every later request with it is answered, whatever happened since.  A
    failure may be repeated as well, or tried anew.
    """

    act: Act
    key: str

    @property
    def touches(self) -> frozenset[str]:
        return self.act.touches | {f"key {self.key}"}

    def request(self, prefix: str) -> Request:
        return replace(self.act.request(prefix), key=prefix + self.key)

    def explain(self, world: World, answer: Answer, prefix: str) -> None:
        fingerprint = canonical([self.act.request(prefix).path, self.act.request(prefix).body])
        recorded = world.keys.get(self.key)
        if recorded is not None and recorded.may_be_gone and not answer.replayed and answer.status != 422:
            recorded = None
        if recorded is not None and recorded.request != fingerprint and answer.status == 422:
            return
        same = recorded is not None and recorded.request == fingerprint
        again = same and (answer.status, answer.content) == (recorded.status, recorded.content)
        if recorded is None or (recorded.status >= 400 and not again):
            require(not answer.replayed, f"a replay of what never was: {answer}")
            self.act.explain(world, answer, prefix)
            world.keys[self.key] = Recorded(fingerprint, answer.status, answer.content)
            return
        require(recorded.request == fingerprint, f"the key stands for another request, but: {answer}")
        require(again, f"a retry of what was answered {recorded.status} {recorded.content!r} got {answer}")
        require(answer.replayed or answer.status >= 400, f"not marked as a replay: {answer}")
