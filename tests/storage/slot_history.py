"""What a slot holds on each day, worked out as simply as can be from all that was said of it: an oracle for tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from holdfast.domain.facts import Stated
from holdfast.domain.timestamps import Timestamp


def told(statements: Iterable[Stated], moment: Timestamp, *, single: bool) -> set[str]:
    """The values that a slot holds at a moment; of a ``single`` one at most one."""
    left = list(statements)
    chain = sorted((each for each in left if not any(_calls_off(later, each) for later in left)), key=_effect)
    holding: list[str] = []
    for number, each in enumerate(chain):
        if each.ends or _is_said_again(chain[:number], each, single=single):
            continue
        over = [later for later in chain[number + 1 :] if _is_over(each, later, chain, single=single)]
        if each.valid_at <= moment and not (over and moment >= _end(each, over[0])):
            holding.append(str(each.value))
    return set(holding[-1:] if single else holding)


def _is_announced(each: Stated) -> bool:
    return each.valid_at > each.said_at


def _effect(each: Stated) -> tuple[Any, ...]:
    begins = max(each.said_at, each.valid_at)
    return begins, not _is_announced(each), _is_announced(each) and not each.ends, each.said_at, each.position


def _names(end: Stated, value: str | None) -> bool:
    return end.value in {None, value}


def _calls_off(later: Stated, each: Stated) -> bool:
    if not _is_announced(each) or not (each.said_at, each.position) < (later.said_at, later.position):
        return False
    if later.said_at >= each.valid_at:
        return False
    if _is_announced(later) and (later.ends, later.value) == (each.ends, each.value):
        return True
    in_time = max(later.said_at, later.valid_at) <= each.valid_at
    return later.ends and not each.ends and later.value == each.value and in_time


def _is_said_again(before: list[Stated], each: Stated, *, single: bool) -> bool:
    """Whether it says, of the present, what the one before it says."""
    beside = [one for one in before if single or _names(one, each.value)][-1:]
    return not _is_announced(each) and any((one.value, one.ends) == (each.value, False) for one in beside)


def _is_over(each: Stated, later: Stated, chain: list[Stated], *, single: bool) -> bool:
    """Whether a value has gone when something later takes effect."""
    if later.ends:
        return _names(later, each.value)
    between = chain[: chain.index(later)]
    return (single or later.value == each.value) and not _is_said_again(between, later, single=single)


def _end(each: Stated, later: Stated) -> Timestamp:
    return later.valid_at if later.valid_at > each.valid_at else max(later.said_at, each.valid_at)
