"""How many facts there are of very many, counted again only when one of them came, changed, went or was superseded."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from msgspec.structs import replace

from holdfast.domain.facts import FactSelection
from holdfast.domain.timestamps import END_OF_TIME, Timestamp
from holdfast.storage.contract.facts import Facts

_MANY: Final = 500
"""Of so many facts and more the number is kept; fewer are counted as fast as it is looked up."""
_KEPT: Final = 256


class KeptCounts:
    """Keeps the numbers of the large selections of users that were asked for last, for those who may see all facts.

    Each time the log of changes is asked whether a fact of the user came, changed or went since.  When the next one is
    superseded by what was announced is known beforehand.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[FactSelection, tuple[int, int, Timestamp]] = OrderedDict()

    async def count(self, facts: Facts, selection: FactSelection, moment: Timestamp) -> int:
        """How many facts of a selection there are, as they stand at a moment, which is now."""
        standing = replace(selection, standing_on=moment)
        kept = self._kept.pop(selection, None)
        if kept is None:
            count = await facts.count(standing)
            if selection.user_id is None or count < _MANY:
                return count
        news = await facts.changes(None if kept is None else kept[0], user_id=selection.user_id)
        if kept is None or news.changes or news.complete or moment >= kept[2]:
            # Counted after the log was asked: what comes in between is told by the log next time.
            count = await facts.count(standing)
            until = await facts.next_superseded(str(selection.user_id), moment) or END_OF_TIME
        else:
            _, count, until = kept
        self._kept[selection] = news.revision, count, until
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return count
