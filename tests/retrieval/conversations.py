"""Makers of small conversations, and hypothesis strategies for arbitrary ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.question import analyse
from holdfast.retrieval.search import Hit, ScopeQuery, SearchKind, search

ENGLISH = analyzer_for("english")
NOON = 1_700_000_000.0
DAY = 86400.0
_VOCABULARY = ["apple", "banana", "cherry", "harbour", "bridge", "violin", "piano", "running", "swam", "letters"]


@dataclass(frozen=True)
class Turn:
    text: str
    role: str = "user"
    session: int = 1
    at: float = NOON
    vector: tuple[float, ...] | None = None


def batch(turns: Sequence[Turn], first_key: int = 0) -> MessageBatch:
    return MessageBatch(
        keys=range(first_key, first_key + len(turns)),
        sessions=[turn.session for turn in turns],
        roles=[turn.role for turn in turns],
        created=[turn.at for turn in turns],
        features=[MessageFeatures.of(turn.text, ENGLISH) for turn in turns],
        vectors=_vectors(turns),
    )


def index_of(turns: Sequence[Turn]) -> ScopeIndex:
    return ScopeIndex.of(batch(turns))


def texts(*contents: str, role: str = "user") -> list[Turn]:
    return [Turn(text, role=role, at=NOON + 30 * place) for place, text in enumerate(contents)]


def ask(index: ScopeIndex, text: str, **options: object) -> list[Hit]:
    now = options.pop("now", NOON)
    question = analyse(text, index, ENGLISH, now=now)  # type: ignore[arg-type]
    return search(index, ScopeQuery(question, **options))  # type: ignore[arg-type]


def keys(hits: Sequence[Hit]) -> list[int]:
    return [hit.key for hit in hits]


def unit(*values: float) -> NDArray[np.float32]:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def _vectors(turns: Sequence[Turn]) -> NDArray[np.float32] | None:
    width = next((len(turn.vector) for turn in turns if turn.vector is not None), 0)
    if not width:
        return None
    rows = [np.zeros(width, np.float32) if turn.vector is None else unit(*turn.vector) for turn in turns]
    return np.stack(rows)


_PAUSES = [1.0, 60.0, 2 * 3600.0, 3 * DAY]
_ROLES = ["user", "assistant", "Caroline", "Melanie Smith"]
_TURN_BYTES = st.binary(min_size=7, max_size=27)
"""All that makes a turn but the time: drawing each part by itself would take most of the time of most tests."""


@st.composite
def conversations(draw: st.DrawFn, max_size: int = 25) -> list[Turn]:
    """Interleaved sessions with pauses, several roles, some vectors missing."""
    at = NOON
    turns = []
    for _ in range(draw(st.integers(1, max_size))):
        pause, role, session, with_vector, *rest = draw(_TURN_BYTES)
        at += _PAUSES[pause % len(_PAUSES)]
        vector = tuple(float(number % 7 - 3) for number in rest[:3]) if with_vector % 2 else ()
        text = " ".join(_VOCABULARY[number % len(_VOCABULARY)] for number in rest[3:])
        turns.append(Turn(text, _ROLES[role % len(_ROLES)], 1 + session % 3, at, vector if any(vector) else None))
    return turns


questions = st.lists(st.sampled_from([*_VOCABULARY, "Caroline", "I", "unknown"]), min_size=1, max_size=6).map(" ".join)
kinds = st.sampled_from(list(SearchKind))
query_vectors = st.none() | st.tuples(*[st.integers(-3, 3).map(float)] * 3).filter(any).map(lambda v: unit(*v))
