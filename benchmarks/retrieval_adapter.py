"""The retrieval engine as an in-process adapter of `retrieval_eval.py`, so that ranking is judged without a server.

    python retrieval_eval.py --data dev.json --adapter benchmarks.retrieval_adapter:session --k 50

`session` puts a conversation into one session, `user` makes each of its sessions a session of one user; `words` and
`vector` are the single legs, and `lexical` is the whole ranking without an embedding model.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.providers.embeddings.static import StaticEmbeddingModel
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.index import MessageBatch, ScopeIndex
from holdfast.retrieval.question import analyse
from holdfast.retrieval.search import SearchKind, SearchRequest, search

Conversation = dict[str, Any]
Search = Callable[[str, int], list[str]]

_DATE_FORMS = ("%I:%M %p on %d %B, %Y", "%B-%d-%Y", "%d.%m.%Y, %H:%M:%S")
_SECONDS_BETWEEN_TURNS = 30


def session(conversation: Conversation) -> Search:
    return _searcher(conversation, SearchKind.SIMILARITY, one_session=True)


def user(conversation: Conversation) -> Search:
    return _searcher(conversation, SearchKind.SIMILARITY, one_session=False)


def lexical(conversation: Conversation) -> Search:
    return _searcher(conversation, SearchKind.SIMILARITY, one_session=True, embed=False)


def words(conversation: Conversation) -> Search:
    return _searcher(conversation, SearchKind.LEXICAL, one_session=True, embed=False)


def vector(conversation: Conversation) -> Search:
    return _searcher(conversation, SearchKind.VECTOR, one_session=True)


def _searcher(conversation: Conversation, kind: SearchKind, *, one_session: bool, embed: bool = True) -> Search:
    analyzer = analyzer_for("english")
    model = StaticEmbeddingModel() if embed else None
    turns = [
        (each["id"], _started(each), place, turn)
        for each in conversation["sessions"]
        for place, turn in enumerate(each["turns"])
    ]
    texts = [_content(turn) for *_, turn in turns]
    index = ScopeIndex.of(
        MessageBatch(
            keys=range(len(turns)),
            sessions=["" if one_session else name for name, *_ in turns],
            roles=[turn["speaker"] for *_, turn in turns],
            created=[started + place * _SECONDS_BETWEEN_TURNS for _, started, place, _ in turns],
            features=[MessageFeatures.of(text, analyzer) for text in texts],
            vectors=None if model is None else model.encode(texts),
        )
    )
    ids = [turn["id"] for *_, turn in turns]

    def find(text: str, limit: int) -> list[str]:
        question = analyse(text, index, analyzer)
        embedded = None if model is None else model.encode([question.embedding_text])[0]
        return [ids[hit.key] for hit in search(index, SearchRequest(question, embedded, limit, kind))]

    return find


def _content(turn: dict[str, str]) -> str:
    return turn["text"] + (f" [shares {turn['caption']}]" if turn.get("caption") else "")


def _started(each: dict[str, Any]) -> float:
    text = re.sub(r"\s+", " ", each.get("date") or "")
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    number = int(re.sub(r"\D", "", each["id"]) or 0)
    return (datetime(2023, 1, 1, tzinfo=UTC) + timedelta(days=7 * number)).timestamp()
