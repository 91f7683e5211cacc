"""The step that makes messages ready for search: their terms and their vectors (semantics §3.1).

Search computes what this step has not reached, so it is about cost, not about what can be found: with stored features
the index of a session is built without reading a text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.vectors import pack
from holdfast.storage.contract import Features

NAME = "index"


class IndexMessages:
    """Stores the terms of each message and, with a ``model``, its vector.

    Terms are stored first: when the model does not answer, only the vectors wait for the next attempt.
    """

    name = NAME

    def __init__(self, features: Features, analyzer: Analyzer, model: EmbeddingModel | None) -> None:
        self._features = features
        self._analyzer = analyzer
        self._model = model

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.Step`."""
        terms = await asyncio.to_thread(self._analyse, batch)
        await asyncio.gather(
            *(
                self._features.set_terms(part.session, found, analyzer=self._analyzer.fingerprint)
                for part, found in zip(batch, terms, strict=True)
            )
        )
        if self._model is not None:
            await self._embed(batch, self._model)

    def _analyse(self, batch: Sequence[SessionMessages]) -> list[dict[int, bytes]]:
        return [
            {
                message.position: MessageFeatures.of(message.content, self._analyzer).to_bytes()
                for message in part.messages
            }
            for part in batch
        ]

    async def _embed(self, batch: Sequence[SessionMessages], model: EmbeddingModel) -> None:
        vectors = await model.embed([message.content for part in batch for message in part.messages])
        packed = iter([pack(vector) for vector in vectors])
        await asyncio.gather(
            *(
                self._features.set_vectors(
                    part.session, {message.position: next(packed) for message in part.messages}, model=model.name
                )
                for part in batch
            )
        )
