"""What enrichment writes of messages, one kind at a time."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.domain.metadata import Metadata
from holdfast.storage.contract.messages import MessageResult, Messages


async def set_token_counts(messages: Messages, session: int, counts: Mapping[int, int]) -> None:
    """Write token counts by position."""
    await messages.record(
        [MessageResult(session=session, position=position, token_count=count) for position, count in counts.items()]
    )


async def set_findings(messages: Messages, session: int, findings: Mapping[int, Metadata]) -> None:
    """Write findings by position."""
    await messages.record(
        [MessageResult(session=session, position=position, findings=found) for position, found in findings.items()]
    )


async def set_terms(messages: Messages, session: int, terms: Mapping[int, bytes], *, analyzer: int) -> None:
    """Write terms by position."""
    results = [MessageResult(session=session, position=position, terms=blob) for position, blob in terms.items()]
    await messages.record(results, analyzer=analyzer)


async def set_vectors(messages: Messages, session: int, vectors: Mapping[int, bytes], *, model: str) -> None:
    """Write vectors by position."""
    results = [MessageResult(session=session, position=position, vector=blob) for position, blob in vectors.items()]
    await messages.record(results, model=model)
