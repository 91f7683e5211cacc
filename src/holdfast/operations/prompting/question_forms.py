"""Expressions that are asked of questions: a question is looked at once for what all of them need."""

from __future__ import annotations

from typing import Final

from holdfast.providers.facts.screening import Screened, Screens

_SCREENS: Final = Screens(kept="questions")


def asked_of_questions(expression: str, flags: int = 0) -> Screened:
    """An expression that a question is tried with only where it may fit."""
    return Screened(expression, flags, _SCREENS)


def prepare() -> None:
    """Have at hand what the expressions need; the first process works it out, which takes a tenth of a second."""
    _SCREENS.tell("?")
