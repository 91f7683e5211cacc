"""The step that makes messages ready for search: their terms and their vectors (semantics §3.1).

Search computes what this step has not reached, so it is about cost, not about what can be found: with stored features
the index of a session is built without reading a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from holdfast.domain.messages import Message
from holdfast.enrichment.calculations import analyse, embed_with_builtin_model
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.steps.results import RESULTS_PER_WRITE
from holdfast.providers.embeddings.contract import EmbeddingModel
from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.vectors import pack
from holdfast.storage.contract.messages import MessageResult, Messages

NAME = "index"


class IndexMessages:
    """Stores the terms of each message, analysed in ``language``, and with a ``model`` its vector.

    Terms are stored first: when the model does not answer, only the vectors wait for the next attempt.
    """

    name = NAME

    def __init__(
        self, messages: Messages, calculator: Calculator, *, language: str, model: EmbeddingModel | None
    ) -> None:
        self._messages = messages
        self._calculator = calculator
        self._language = language
        self._analyzer = analyzer_for(language).fingerprint
        self._model = model

    async def run(self, batch: Sequence[SessionMessages]) -> None:
        """See `holdfast.enrichment.steps.contract.StepOver`."""
        places = [(part.session, message) for part in batch for message in part.messages]
        texts = [message.content for _, message in places]
        terms = await self._calculator.run(analyse, self._language, texts)
        await self._write(
            _result(session, message, terms=found) for (session, message), found in zip(places, terms, strict=True)
        )
        if self._model is not None:
            vectors = await self._embed(texts, self._model)
            await self._write(
                _result(session, message, vector=found)
                for (session, message), found in zip(places, vectors, strict=True)
            )

    async def _embed(self, texts: Sequence[str], model: EmbeddingModel) -> list[bytes]:
        if isinstance(model, StaticEmbeddingModel):
            return await self._calculator.run(embed_with_builtin_model, texts)
        return [pack(vector) for vector in await model.embed(texts)]

    async def _write(self, found: Iterable[MessageResult]) -> None:
        """Store results, so many at a time that requests do not wait for long."""
        results = list(found)
        model = "" if self._model is None else self._model.name
        for start in range(0, len(results), RESULTS_PER_WRITE):
            await self._messages.record(
                results[start : start + RESULTS_PER_WRITE], analyzer=self._analyzer, model=model
            )


def _result(
    session: int, message: Message, *, terms: bytes | None = None, vector: bytes | None = None
) -> MessageResult:
    return MessageResult(
        session=session, position=message.position, revision=message.revision, terms=terms, vector=vector
    )
