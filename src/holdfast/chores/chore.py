"""What a chore is, and what is known about how it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from holdfast.domain.timestamps import Timestamp
from holdfast.enrichment.wakeup import Wakeup


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Work that a server does on its own.

    ``run`` does it once and raises what goes wrong; it may be cancelled at any moment.  It is called again
    ``interval`` seconds after it has ended, or sooner when somebody gives the signal ``wakeup``; ``None`` means that
    one run which ends well is enough.  The first run comes ``delay`` seconds after the start.  Of a chore that is
    done ``alone``, at most one of the servers on a database runs at a time, and no server runs it before ``interval``
    seconds have passed since any of them did, restarts included; unless its ``version``, which says what it is about,
    has changed, or the signal was given.
    """

    name: str
    run: Callable[[], Awaitable[None]]
    interval: float | None
    delay: float = 0.0
    alone: bool = False
    version: str = ""
    wakeup: Wakeup = field(default_factory=Wakeup)


class ChoreState(msgspec.Struct):
    """How a chore goes in this process; ``last_success`` may be that of an earlier one.

    ``runs`` are those that have ended, ``failed`` those of them that failed, ``failures`` how many failed since the
    last one that ended well.  ``seconds`` is how long the last run took.
    """

    name: str
    running: bool = False
    runs: int = 0
    failed: int = 0
    failures: int = 0
    seconds: float = 0.0
    last_success: Timestamp | None = None
    last_error: str = ""
