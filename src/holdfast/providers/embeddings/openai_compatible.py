"""Embeddings from any endpoint that speaks OpenAI's ``POST /embeddings``, Azure's deployments included.

Connections, retries with back-off and jitter, and ``Retry-After`` are the `openai` library's; batching, pairing of
answers with texts, checks of their shape and the translation of failures are done here.
"""

from __future__ import annotations

import asyncio
import math
from copy import copy
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec
import numpy as np
import openai

from holdfast.providers.embeddings.contract import EmbeddingMismatch, EmbeddingRejected, EmbeddingUnavailable
from holdfast.providers.embeddings.vectors import normalise
from holdfast.providers.openai_endpoint import OpenAIEndpoint
from holdfast.telemetry.spans import provider_call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

NATIVE_DIMENSIONS: Final = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}
TEXTS_PER_REQUEST: Final = 128
CHARACTERS_PER_REQUEST: Final = 200_000
LONGEST_TEXT: Final = 24_000
"""Characters of a text that are sent; OpenAI's models take 8191 tokens."""
_WAIT_WITHOUT_ADVICE: Final = 5.0


class _Row(msgspec.Struct):
    index: int
    embedding: list[float]


class _Answer(msgspec.Struct):
    data: list[_Row]


class OpenAICompatibleModel:
    """A model behind an endpoint, named ``openai:<model>:<dimensions>``.

    ``send_dimensions`` asks the endpoint for shortened vectors, which only some models can make; left at None, it is
    done for OpenAI's ``text-embedding-3`` models when ``dimensions`` is not their own width.
    """

    def __init__(
        self,
        *,
        model: str,
        dimensions: int,
        endpoint: OpenAIEndpoint,
        parallel_requests: int = 4,
        send_dimensions: bool | None = None,
    ) -> None:
        if send_dimensions is None:
            send_dimensions = "text-embedding-3" in model and NATIVE_DIMENSIONS.get(model) != dimensions
        self._model = model
        self._dimensions = dimensions
        self._asked_dimensions = dimensions if send_dimensions else openai.omit
        self._client = endpoint.connect()
        self._parallel_requests = parallel_requests
        self._slots = asyncio.Semaphore(parallel_requests)

    @property
    def name(self) -> str:
        """Model and width."""
        return f"openai:{self._model}:{self._dimensions}"

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return self._dimensions

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `EmbeddingModel.embed`; texts beyond `LONGEST_TEXT` characters are cut."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        try:
            async with asyncio.TaskGroup() as group:
                for positions in _batches(texts):
                    group.create_task(self._embed_batch(texts, positions, vectors))
        except ExceptionGroup as failures:
            # One failed batch fails the request; the others were cancelled.
            raise failures.exceptions[0] from None
        return normalise(vectors)

    def without_patience(self, seconds: float) -> OpenAICompatibleModel:
        """The same model over the same connections, asked once and for so long, with slots of its own."""
        other = copy(self)
        other._client = self._client.with_options(max_retries=0, timeout=seconds)
        other._slots = asyncio.Semaphore(self._parallel_requests)
        return other

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _embed_batch(self, texts: Sequence[str], positions: list[int], vectors: NDArray[np.float32]) -> None:
        inputs = [texts[position][:LONGEST_TEXT] for position in positions]
        async with self._slots:
            answer = self._decode(await self._post(inputs))
        rows = sorted(answer.data, key=lambda row: row.index)
        if [row.index for row in rows] != list(range(len(inputs))):
            raise self._unavailable(f"returned {len(rows)} embeddings that do not match the {len(inputs)} texts")
        for position, row in zip(positions, rows, strict=True):
            if len(row.embedding) != self._dimensions:
                raise EmbeddingMismatch(name=self._model, expected=self._dimensions, received=len(row.embedding))
            vectors[position] = row.embedding

    @provider_call("embeddings")
    async def _post(self, inputs: list[str]) -> bytes:
        try:
            response = await self._client.embeddings.with_raw_response.create(
                input=inputs,
                model=self._model,
                dimensions=self._asked_dimensions,
                # Base64 would be smaller, but not every compatible server can write it.
                encoding_format="float",
            )
        except openai.APIStatusError as failure:
            self._raise_for_status(failure)
        except openai.APIConnectionError as failure:
            reason = "did not answer in time" if isinstance(failure, openai.APITimeoutError) else "cannot be reached"
            raise self._unavailable(f"{reason} ({self._client.base_url})") from failure
        return response.content

    def _decode(self, content: bytes) -> _Answer:
        try:
            return msgspec.json.decode(content, type=_Answer)
        except (msgspec.DecodeError, UnicodeDecodeError) as failure:
            raise self._unavailable(f"returned something else than embeddings: {failure}") from failure

    def _raise_for_status(self, failure: openai.APIStatusError) -> NoReturn:
        status = failure.status_code
        if status in {408, 409, 429} or status >= 500:
            raise self._unavailable(
                f"answered with status {status}", retry_after=_advised_wait(failure.response.headers.get("retry-after"))
            ) from failure
        raise EmbeddingRejected(
            f"embedding endpoint {self._client.base_url} refused model {self._model!r} with status {status}: "
            f"{failure.message}"
        ) from failure

    def _unavailable(self, what: str, *, retry_after: float = _WAIT_WITHOUT_ADVICE) -> EmbeddingUnavailable:
        return EmbeddingUnavailable(f"embedding model {self._model!r} {what}", retry_after=retry_after)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions of the texts that are not blank, as many as one request may carry."""
    batch: list[int] = []
    characters = 0
    for position, text in enumerate(texts):
        if not text.strip():
            continue
        length = min(len(text), LONGEST_TEXT)
        if batch and (len(batch) == TEXTS_PER_REQUEST or characters + length > CHARACTERS_PER_REQUEST):
            yield batch
            batch, characters = [], 0
        batch.append(position)
        characters += length
    if batch:
        yield batch


def _advised_wait(header: str | None) -> float:
    """Seconds of a ``Retry-After`` header; dates and nonsense count as no advice."""
    try:
        seconds = float(header or "")
    except ValueError:
        return _WAIT_WITHOUT_ADVICE
    return seconds if 0 <= seconds < math.inf else _WAIT_WITHOUT_ADVICE
