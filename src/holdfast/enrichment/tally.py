"""Counting what enrichment has done since the process started, for the metrics."""

from __future__ import annotations

from collections import Counter


class Tally:
    """Runs of steps by name (a run is one job's step), summaries stored, and jobs given up by kind.

    ``facts`` counts those of a language model that were stored, and those dropped because they are not to be believed;
    ``extraction_tokens`` what was spent on them.
    """

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.parked: Counter[str] = Counter()
        self.summaries = 0
        self.facts: Counter[str] = Counter()
        self.extraction_tokens = 0
