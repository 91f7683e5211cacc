"""Which of the messages that were found may answer a question, or limit the advice that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from holdfast.domain.messages import is_blank
from holdfast.operations.found import Found
from holdfast.operations.prompting.bearing import asks_advice, bears_on
from holdfast.operations.prompting.confidence import FAINT, FLOOR
from holdfast.operations.prompting.matters import Matter
from holdfast.operations.prompting.query import ContextQuery
from holdfast.operations.prompting.requests import only_asks
from holdfast.providers.facts.trust import is_users
from holdfast.retrieval.first_persons import speaks_of_oneself

_OF_THE_BEST: Final = 0.5
"""Hits that have less than this share of the best one's score are left out, where that is sure to answer."""
_OF_THE_BEST_RELATED: Final = 0.7


def sure_ones(hits: Sequence[Found], query: ContextQuery) -> list[Found]:
    """The hits that answer, where one is sure to or the caller decides which do."""
    there = _telling(hits)
    if query.min_score is not None:
        return [hit for hit in there if hit.dist >= query.min_score]
    floor = max(FLOOR, _OF_THE_BEST * max((hit.dist for hit in there), default=0.0))
    return [hit for hit in there if hit.dist >= floor]


def possible_ones(hits: Sequence[Found], question: str, matters: frozenset[Matter]) -> list[Found]:
    """Where no hit is sure to answer, all that may, or that bear on what the question is about."""
    if speaks_of_oneself(question) or asks_advice(question):
        return _telling([hit for hit in hits if hit.dist >= FAINT or (hit.dist > 0 and _may_bear(hit, matters))])
    return _telling([hit for hit in hits if hit.dist >= FAINT or (hit.dist > 0 and bears_on(hit.text, matters))])


def _telling(hits: Sequence[Found]) -> list[Found]:
    return [hit for hit in hits if hit.message is not None and not is_blank(hit.message.content)]


def _may_bear(hit: Found, matters: frozenset[Matter]) -> bool:
    """Whether a hit may bear on a question with which it shares hardly anything: a person told something."""
    if bears_on(hit.text, matters):
        return True
    return hit.message is not None and is_users(hit.message.role) and not only_asks(hit.text)


def of_user(hits: Sequence[Found]) -> list[Found]:
    """Hits of a sub-question that the user said, as far as they are nearly as good as the best one."""
    said = [hit for hit in hits if hit.message is not None and is_users(hit.message.role)]
    least = _OF_THE_BEST_RELATED * max((hit.dist for hit in said), default=0.0)
    return [hit for hit in said if hit.dist >= least]


def others(related: Sequence[Sequence[Found]], hits: Sequence[Found]) -> list[Found]:
    """What only sub-questions found, with the score of the last hit: how well it answers the question is not known."""
    there = {hit.message.uuid for hit in hits if hit.message is not None}
    last = min((hit.dist for hit in hits), default=FAINT)
    found = {hit.message.uuid: hit for some in related for hit in some if hit.message is not None}
    return [
        Found(hit.session_id, hit.message, hit.summary, last, hit.embedding, hit.parts, hit.session, hit.duplicates)
        for uuid, hit in found.items()
        if uuid not in there
    ]


def places(related: Sequence[Sequence[Found]]) -> dict[str, int]:
    """At which place sub-questions found messages, at the best one of several."""
    found: dict[str, int] = {}
    for some in related:
        for place, hit in enumerate(some):
            if hit.message is not None:
                found[hit.message.uuid] = min(place, found.get(hit.message.uuid, place))
    return found
