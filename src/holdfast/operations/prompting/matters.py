"""What a question may ask about that other texts bear on."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Matter(StrEnum):
    """What a question asks about."""

    __hash__ = str.__hash__  # that of an enumeration is written in Python

    FOOD = "food"
    EXERCISE = "exercise"
    OUTING = "outing"
    MEDICINE = "medicine"
    GIFT = "gift"
    MEDIA = "media"
    BODY = "body"
    HOME = "home"
    MONEY = "money"
    WORK = "work"
    HOURS = "hours"
    TRANSPORT = "transport"
    FAMILY = "family"
    AGE = "age"
    ANIMALS = "animals"
    CODE = "code"
    MANNER = "manner"
    SELF = "self"


class Words(NamedTuple):
    """Words that begin like ``beginnings``; ``unspaced`` stands anywhere, in scripts without blanks."""

    beginnings: str
    unspaced: str = ""


ADVICE: Final = frozenset(
    {Matter.FOOD, Matter.EXERCISE, Matter.OUTING, Matter.MEDICINE, Matter.GIFT, Matter.MEDIA, Matter.BODY, Matter.SELF}
)
"""Matters in which advice is asked for; in the others, what the user told."""
ADVISED: Final = ADVICE | {Matter.HOURS, Matter.MONEY, Matter.MANNER}
"""What bears on advice: what it is about, the time and money that there is for it, and how it is to be told."""
OF_PERSONS: Final = frozenset({Matter.HOME, Matter.WORK, Matter.TRANSPORT, Matter.FAMILY, Matter.AGE, Matter.ANIMALS})
"""What people also say in parts that they play: it is told as they said it, in a message, not as a fact."""
