"""Spans: named pieces of work, of which each knows what it is a part of.

This is all that the code which does the work knows of tracing.  Until `install` has been called, a span costs the call
of a function, because many of them stand in the way of every request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import wraps
from types import TracebackType
from typing import Any, Protocol

Attribute = str | int | float | bool


class Span(Protocol):
    """One piece of work that is being recorded, or not."""

    def set(self, name: str, value: Attribute) -> None:
        """Say something about the work."""
        ...

    def rename(self, name: str) -> None:
        """Give the work the name that was not known when it began."""
        ...


class Recorder(Protocol):
    """What records spans."""

    def request(self, name: str, traceparent: str | None) -> AbstractContextManager[Span]:
        """A span that answers a request; ``traceparent`` is what the caller sent in the header of that name."""
        ...

    def background(self, name: str) -> AbstractContextManager[Span]:
        """A span of work that no request waits for."""
        ...

    def part(self, name: str, attributes: dict[str, Attribute]) -> AbstractContextManager[Span]:
        """A span within the one that is being recorded; nothing where none is."""
        ...


class _Nothing:
    """A span that is not recorded."""

    __slots__ = ()

    def __enter__(self) -> _Nothing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None

    def set(self, name: str, value: Attribute) -> None:
        """See `Span`."""

    def rename(self, name: str) -> None:
        """See `Span`."""


NOTHING = _Nothing()
"""The span of what is not recorded."""

recording: ContextVar[bool] = ContextVar("recording", default=False)
"""Whether a span is being recorded that others are parts of: nearly always none is, and each part asks."""

_recorder: Recorder | None = None


def is_recording() -> bool:
    """Whether a span is being recorded: what is so short that making a span of nothing would show asks first."""
    return _recorder is not None and recording.get()


def install(recorder: Recorder | None) -> None:
    """Have spans recorded from now on, or with ``None`` no longer."""
    global _recorder  # noqa: PLW0603 (one process has one recorder; asking for it must cost nothing)
    _recorder = recorder


def request_span(name: str, traceparent: str | None) -> AbstractContextManager[Span]:
    """See `Recorder.request`."""
    return NOTHING if _recorder is None else _recorder.request(name, traceparent)


def background_span(name: str) -> AbstractContextManager[Span]:
    """See `Recorder.background`."""
    return NOTHING if _recorder is None else _recorder.background(name)


def span(name: str, **attributes: Attribute) -> AbstractContextManager[Span]:
    """See `Recorder.part`."""
    return NOTHING if _recorder is None or not recording.get() else _recorder.part(name, attributes)


def statement_span(system: str, statement: str) -> AbstractContextManager[Span]:
    """The span of a statement to a database; the text holds places for values, never the values."""
    if _recorder is None or not recording.get():
        return NOTHING
    return _recorder.part(
        f"{system} {statement.split(None, 1)[0]}", {"db.system.name": system, "db.query.text": statement.strip()}
    )


def provider_call(operation: str) -> Callable[[Callable[..., Awaitable[bytes]]], Callable[..., Awaitable[bytes]]]:
    """Makes a span of each call of a method that asks a provider's model (``self.name``) for something."""

    def decorate(method: Callable[..., Awaitable[bytes]]) -> Callable[..., Awaitable[bytes]]:
        @wraps(method)
        async def call(self: Any, *arguments: Any, **named: Any) -> bytes:
            with span(f"provider {operation}", **{"gen_ai.request.model": self.name}):
                return await method(self, *arguments, **named)

        return call

    return decorate
