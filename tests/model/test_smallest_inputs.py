"""The smallest inputs of what the model has found, told to the same callers."""

from __future__ import annotations

import pytest

from tests.model import looks
from tests.model.acts import (
    Act,
    Append,
    CreateSession,
    CreateUser,
    DeleteSession,
    DeleteUser,
    Keyed,
    Refused,
    Saying,
    UpdateSession,
)
from tests.model.connections import Request
from tests.model.file_acts import InsertIntoFile, PutFile
from tests.model.machine import Callers
from tests.model.strategies import REFUSED, SESSIONS, with_tools

ONE = (Saying("one"),)


def test_what_is_refused_leaves_those_alone_that_come_with_it(callers: Callers) -> None:
    callers.perform([Append(name, ONE) for name in SESSIONS])
    for _ in range(5):
        callers.perform([REFUSED[0], *(Append(name, (Saying("innocent"),)) for name in SESSIONS)])


@pytest.mark.parametrize(
    "act", [Append("a", ONE), CreateSession("a"), CreateUser("u")], ids=lambda act: type(act).__name__
)
def test_requests_with_one_key_that_come_at_once_happen_once(callers: Callers, act: Act) -> None:
    for number in range(10):
        keyed = Keyed(act, f"k{number}")
        callers.perform([keyed, keyed, keyed])
        callers.perform([keyed])
        callers.perform([DeleteSession("a"), DeleteUser("u")])
        callers.perform([keyed])


def test_appends_with_keys_to_one_session_that_come_at_once_are_each_stored_once(callers: Callers) -> None:
    callers.perform([Append("a", ONE)])
    keyed = [Keyed(Append("a", (Saying(f"bee {number}"),)), f"k{number}") for number in range(3)]
    for _ in range(5):
        callers.perform(keyed * 2)


def test_lines_that_come_at_once_are_each_in_the_file_once(callers: Callers) -> None:
    callers.perform([CreateUser("u")])
    callers.perform([PutFile("u", "notes", "")])
    for _ in range(3):
        callers.perform([*(InsertIntoFile("u", "notes", "l" * number) for number in range(1, 4)), DeleteSession("a")])
        callers.look(looks.at_user(callers.world, callers.prefix, "u"))
    callers.perform([DeleteUser("u")])
    callers.perform([CreateUser("u")])
    callers.look(looks.at_user(callers.world, callers.prefix, "u"))


def test_a_uuid_is_free_again_once_its_message_is_deleted(callers: Callers) -> None:
    named = (Saying("named", uuid=0),)
    callers.perform([Append("a", named)])
    callers.perform([Append("b", named)])  # in use
    callers.perform([DeleteSession("a")])
    callers.perform([Append("a", named)])  # in the session that comes back
    callers.perform([DeleteSession("a")])
    callers.perform([Append("b", (Saying("another", uuid=0),))])  # elsewhere, for something else
    callers.perform([DeleteSession("b")])
    callers.perform([CreateSession("b")])
    callers.perform([Append("b", named)])  # in a session of the same name
    callers.perform([CreateUser("u")])
    callers.perform([UpdateSession("b", user="u")])
    callers.perform([DeleteUser("u")])
    callers.perform([Append("c", named)])
    callers.purge()


@pytest.mark.parametrize("results", [1, 2])
@pytest.mark.parametrize("after", range(4))
def test_a_memory_does_not_begin_between_a_call_and_its_results(callers: Callers, results: int, after: int) -> None:
    callers.perform([Append("a", (*ONE, *with_tools(results), *(Saying(f"{n}") for n in range(after))))])
    callers.look_at_a_session("a")


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.what)
def test_what_makes_no_sense_is_refused_and_changes_nothing(callers: Callers, refused: Refused) -> None:
    callers.perform([Append("a", (Saying("one", metadata={"n": 1}),))])
    callers.perform([refused])


def test_a_bare_path_to_a_boolean_is_that_boolean(callers: Callers) -> None:
    callers.perform([Append("a", (Saying("yes", metadata={"ok": True}), Saying("no", metadata={"ok": False})))])
    callers.look_at_a_session("a")


def test_a_session_without_a_user_can_be_given_one_and_only_one(callers: Callers) -> None:
    callers.perform([CreateUser("u"), CreateUser("v")])
    callers.perform([Append("a", ONE)])
    callers.perform([UpdateSession("a", user="w")])  # there is no such user
    callers.perform([UpdateSession("a", user="u")])
    callers.perform([UpdateSession("a", {"a": 1}, user="u")])
    callers.perform([UpdateSession("a", {"a": 2}, user="v")])
    callers.look_at_a_user("u")
    callers.look_at_a_user("v")


def test_a_search_with_a_key_is_answered_anew(callers: Callers) -> None:
    callers.perform([Append("a", ONE)])
    search = Request("POST", f"/api/v1/sessions/{callers.prefix}a/search", {"text": "one"}, f"{callers.prefix}k")
    assert len(callers.ask([search])[0].json) == 1
    callers.perform([Append("a", ONE)])
    assert len(callers.ask([search])[0].json) == 2
