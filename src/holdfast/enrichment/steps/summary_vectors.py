"""The step that embeds summaries, so that search need not (semantics §3.1)."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.enrichment.steps.contract import SessionSummary
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.retrieval.vectors import pack
from holdfast.storage.contract.summaries import Summaries

NAME = "embedding"


class EmbedSummaries:
    """Stores the vector of each summary."""

    name = NAME

    def __init__(self, summaries: Summaries, model: EmbeddingModel) -> None:
        self._summaries = summaries
        self._model = model

    async def run(self, batch: Sequence[SessionSummary]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        vectors = await self._model.embed([part.summary.content for part in batch])
        for part, vector in zip(batch, vectors, strict=True):
            await self._summaries.set_vector(part.session, part.summary.id, pack(vector), model=self._model.name)
