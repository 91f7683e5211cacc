"""Memory: what an assistant is given back of a session, the newest messages and the newest summary."""

from __future__ import annotations

import msgspec

from holdfast.domain.messages import Message
from holdfast.domain.summaries import Summary


class Memory(msgspec.Struct, frozen=True):
    """Messages oldest first, and the newest summary if there is one."""

    messages: list[Message]
    summary: Summary | None


EMPTY_MEMORY = Memory([], None)


def window_bounds(*, window: int, lastn: int, summary: Summary | None) -> tuple[int, int]:
    """Which messages belong to a memory: ``(after, limit)`` (http-api §4.5).

    The memory is the newest ``limit`` messages whose position exceeds ``after``.  ``lastn`` above 0 overrides
    both the window and the summary point.
    """
    if lastn > 0:
        return 0, lastn
    return (summary.point if summary else 0), window
