"""Writing what steps found, in portions that hold up nobody."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.storage.contract.messages import MessageResult, Messages

RESULTS_PER_WRITE = 64
"""A write runs on the event loop, so its length bounds how long requests wait: about a millisecond."""


async def write_results(messages: Messages, results: Sequence[MessageResult]) -> None:
    """Store results, one write after the other."""
    for start in range(0, len(results), RESULTS_PER_WRITE):
        await messages.record(results[start : start + RESULTS_PER_WRITE])
