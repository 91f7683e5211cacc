"""The retrieval engine as an in-process adapter of `retrieval_eval.py`, so that ranking is judged without a server.

    python retrieval_eval.py --data dev.json --adapter benchmarks.retrieval_adapter:session --k 50

`session` puts a conversation into one session, `user` makes each of its sessions a session of one user; `words` and
`vector` are the single legs, and `lexical` is the whole ranking without an embedding model.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.retrieval_systems import ANALYZER, Message, build_index, prepare, question_vector
from holdfast.retrieval.question import analyse
from holdfast.retrieval.search import ScopeQuery, SearchKind, search

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


def conversation_messages(conversation: Conversation) -> tuple[list[str], list[Message]]:
    """The ids of a conversation's turns and the turns as messages, each session of the data being one session."""
    turns = [
        (each["id"], _started(each) + place * _SECONDS_BETWEEN_TURNS, turn)
        for each in conversation["sessions"]
        for place, turn in enumerate(each["turns"])
    ]
    messages = [Message(_content(turn), turn["speaker"], name, at) for name, at, turn in turns]
    return [turn["id"] for *_, turn in turns], messages


def _searcher(conversation: Conversation, kind: SearchKind, *, one_session: bool, embed: bool = True) -> Search:
    ids, messages = conversation_messages(conversation)
    if one_session:
        messages = [replace(message, session="") for message in messages]
    index = build_index(messages, prepare(messages))

    def find(text: str, limit: int) -> list[str]:
        question = analyse(text, index, ANALYZER)
        vector = question_vector(question) if embed else None
        return [ids[hit.key] for hit in search(index, ScopeQuery(question, vector, limit, kind))]

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
