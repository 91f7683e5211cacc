"""What can be read of a world, each as a request and what its answer must be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from tests.model.acts import require, session_path, user_path, uuid_of
from tests.model.connections import Answer, Request
from tests.model.observation import message_of
from tests.model.truth import File, Message, World

Look = tuple[Request, Callable[[Answer], None]]
"""A request, and what raises `Inexplicable` when its answer is not the true one."""

WINDOW = 4
"""Messages in a memory: few, so that windows and summaries begin soon."""

FILTERS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "$.ok": lambda metadata: metadata.get("ok") is True,
    "$.n ? (@ > 0)": lambda metadata: metadata.get("n", 0) > 0,
    "$ ? (@.n == 1 && @.ok == false)": lambda metadata: metadata.get("n") == 1 and metadata.get("ok") is False,
    "$.n == 2": lambda metadata: metadata.get("n") == 2,
}
_TEXTS = ("bees", "something else")


def at_session(world: World, prefix: str, name: str) -> Iterator[Look]:
    """Its pages, memories with and without a window, messages, and searches with and without filters."""
    session = world.sessions.get(name)
    true = session.messages if session else ()
    yield _session_itself(world, prefix, name)
    for limit, page in ((1, 1), (2, 2), (3, 0)):
        yield _page(session_path(prefix, name, "/messages"), true, limit, page)
    for lastn in range(8):
        yield _memory(session_path(prefix, name, "/memory"), true, lastn)
    for number in range(2):
        yield _message(world, prefix, name, number)
    path = session_path(prefix, name, "/search?limit=1000")
    for text in _TEXTS:
        yield _search(path, {"text": text}, true)
    for where, passes in FILTERS.items():
        found = [message for message in true if passes(json.loads(message.metadata or "{}"))]
        yield _search(path, {"metadata": {"where": {"jsonpath": where}}}, found)


def at_user(world: World, prefix: str, name: str) -> Iterator[Look]:
    """Its sessions, searches in all of them, and its files."""
    sessions = world.sessions_of(name)
    path = user_path(prefix, name, "/sessions")
    yield (
        Request("GET", path),
        lambda answer: _require_names(answer, "session_id", [prefix + each for each in sessions]),
    )
    true = [message for session in sessions for message in world.sessions[session].remembered]
    yield _search(user_path(prefix, name, "/search?limit=1000"), {"text": "bees"}, true)
    yield from _files(world, prefix, name)


def _files(world: World, prefix: str, name: str) -> Iterator[Look]:
    """What is listed, found by a word and read of its files."""
    files = world.files_of(name)
    path = user_path(prefix, name, "/files")
    if name not in world.users:
        yield Request("GET", path), lambda answer: require(answer.status == 404, f"files of nobody: {answer}")
        return
    yield Request("GET", path), lambda answer: _require_names(answer, "path", list(files))
    having = [each for each, file in files.items() if "bees" in file.content]
    yield Request("GET", f"{path}?text=bees"), lambda answer: _require_names(answer, "path", having)
    for each, file in files.items():
        yield Request("GET", f"{path}/{each}"), partial(_require_file, file)


def _require_file(file: File, answer: Answer) -> None:
    shown = _json(answer)
    require((shown["content"], shown["revision"]) == (file.content, file.revision), f"{file} is true, not {answer}")


def at_everything(world: World) -> Iterator[Look]:
    """A search in all that there is."""
    true = [message for session in world.sessions.values() for message in session.remembered]
    yield _search("/api/v1/search?limit=1000", {"text": "bees"}, true)


def _session_itself(world: World, prefix: str, name: str) -> Look:
    def check(answer: Answer) -> None:
        require(answer.status == (200 if name in world.sessions else 404), f"session {name}: {answer}")

    return Request("GET", session_path(prefix, name)), check


def _page(path: str, true: Sequence[Message], limit: int, page: int) -> Look:
    start = max(page - 1, 0) * limit
    wanted = true[start : start + limit] if limit else true

    def check(answer: Answer) -> None:
        shown = _json(answer)
        require(
            tuple(map(message_of, shown["messages"])) == tuple(wanted), f"page {page} by {limit}: {shown} of {true}"
        )
        counts = (shown["total_count"], shown["row_count"])
        require(counts == (len(true), len(wanted)), f"page {page} by {limit}: {counts} counted of {true}")

    return Request("GET", f"{path}?limit={limit}&cursor={page}"), check


def _message(world: World, prefix: str, name: str, number: int) -> Look:
    uuid = uuid_of(prefix, number)
    place = world.place_of(uuid)

    def check(answer: Answer) -> None:
        if place is None or place[0] != name:
            require(answer.status == 404, f"message {number} is not in {name}, but: {answer}")
        else:
            require(message_of(_json(answer)) == place[1], f"message {number} is {place[1]}, not {answer}")

    return Request("GET", session_path(prefix, name, f"/messages/{uuid}")), check


def _memory(path: str, true: Sequence[Message], lastn: int) -> Look:
    def check(answer: Answer) -> None:
        memory = _json(answer)
        shown = tuple(map(message_of, memory["messages"]))
        begin = len(true) - len(shown)
        require(begin >= 0 and shown == true[begin:], f"lastn={lastn}: {shown} is not the end of {true}")
        folded = _folded(memory["summary"], true)
        require(not _is_result(true, folded), f"the summary ends at {folded}, between a call and its results: {true}")
        expected = max(len(true) - (lastn or WINDOW), 0 if lastn else folded)
        require(not _is_result(true, begin), f"lastn={lastn} begins with a result without its call: {shown}")
        allowed = range(_call_of(true, expected), _end_of_results(true, expected) + 1)
        require(begin in allowed, f"lastn={lastn} begins at {begin}, expected {expected}: {true}")

    return Request("GET", f"{path}?lastn={lastn}"), check


def _folded(summary: dict[str, Any], true: Sequence[Message]) -> int:
    """How many messages the summary covers."""
    if not summary["content"]:
        return 0
    uuids = [message.uuid for message in true]
    require(summary["recent_message_uuid"] in uuids, f"a summary of what does not live: {summary}, {true}")
    return 1 + uuids.index(summary["recent_message_uuid"])


def _search(path: str, body: dict[str, Any], true: Sequence[Message]) -> Look:
    """Each of the true messages is found, and each once: itself, or as a duplicate of one that says the same."""
    said = {message.uuid or "": message for message in true}

    def check(answer: Answer) -> None:
        found, again = [], []
        for hit in _json(answer):
            message = message_of(hit["message"])
            uuids = [other["uuid"] for other in hit.get("duplicates_at", [])]
            require(hit.get("duplicates", 0) == len(uuids), f"{path} {body}: {hit}")
            found.append(message)
            require(said.keys() >= set(uuids), f"{path} {body}: duplicates that do not live: {hit}")
            again += [(said[uuid].content, message.content) for uuid in uuids]
            found += [said[uuid] for uuid in uuids]
        require(all(one == other for one, other in again), f"{path} {body}: not the same: {again}")
        wanted = sorted(true, key=_by_uuid)
        require(sorted(found, key=_by_uuid) == wanted, f"{path} {body}: {found} were found, not {wanted}")

    return Request("POST", path, body), check


def _by_uuid(message: Message) -> str:
    return message.uuid or ""


def _require_names(answer: Answer, field: str, true: Sequence[str]) -> None:
    shown = [row[field] for row in _json(answer)]
    require(sorted(shown) == sorted(true), f"{shown} are listed, {true} are true")


def _json(answer: Answer) -> Any:
    require(answer.status == 200, str(answer))
    return answer.json


def _is_result(messages: Sequence[Message], place: int) -> bool:
    return place < len(messages) and messages[place].role == "tool"


def _call_of(messages: Sequence[Message], place: int) -> int:
    """Where the call is that the result at ``place`` answers; elsewhere the place itself."""
    while place and _is_result(messages, place):
        place -= 1
    return place


def _end_of_results(messages: Sequence[Message], place: int) -> int:
    """The place behind the results that begin or go on at ``place``; elsewhere the place itself."""
    while _is_result(messages, place):
        place += 1
    return place
