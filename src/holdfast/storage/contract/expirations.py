"""What expires: sessions and messages that are gone from a moment on which was said before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec


class Expired(msgspec.Struct, frozen=True):
    """How many sessions and single messages were removed because their time was over."""

    sessions: int = 0
    messages: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.sessions + self.messages

    def __add__(self, other: Expired) -> Expired:
        """The sum of each."""
        return Expired(self.sessions + other.sessions, self.messages + other.messages)


class Expirations(Protocol):
    """Removes what has expired.

    Readers do not ask whether a row has expired.  Whoever reads or writes for a caller has what is due removed first:
    so it is gone for each of them from its moment on, by the clock of the server that is asked.
    """

    def may_be_due(self) -> bool:
        """Whether something may have expired that is still there; it costs nothing to ask.

        What this process stored is known at once, what others stored after half a second at most: so each server
        knows in time what is to live for a second or longer.
        """
        ...

    async def settle(self, *, summarising: Sequence[str] = ()) -> Expired:
        """Remove what has expired, and say what it was; nothing else is read or written when nothing is due.

        A session goes with all that it has, as if it had been deleted, and cannot come back: its ``session_id`` is
        free.  A message goes as if it had been deleted by itself, see `Messages.delete`, and what it said before it
        was edited goes too; so do messages that nobody can read any more.
        """
        ...
