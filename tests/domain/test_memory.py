"""Tool calls and their results stay together, wherever a memory begins and a summary ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.memory import MOST_RESULTS, call_before, is_result, parting
from holdfast.domain.messages import Message

TIME = "2026-01-01T00:00:00.000000Z"


def messages_of(kinds: str) -> list[Message]:
    """A message for each letter: ``r`` is a result of a tool, ``c`` the call before it, all else is said."""
    roles = {"r": "tool", "c": "ai"}
    return [
        Message(place, f"{place}", roles.get(kind, "human"), kind, None, 0, TIME, TIME)
        for place, kind in enumerate(kinds, 1)
    ]


def kinds_of(messages: list[Message]) -> str:
    return "".join(message.content for message in messages)


@pytest.mark.parametrize(
    ("role", "expected"), [("tool", True), ("Tool", True), ("FUNCTION", True), ("ai", False), ("", False)]
)
def test_results_are_known_by_their_role(role: str, expected: bool) -> None:
    assert is_result(Message(1, "", role, "", None, 0, TIME, TIME)) == expected


@pytest.mark.parametrize(
    ("kinds", "count", "expected"),
    [
        ("hahaha", 3, 3),  # between what is said
        ("hcrahh", 1, 1),  # before a call
        ("hcrahh", 2, 1),  # moves before the call
        ("hcrrrahh", 4, 1),
        ("hcrahh", 3, 3),  # behind the results
        ("crrahh", 1, 3),  # the call comes first: moves behind the results
        ("crrahh", 2, 3),
        ("rrahh", 1, 2),  # its call is gone already
        ("crr", 2, 0),  # more results may come
        ("hcrr", 3, 1),
        ("c" + "r" * MOST_RESULTS + "h", 2, MOST_RESULTS + 1),
        ("c" + "r" * (MOST_RESULTS + 1) + "h", 2, 2),  # no call has so many results
        ("h" + "r" * 100, 50, 50),
        ("h", 1, 1),
    ],
)
def test_a_parting_leaves_calls_and_results_together(kinds: str, count: int, expected: int) -> None:
    assert parting(messages_of(kinds), count) == expected


turns = st.one_of(st.sampled_from(["h", "a"]), st.integers(1, 4).map(lambda results: "c" + "r" * results))


@given(st.lists(turns, min_size=1, max_size=12).map("".join), st.data())
def test_no_parting_and_no_beginning_is_between_a_call_and_its_results(kinds: str, data: st.DataObject) -> None:
    messages = messages_of(kinds)
    count = data.draw(st.integers(1, len(messages)))
    border = parting(messages, count)
    assert border == len(messages) or messages[border].role != "tool"
    assert border == count or kinds[count] == "r"
    begin = data.draw(st.integers(0, len(messages) - 1))
    memory = (call_before(messages[:begin]) if is_result(messages[begin]) else []) + messages[begin:]
    assert memory[0].role != "tool"
    assert memory == messages[-len(memory) :]
    assert begin == len(messages) - len(memory) or kinds[begin] == "r"


def test_what_has_no_call_begins_as_it_is() -> None:
    assert call_before([]) == []
    assert call_before(messages_of("rrr")) == []
    assert kinds_of(call_before(messages_of("hcrr"))) == "crr"
