"""Recorded answers, and receipts: answers recorded in the transaction of a write."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.domain.receipts import Answer, Receipt, RecordedAnswer
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import now
from holdfast.domain.users import NewUser
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import FAR_AHEAD, LONG_AGO, message, session_of, user_of


def rendered(result: Any) -> Answer:
    return Answer(201, "text/plain", repr(result).encode())


def recorded(body: bytes = b"\x00\xff") -> RecordedAnswer:
    return RecordedAnswer(b"print", Answer(200, "application/json", body))


async def test_an_unknown_key_has_no_answer(storage: Storage) -> None:
    assert await storage.answers.find("k", since=LONG_AGO) is None


async def test_a_recorded_answer_is_found_byte_for_byte(storage: Storage) -> None:
    await storage.answers.record("k", recorded())
    assert await storage.answers.find("k", since=LONG_AGO) == recorded()


async def test_an_answer_older_than_wanted_is_not_found(storage: Storage) -> None:
    await storage.answers.record("k", recorded())
    assert await storage.answers.find("k", since=FAR_AHEAD) is None


async def test_an_older_answer_of_the_same_key_is_replaced(storage: Storage) -> None:
    await storage.answers.record("k", recorded(b"old"))
    await storage.answers.record("k", recorded(b"new"))
    assert await storage.answers.find("k", since=LONG_AGO) == recorded(b"new")


async def test_a_receipt_records_the_answer_to_an_append(storage: Storage) -> None:
    receipt = Receipt("k", b"print", rendered)
    appended = await storage.messages.append("s", [message()], steps=(), receipt=receipt)
    assert receipt.recorded
    assert await storage.answers.find("k", since=LONG_AGO) == RecordedAnswer(b"print", rendered(appended))


async def test_a_receipt_records_the_answer_to_a_new_session(storage: Storage) -> None:
    receipt = Receipt("k", b"print", rendered)
    session = await storage.sessions.create(NewSession(session_id="s", metadata={"a": 1}), receipt=receipt)
    assert await storage.answers.find("k", since=LONG_AGO) == RecordedAnswer(b"print", rendered(session))


async def test_a_receipt_records_the_answer_to_a_new_user(storage: Storage) -> None:
    receipt = Receipt("k", b"print", rendered)
    user = await storage.users.create(NewUser(user_id="ann"), receipt=receipt)
    assert await storage.answers.find("k", since=LONG_AGO) == RecordedAnswer(b"print", rendered(user))


async def test_a_refused_write_records_nothing(storage: Storage) -> None:
    await user_of(storage, "ann")
    await session_of(storage, "s")
    receipt = Receipt("k", b"print", rendered)
    with pytest.raises(AlreadyExists):
        await storage.users.create(NewUser(user_id="ann"), receipt=receipt)
    with pytest.raises(AlreadyExists):
        await storage.sessions.create(NewSession(session_id="s"), receipt=receipt)
    assert not receipt.recorded
    assert await storage.answers.find("k", since=LONG_AGO) is None


async def test_an_answer_that_cannot_be_rendered_undoes_the_write(storage: Storage) -> None:
    def failing(result: Any) -> Answer:
        raise ArithmeticError("no answer")

    with pytest.raises(ArithmeticError):
        await storage.messages.append("s", [message()], steps=("tokens",), receipt=Receipt("k", b"", failing))
    with pytest.raises(NotFound):
        await storage.sessions.get("s")
    assert (await storage.jobs.counts()).pending == 0


async def test_the_purge_removes_answers_older_than_given(storage: Storage) -> None:
    await storage.answers.record("k", recorded())
    assert (await storage.purge(answers_before=LONG_AGO)).answers == 0
    assert await storage.answers.find("k", since=LONG_AGO) == recorded()
    assert (await storage.purge(answers_before=now())).answers == 1
    assert await storage.answers.find("k", since=LONG_AGO) is None
