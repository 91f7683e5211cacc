"""What has expired is removed before a verb begins, whichever verb it is."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from holdfast.app.server import Server
from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import OPERATOR
from holdfast.domain.sessions import NewSession
from holdfast.operations.expiry import Expiry
from holdfast.operations.verbs import Verbs
from holdfast.settings import Settings
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import LONG_AGO


class Expirations:
    """Something is due until it was settled."""

    def __init__(self) -> None:
        self.due = True

    def may_be_due(self) -> bool:
        return self.due

    async def settle(self, *, summarising: Sequence[str] = ()) -> Expired:
        assert summarising == ("summary",)
        self.due = False
        return Expired(messages=1)


@pytest.fixture
def expirations() -> Expirations:
    return Expirations()


def verbs_of(expirations: Expirations, group: object) -> Any:
    """Verbs all of whose groups are that one."""
    storage = cast("Storage", SimpleNamespace(expirations=expirations, shared=True))
    expiry = Expiry(storage, summarising=["summary"])
    return expiry.before(Verbs(**{field.name: group for field in dataclasses.fields(Verbs)}))  # type: ignore[arg-type]


class Group:
    """Verbs of each kind, and what is none."""

    def __init__(self, expirations: Expirations) -> None:
        self.expirations = expirations

    async def __call__(self, principal: object) -> bool:
        return self.expirations.due

    async def read(self, principal: object) -> bool:
        return self.expirations.due

    async def stream(self, principal: object) -> Any:
        yield self.expirations.due

    async def close(self) -> bool:
        return self.expirations.due

    @property
    def count(self) -> int:
        return 3


async def test_what_is_due_is_gone_before_a_verb_begins(expirations: Expirations) -> None:
    group = verbs_of(expirations, Group(expirations)).recall
    assert await group.close()  # no verb: nobody asks it for anything
    assert group.count == 3
    assert not await group.read(OPERATOR)
    expirations.due = True
    assert not await group(OPERATOR)
    expirations.due = True
    assert [due async for due in group.stream(OPERATOR)] == [False]


async def test_what_was_removed_leaves_the_files_too(expirations: Expirations) -> None:
    done: list[str] = []

    async def scrub() -> None:
        done.append("scrubbed")

    async def renew() -> None:
        done.append("renewed")

    storage = cast("Storage", SimpleNamespace(expirations=expirations, shared=False, scrub=scrub))
    expiry = Expiry(storage, summarising=["summary"], renew_indexes=renew)
    await expiry.settle()  # as before a verb
    await expiry.clean()
    assert done == ["renewed", "scrubbed"]
    expirations.due = False
    expirations.settle = _settled_nothing  # type: ignore[method-assign]
    await expiry.clean()
    assert done == ["renewed", "scrubbed"]


async def _settled_nothing(*, summarising: Sequence[str] = ()) -> Expired:
    return Expired()


async def test_every_verb_of_a_server_begins_so(tmp_path: Any) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        server = Server(Settings(), storage)
        await server.verbs.sessions.create(OPERATOR, NewSession(session_id="s"))
        for field in dataclasses.fields(Verbs):
            group = getattr(server.verbs, field.name)
            for name, verb in inspect.getmembers(type(group._group), inspect.iscoroutinefunction):
                if not name.startswith("_") and "principal" in inspect.signature(verb).parameters:
                    assert hasattr(getattr(group, name), "__wrapped__"), f"{field.name}.{name} does not ask what is due"
        await storage.messages.append("s", [NewMessage(role="user", content="x", expires_at=LONG_AGO)], steps=())
        assert (await storage.sessions.newest(before=None, limit=1))[0].message_count == 1
        assert (await server.verbs.sessions.newest(OPERATOR, limit=1))[0].message_count == 0
    finally:
        await storage.stop()
