"""Learned maps of questions: a question's vector is turned towards those of the messages that answer such questions.

Embedding models bring texts together that say the same. A question says something else than its answer: "how do I get
to work?" is nearer to another question than to "the tram is quicker than driving". A map x → x + x·D of the question's
vector alone learns the difference from pairs of questions and answers; vectors of messages stay as they are. D is the
product of a narrow and a wide matrix ("low rank", as in Hu et al. 2021, LoRA), learnt by a softmax over the messages
that were there beside the right one (InfoNCE, van den Oord et al. 2018). `tools/train_question_maps.py` does that.
"""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from holdfast.errors import StartupError
from holdfast.providers.embeddings.vectors import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from holdfast.providers.embeddings.contract import EmbeddingModel

DIRECTORY: Final = Path(__file__).with_name("question_maps")


class _Packaged(NamedTuple):
    """A map in the package: the file's name and its SHA-256."""

    file: str
    sha256: str


_PACKAGED: Final = {
    "holdfast-static-256-v3+use-multilingual-3-0db566fd": _Packaged(
        "multilingual.npz", "8108e63a6732c49fd7438b7b6ea31b4c7872824842bef2a6cca93c6f3d4691a9"
    ),
    "onnx:all-MiniLM-L6-v2-8199be6f-dynamic-glossed-2+use-multilingual-3-0db566fd": _Packaged(
        "onnx.npz", "425e9b8482d270542f22c91522466406425f10bba9a6661519048b3c227e6505"
    ),
}
"""The maps by the name of the model whose vectors they turn: with other weights a map means nothing."""


class QuestionMap:
    """A map of vectors of one width, read from a file with the arrays ``down``, ``down_scales``, ``up``, ``up_scales``.

    ``down`` (width, rank) and ``up`` (rank, width) are int8, with one scale for each of the ``rank`` directions.
    """

    def __init__(self, content: bytes) -> None:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            self._down = arrays["down"] * arrays["down_scales"].astype(np.float32)
            self._up = arrays["up"] * arrays["up_scales"].astype(np.float32)[:, None]

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The rows turned, of length 1; rows of zeros stay."""
        return normalise(vectors + vectors @ self._down @ self._up)


class MappedQuestions:
    """See `EmbeddingModel`: the vectors of a model as those of questions; the model stays with whoever opened it."""

    def __init__(self, model: EmbeddingModel, turned: QuestionMap) -> None:
        self._model, self._turned = model, turned

    @property
    def name(self) -> str:
        """That of the model: its messages are what the questions are compared with."""
        return self._model.name

    @property
    def dimensions(self) -> int:
        """Width of every vector."""
        return self._model.dimensions

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As `EmbeddingModel.embed`, turned."""
        return self._turned(await self._model.embed(texts))

    async def close(self) -> None:
        """Nothing: the model is closed by whoever opened it."""


def turned_to_answers(model: EmbeddingModel | None) -> EmbeddingModel | None:
    """What embeds questions with a model and the map for it; the model itself where there is no map."""
    turned = None if model is None else question_map(model.name)
    return model if model is None or turned is None else MappedQuestions(model, turned)


@cache
def question_map(model: str) -> QuestionMap | None:
    """The map for the vectors of a model by its name.

    None where there is none, as for the built-in model and for those of other servers.

    Raises StartupError when the file in the package is damaged or missing.
    """
    packaged = _PACKAGED.get(model)
    if packaged is None:
        return None
    try:
        content = (DIRECTORY / packaged.file).read_bytes()
    except OSError as error:
        raise StartupError(f"the question map {packaged.file} of this release cannot be read: {error}") from error
    if (digest := hashlib.sha256(content).hexdigest()) != packaged.sha256:
        raise StartupError(f"the question map {packaged.file} is not the one of this release: its SHA-256 is {digest}")
    return QuestionMap(content)
