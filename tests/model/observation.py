"""What the servers show of a world, and whether it is the true one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tests.model.acts import require, session_path
from tests.model.connections import Connections, Request
from tests.model.truth import Identity, Message, Session, User, World, canonical


class Shown:
    """Users, sessions and messages as they are listed; names are given without the prefix of the example."""

    def __init__(self, connections: Connections, prefix: str, names: Sequence[str], *, first_server: int = 0) -> None:
        self.prefix = prefix
        requests = [Request("GET", "/api/v1/user"), Request("GET", "/api/v1/sessions")]
        requests += [Request("GET", session_path(prefix, name, "/messages")) for name in names]
        answers = connections.at_once(requests, first_server=first_server)
        require(all(answer.status == 200 for answer in answers), f"not all could be read: {answers}")
        self.users = self._by_name(answers[0].json, "user_id")
        self.sessions = self._by_name(answers[1].json, "session_id")
        self.messages: dict[str, list[Message]] = {}
        for name, answer in zip(names, answers[2:], strict=True):
            page = answer.json
            self.messages[name] = [message_of(body) for body in page["messages"]]
            counts = (page["total_count"], page["row_count"])
            require(counts == (len(page["messages"]),) * 2, f"{name}: {counts} counted, {len(page['messages'])} shown")
        uuids = [message.uuid for messages in self.messages.values() for message in messages]
        require(len(uuids) == len(set(uuids)), "two messages have one UUID")

    def _by_name(self, bodies: list[dict[str, Any]], field: str) -> dict[str, dict[str, Any]]:
        numbers = [body["id"] for body in bodies]
        require(numbers == sorted(set(numbers)), f"not ascending: {numbers}")
        named = {body[field].removeprefix(self.prefix): body for body in bodies}
        require(len(named) == len(bodies), f"listed twice: {[body[field] for body in bodies]}")
        return named

    def require_all_of(self, world: World) -> None:
        """Raise `Inexplicable` unless ``world`` is what is shown, neither more nor less."""
        _require_same("users", world.users, self.users)
        _require_same("sessions", world.sessions, self.sessions)
        for name in self.users:
            self._require_user(world, name)
        for name in self.messages:
            self._require_session(world, name)

    def require(self, world: World, touched: Iterable[str]) -> None:
        """As `require_all_of`, but only for what is ``touched``."""
        if "everything" in touched:
            self.require_all_of(world)
        for kind, name in (each.split(" ", 1) for each in touched if " " in each):
            if kind == "user":
                self._require_user(world, name)
            elif kind == "session":
                self._require_session(world, name)

    def require_beginning(self, world: World, touched: Iterable[str]) -> None:
        """Raise `Inexplicable` when a session has messages that are not the first of those shown."""
        for kind, name in (each.split(" ", 1) for each in touched if " " in each):
            if kind == "session" and name in world.sessions:
                ours, shown = world.sessions[name].messages, self.messages.get(name, [])
                same = len(ours) <= len(shown) and all(map(_alike, ours, shown))
                require(same, f"{name}: {_contents(shown)} are there, which do not begin with {_contents(ours)}")

    def learnt(self, world: World) -> World:
        """``world`` with what the server has made up."""
        users = {name: replace(user, identity=_identity(self.users[name])) for name, user in world.users.items()}
        sessions = {
            name: replace(session, identity=_identity(self.sessions[name]), messages=self._learnt(name, session))
            for name, session in world.sessions.items()
        }
        return World(users, sessions, world.deleted, world.keys, world.files)

    def _learnt(self, name: str, session: Session) -> tuple[Message, ...]:
        return tuple(
            replace(ours, uuid=shown.uuid) for ours, shown in zip(session.messages, self.messages[name], strict=True)
        )

    def _require_user(self, world: World, name: str) -> None:
        truth, body = world.users.get(name), self.users.get(name)
        require((truth is None) == (body is None), f"user {name}: {body} is shown, {truth} is true")
        if truth is not None and body is not None:
            metadata = canonical(body["metadata"]) if "metadata" in body else None
            shown = User(body.get("first_name", ""), metadata, truth.identity and _identity(body))
            true = replace(truth, metadata=None if truth.metadata == "{}" else truth.metadata)
            require(shown == true, f"user {name}: {shown} is shown, {true} is true")

    def _require_session(self, world: World, name: str) -> None:
        truth, body = world.sessions.get(name), self.sessions.get(name)
        require((truth is None) == (body is None), f"session {name}: {body} is shown, {truth} is true")
        shown = self.messages[name]
        if truth is None or body is None:
            require(not shown, f"session {name} does not live, but shows {_contents(shown)}")
            return
        user = None if body["user_id"] is None else body["user_id"].removeprefix(self.prefix)
        metadata = None if body["metadata"] is None else canonical(body["metadata"])
        identity = truth.identity and _identity(body)
        seen = (user, metadata, identity, body.get("remember", True))
        true = (truth.user, truth.metadata, truth.identity, truth.remember)
        require(seen == true, f"session {name}: {seen} is shown, {true} is true")
        same = len(shown) == len(truth.messages) and all(map(_alike, truth.messages, shown))
        require(same, f"session {name}: {shown} are shown, {truth.messages} are true")


def message_of(body: dict[str, Any]) -> Message:
    """A message of the wire, less what enrichment writes into its metadata."""
    metadata = {key: value for key, value in body.get("metadata", {}).items() if key != "system"}
    return Message(
        body["role"],
        body["content"],
        canonical(metadata) if metadata else None,
        body["uuid"],
        body.get("remember", True),
    )


def _identity(body: dict[str, Any]) -> Identity:
    return Identity(body["uuid"], body["id"], body["created_at"])


def _alike(true: Message, shown: Message) -> bool:
    return true == (shown if true.uuid else replace(shown, uuid=None))


def _contents(messages: Iterable[Message]) -> str:
    return json.dumps([message.content for message in messages], ensure_ascii=False)


def _require_same(what: str, true: Iterable[str], shown: Iterable[str]) -> None:
    require(set(true) == set(shown), f"{what}: {sorted(shown)} are shown, {sorted(true)} are true")
