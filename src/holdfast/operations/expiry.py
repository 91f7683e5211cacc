"""Nobody is told of what has expired: it is removed before a verb begins."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import wraps
from typing import Any

from holdfast.operations.verbs import Verbs
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.contract.storage import Storage


class Expiry:
    """Has what is due removed; ``summarising`` are the steps that make summaries of sessions anew.

    ``renew_indexes`` sees to it that no file of a search index holds anything of what is gone.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        summarising: Sequence[str],
        renew_indexes: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._storage = storage
        self._expirations = storage.expirations
        self._summarising = tuple(summarising)
        self._renew_indexes = renew_indexes
        self._removed = False

    def before(self, verbs: Verbs) -> Verbs:
        """The same verbs, each of which begins when what is due is gone."""
        groups = {field.name: _Group(self, getattr(verbs, field.name)) for field in dataclasses.fields(verbs)}
        return Verbs(**groups)  # type: ignore[arg-type]

    def may_be_due(self) -> bool:
        """Whether there may be something to remove."""
        return self._expirations.may_be_due()

    async def settle(self) -> Expired:
        """Remove what is due."""
        expired = await self._expirations.settle(summarising=self._summarising)
        self._removed = self._removed or expired.total > 0
        return expired

    async def clean(self) -> Expired:
        """Remove what is due, though nobody asks for it, and what was removed since the last time from all files.

        A database that is another program's cleans its files itself.
        """
        expired = await self.settle()
        if self._removed:
            self._removed = False
            if self._renew_indexes is not None:
                await self._renew_indexes()
            if not self._storage.shared:
                await self._storage.scrub()
        return expired


class _Group:
    """Stands for the verbs of one subject."""

    def __init__(self, expiry: Expiry, group: object) -> None:
        self._expiry = expiry
        self._group = group
        self._only = self._settled(group.__call__) if callable(group) else None

    def __getattr__(self, name: str) -> Any:
        """The verb of that name, wrapped once; what is no verb as it is."""
        found = getattr(self._group, name)
        if not _is_verb(found):
            return found
        wrapped = self._settled(found)
        setattr(self, name, wrapped)
        return wrapped

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """The verb after which the group is named, where it has one."""
        if self._only is None:
            raise TypeError(f"{self._group!r} is no verb")
        return self._only(*arguments, **named)

    def _settled(self, verb: Callable[..., Any]) -> Callable[..., Any]:
        expiry = self._expiry

        @wraps(verb)
        async def call(*arguments: Any, **named: Any) -> Any:
            if expiry.may_be_due():
                await expiry.settle()
            return await verb(*arguments, **named)

        @wraps(verb)
        async def generate(*arguments: Any, **named: Any) -> AsyncIterator[Any]:
            if expiry.may_be_due():
                await expiry.settle()
            async for each in verb(*arguments, **named):
                yield each

        return generate if inspect.isasyncgenfunction(verb) else call


def _is_verb(found: object) -> bool:
    """Whether that is what callers may ask for: it is told by whom."""
    if not (inspect.iscoroutinefunction(found) or inspect.isasyncgenfunction(found)):
        return False
    return next(iter(inspect.signature(found).parameters), "") == "principal"
