"""No verb does anything without being told for whom."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints
from unittest.mock import MagicMock, Mock

import pytest

from holdfast.domain.principals import NOBODY, Principal
from holdfast.errors import Forbidden
from holdfast.operations.access import Access
from holdfast.operations.verbs import Verbs

OPEN = {"HealthOperations.readiness"}
"""What everybody may ask."""
NOT_ASKED_FOR = {
    "ContextOperations.prepare",
    "Search.prepare",
    "Search.close",
    "Overview.close",
    "Watching.stop",
    "Watching.close",
}
"""What the server does by itself."""


def verbs() -> Iterator[tuple[str, type, Callable[..., Any]]]:
    """Name, class and function of all that a door can call."""
    hints = get_type_hints(Verbs)
    for field in dataclasses.fields(Verbs):
        kind = hints[field.name]
        for name, function in inspect.getmembers(kind, inspect.isfunction):
            label = f"{kind.__name__}.{name}"
            if (not name.startswith("_") or name == "__call__") and label not in NOT_ASKED_FOR:
                yield label, kind, function


VERBS = {label: (kind, function) for label, kind, function in verbs()}


def test_all_verbs_are_looked_at() -> None:
    assert {"Remember.__call__", "Recall.__call__", "Search.everywhere", "Forget.user"} <= VERBS.keys()


@pytest.mark.parametrize("label", VERBS)
def test_the_principal_comes_first_and_cannot_be_left_out(label: str) -> None:
    _, function = VERBS[label]
    first = list(inspect.signature(function).parameters.values())[1]
    assert first.name == "principal"
    assert get_type_hints(function)["principal"] is Principal
    assert first.default is inspect.Parameter.empty


@pytest.mark.parametrize("label", sorted(VERBS.keys() - OPEN))
async def test_who_has_no_rights_is_refused_before_anything_else(label: str) -> None:
    kind, function = VERBS[label]
    verb = kind.__new__(kind)
    storage = Mock()
    verb._access = Access(storage)
    required = [
        parameter
        for parameter in list(inspect.signature(function).parameters.values())[2:]
        if parameter.default is inspect.Parameter.empty
    ]
    positional = [MagicMock() for parameter in required if parameter.kind is not inspect.Parameter.KEYWORD_ONLY]
    named = {parameter.name: MagicMock() for parameter in required if parameter.kind is inspect.Parameter.KEYWORD_ONLY}
    with pytest.raises(Forbidden):
        result = function(verb, NOBODY, *positional, **named)
        await (anext(result) if inspect.isasyncgen(result) else result)
    assert not storage.mock_calls
