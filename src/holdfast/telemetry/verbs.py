"""A span for each verb that a door calls, put around the verbs from outside."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from holdfast.telemetry.spans import recording, span

Verbs = TypeVar("Verbs")

IDENTIFIERS = {"user_id": "holdfast.user", "session_id": "holdfast.session"}
"""Parameters that tell whom a verb is about, and the attributes that say so."""


def traced(verbs: Verbs, disguised: Callable[[str], str]) -> Verbs:
    """The same verbs (a dataclass whose fields are groups of them), each call a span; see `disguise`."""
    groups = {
        field.name: _TracedGroup(field.name, getattr(verbs, field.name), disguised)
        for field in dataclasses.fields(verbs)  # type: ignore[arg-type]
    }
    return type(verbs)(**groups)


class _TracedGroup:
    """Stands for the verbs of one subject."""

    def __init__(self, name: str, group: object, disguised: Callable[[str], str]) -> None:
        self._name = name
        self._group = group
        self._disguised = disguised
        self._only: Callable[..., Any] | None = None

    def __getattr__(self, name: str) -> Any:
        """The verb of that name, wrapped once."""
        found = getattr(self._group, name)
        if not inspect.iscoroutinefunction(found):
            return found
        wrapped = _traced_verb(f"{self._name}.{name}", found, self._disguised)
        setattr(self, name, wrapped)
        return wrapped

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """The verb after which the group is named, where it has one."""
        if self._only is None:
            self._only = _traced_verb(self._name, self._group.__call__, self._disguised)  # type: ignore[operator]
        return self._only(*arguments, **named)


def _traced_verb(name: str, verb: Callable[..., Any], disguised: Callable[[str], str]) -> Callable[..., Any]:
    parameters = list(inspect.signature(verb).parameters)
    places = {IDENTIFIERS[one]: (index, one) for index, one in enumerate(parameters) if one in IDENTIFIERS}

    @wraps(verb)
    async def call(*arguments: Any, **named: Any) -> Any:
        if not recording.get():
            return await verb(*arguments, **named)
        with span(name) as current:
            for attribute, (index, parameter) in places.items():
                value = arguments[index] if index < len(arguments) else named.get(parameter)
                if isinstance(value, str) and value:
                    current.set(attribute, disguised(value))
            return await verb(*arguments, **named)

    return call
