"""The conditions of searches, as indexes apply them to metadata that are kept as text."""

from __future__ import annotations

from holdfast.domain.filters import Predicate
from holdfast.domain.filters.limits import METADATA_BYTES
from holdfast.domain.filters.work import Work
from holdfast.domain.metadata import EncodedMetadata, decode_metadata
from holdfast.retrieval.conditions import Condition


def condition_of(predicate: Predicate | None, name: str) -> Condition | None:
    """The condition of one request, that ``name`` stands for; ``None`` where nothing is imposed.

    Its budget is that of the request, whatever scopes it looks at.  What has no metadata never fulfils a condition.
    """
    if predicate is None:
        return None
    matches = predicate.matches

    def admits(text: bytes | None, work: Work) -> bool:
        if text is None:
            work.spend(1)
            return False
        work.spend(1 + len(text) // METADATA_BYTES)
        return matches(decode_metadata(EncodedMetadata(text)), work)

    return Condition(name, admits)
