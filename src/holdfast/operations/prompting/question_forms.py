"""Expressions that are asked of questions: a question is looked at once for what all of them need."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.screening import Screened, Screens

_SCREENS: Final = Screens()


def asked_of_questions(expression: str, flags: int = 0) -> Screened:
    """An expression that a question is tried with only where it may fit."""
    return Screened(expression, flags, _SCREENS)


def prepare() -> None:
    """Read what the expressions need: it takes a tenth of a second, before the first question or with it."""
    _SCREENS.tell("?")
