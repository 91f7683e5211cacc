"""Memory: what an assistant is given back of a session, the newest messages and the newest summary.

Where an agent calls a tool, the result is a message of its own, which language models refuse without the call before
it.  So neither a memory nor what follows a summary begins with a result whose call is left behind.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from holdfast.domain.messages import Message
from holdfast.domain.summaries import Summary


class Memory(msgspec.Struct, frozen=True):
    """Messages oldest first, and the newest summary if there is one."""

    messages: list[Message]
    summary: Summary | None


EMPTY_MEMORY = Memory([], None)

RESULT_ROLES = frozenset({"tool", "function"})
"""The roles, in lower case, of messages that hold what a tool gave back."""

MOST_RESULTS = 32
"""Results after one call that are kept together with it; more are taken for an ordinary conversation."""


def window_bounds(*, window: int, lastn: int, summary: Summary | None) -> tuple[int, int]:
    """Which messages belong to a memory: ``(after, limit)`` (http-api §4.5).

    The memory is the newest ``limit`` messages whose position exceeds ``after``.  ``lastn`` above 0 overrides
    both the window and the summary point.
    """
    if lastn > 0:
        return 0, lastn
    return (summary.point if summary else 0), window


def is_result(message: Message) -> bool:
    """Whether a message is the result of a tool call."""
    return message.role.lower() in RESULT_ROLES


def call_before(earlier: Sequence[Message]) -> list[Message]:
    """What precedes a result as far back as its call, of the messages ``earlier``; nothing when that is not there."""
    for place in range(len(earlier) - 1, -1, -1):
        if not is_result(earlier[place]):
            return list(earlier[place:])
    return []


def parting(messages: Sequence[Message], count: int) -> int:
    """How many of ``messages``, about ``count``, can be parted from the others without parting a call from its results.

    The border moves before the call, or behind the last result when the call comes first of all.  0 when the others
    may not be all of the results yet.
    """
    end = _while_result(messages, count, step=1)
    call = _while_result(messages, count, step=-1)
    if end == count or end - call - 1 > MOST_RESULTS:
        return count
    if call > 0:
        return call
    return end if end < len(messages) else 0


def _while_result(messages: Sequence[Message], place: int, *, step: int) -> int:
    while 0 <= place < len(messages) and is_result(messages[place]):
        place += step
    return place
