"""Is there an order of acts that explains all answers and what is there afterwards?

Acts that were under way at once may have happened in any order, but in one.  Those that touch nothing in common are
looked at apart; among the others every order is tried, as far as its answers and what is shown at the end allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.model.acts import Act, DeleteMessage, DeleteSession, DeleteUser, EditMessage, Inexplicable, RememberMessage
from tests.model.connections import Answer
from tests.model.observation import Shown
from tests.model.truth import World

_ALTERING = (DeleteSession, DeleteUser, DeleteMessage, EditMessage, RememberMessage)
"""Acts after which messages are gone or other ones."""

Deed = tuple[Act, Answer]


def explained(world: World, deeds: Sequence[Deed], shown: Shown) -> World:
    """The world after ``deeds``, in some order that explains their answers and what is ``shown`` then."""
    for group in _groups(deeds):
        world = _Group(group, shown).explain(world)
    shown.require_all_of(world)
    return shown.learnt(world)


def _groups(deeds: Sequence[Deed]) -> list[list[Deed]]:
    """Deeds that touch something in common, directly or through others, lie in one group."""
    everything = any("everything" in act.touches for act, _ in deeds)
    groups: list[tuple[frozenset[str], list[Deed]]] = []
    for deed in deeds:
        touches, members = deed[0].touches, [deed]
        for group in [each for each in groups if everything or each[0] & touches]:
            groups.remove(group)
            touches, members = touches | group[0], group[1] + members
        groups.append((touches, members))
    return [members for _, members in groups]


class _Group:
    """Deeds of which each may have met what another one left."""

    def __init__(self, deeds: Sequence[Deed], shown: Shown) -> None:
        self._deeds = deeds
        self._shown = shown
        self._reasons: dict[str, None] = {}
        self._touched = frozenset().union(*(act.touches for act, _ in deeds))

    def explain(self, world: World) -> World:
        after = next(self._orders(world, self._deeds), None)
        if after is None:
            told = "\n".join(f"  {act} → {answer}" for act, answer in self._deeds)
            reasons = "\n".join(f"  {reason}" for reason in list(self._reasons)[-5:])
            raise Inexplicable(
                f"no order of\n{told}\nexplains the answers and what is there now, for example:\n{reasons}"
            )
        return after

    def _orders(self, world: World, deeds: Sequence[Deed]) -> Iterator[World]:
        """The worlds that an order of ``deeds`` leads to and the server shows."""
        if not deeds:
            if self._possible(self._shown.require, world, self._touched):
                yield world
            return
        for number, (act, answer) in enumerate(deeds):
            after, later = world.copy(), [*deeds[:number], *deeds[number + 1 :]]
            if self._possible(act.explain, after, answer, self._shown.prefix) and (
                any(isinstance(each, _ALTERING) for each, _ in later)
                or self._possible(self._shown.require_beginning, after, self._touched)
            ):
                yield from self._orders(after, later)

    def _possible(self, attempt: Callable[..., None], *arguments: Any) -> bool:
        try:
            attempt(*arguments)
        except Inexplicable as reason:
            self._reasons[str(reason)] = None
            return False
        return True
