"""Remembering: storing messages together with the promise to enrich them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import Principal
from holdfast.domain.receipts import Receipt, Written
from holdfast.enrichment.backlog import Backlog
from holdfast.operations.access import Access
from holdfast.operations.limits import check_identifier, checked_messages
from holdfast.operations.rates import Allowance
from holdfast.storage.contract.messages import Appended


class Remember:
    """Appends messages to sessions.

    ``steps`` are the names of the enrichment steps that new messages call for; ``wake`` tells the worker that there
    is something to do, ``allowance`` how many messages each principal may store, ``backlog`` whether enrichment can
    take more; ``anticipate`` is told where messages were stored, as soon as they can be read.  ``stored`` counts
    them, for the metrics.
    """

    def __init__(
        self,
        access: Access,
        *,
        steps: Sequence[str],
        wake: Callable[[], None],
        allowance: Allowance | None = None,
        backlog: Backlog | None = None,
        anticipate: Callable[[str, Appended], None] | None = None,
    ) -> None:
        self._access = access
        self._steps = tuple(steps)
        self._wake = wake
        self._allowance = allowance
        self._backlog = backlog
        self._anticipate = anticipate
        self.stored = 0

    async def __call__(
        self,
        principal: Principal,
        session_id: str,
        messages: Sequence[NewMessage],
        *,
        receipt: Receipt | None = None,
    ) -> Written[Appended]:
        """Store ``messages``; when this returns they are durable and can be found.

        `InvalidRequest` when they are too many, or something of them or the ``session_id`` is too long;
        `TooManyRequests` when the principal has stored too many lately, `LaggingBehind` when everybody has.
        """
        with self._access.writing(principal, "remember", session_id) as seen:
            check_identifier(session_id, "session_id")
            messages = await checked_messages(messages)
            if self._backlog is not None:
                self._backlog.admit()
            if self._allowance is not None:
                self._allowance.spend(principal, len(messages))
            heard = None if self._anticipate is None else partial(self._anticipate, session_id)
            written = await seen.messages.append(
                session_id, messages, steps=self._steps, receipt=receipt, committed=heard
            )
        appended = written.result
        if not written.replayed and appended.last >= appended.first:
            self._note(appended.last - appended.first + 1)
        return written

    def _note(self, count: int) -> None:
        """So many messages were stored."""
        self.stored += count
        if self._backlog is not None:
            self._backlog.note(count)
        self._wake()
