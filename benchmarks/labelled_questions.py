"""Questions whose right answers are known, from files of three forms, as indexes that can be asked.

* Conversations of one file with turns and evidence, as `retrieval_eval.py` reads them (LoCoMo, BEAM, REALTALK).
* Worlds of sessions and cases, as `run_search.py` reads them; with the conversations of the file `facts.json` beside
  them as a haystack.
* Talk as plain text with questions below it, as in `benchmarks/data/everyday-questions.txt`; with all other talk of the
  files beside it, a year earlier, as a haystack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval_adapter import conversation_messages
from benchmarks.retrieval_systems import ANALYZER, Message, build_index, prepare, question_vector
from holdfast.retrieval.index import ScopeIndex
from holdfast.retrieval.question import Question, analyse
from holdfast.retrieval.scoring import DEFAULT_WEIGHTS, Weights
from holdfast.retrieval.search import Hit, ScopeQuery, search

_UNANSWERABLE = "5"
_SESSION, _MOMENT = re.compile(r"== (.+)"), re.compile(r"@ (\S+ \S+)")
_MESSAGE, _QUESTION = re.compile(r"(\d+) ([^:]+): (.*)"), re.compile(r"\? ")
_BETWEEN_MESSAGES = timedelta(minutes=2)
_EARLIER = timedelta(weeks=52)


@dataclass(frozen=True)
class LabelledQuestion:
    """A question with what answers it.

    Attributes:
        kind: what it tries.
        text: as asked.
        right: positions of messages; of each group any will do.
        now: when it is asked, seconds since the epoch; None where that does not matter.
    """

    kind: str
    text: str
    right: tuple[frozenset[int], ...]
    now: float | None = None


@dataclass
class Talk:
    """Messages that are searched together, and questions about them."""

    messages: list[Message]
    questions: list[LabelledQuestion] = field(default_factory=list)
    _index: ScopeIndex | None = None
    _analysed: dict[LabelledQuestion, tuple[Question, NDArray[np.float32]]] = field(default_factory=dict)

    @property
    def index(self) -> ScopeIndex:
        """The index of all messages, whose keys are their positions."""
        if self._index is None:
            self._index = build_index(self.messages, prepare(self.messages))
        return self._index

    def ask(self, asked: LabelledQuestion, limit: int, weights: Weights = DEFAULT_WEIGHTS) -> list[Hit]:
        """The best hits for one of the questions."""
        if asked not in self._analysed:
            question = analyse(asked.text, self.index, ANALYZER, now=asked.now)
            self._analysed[asked] = question, question_vector(question)
        return search(self.index, ScopeQuery(*self._analysed[asked], limit), weights)


def read(path: Path) -> dict[str, list[Talk]]:
    """The sets of a file by name; worlds come as written and in a haystack."""
    if path.suffix == ".txt":
        talks, all_talks = _talks(path), [talk for each in _files_beside(path) for talk in _talks(each)]
        return {path.stem: talks, f"{path.stem} in a haystack": [_surrounded(talk, all_talks) for talk in talks]}
    content = json.loads(path.read_text("utf-8"))
    if isinstance(content, list):
        return {f"{path.parent.name}/{path.stem}": [_of_conversation(each) for each in content]}
    beside = path.with_name("facts.json")
    others = json.loads(beside.read_text("utf-8"))["conversations"] if beside.exists() else []
    haystack = [_messages(each["id"], each["messages"]) for each in others]
    name = path.parent.name
    return {
        name: [talk for world in content["worlds"] for talk in _of_world(world, content["cases"], [])],
        f"{name} in a haystack": [
            talk for world in content["worlds"] for talk in _of_world(world, content["cases"], haystack)
        ],
    }


def _of_conversation(conversation: dict[str, Any]) -> Talk:
    ids, messages = conversation_messages(conversation)
    position = {turn: place for place, turn in enumerate(ids)}
    return Talk(
        messages,
        [
            LabelledQuestion(
                str(each["category"]), each["question"], tuple(frozenset({position[turn]}) for turn in each["evidence"])
            )
            for each in conversation["questions"]
            if each["evidence"] and str(each["category"]) != _UNANSWERABLE
        ],
    )


def _of_world(world: dict[str, Any], cases: list[dict[str, Any]], haystack: list[list[Message]]) -> Iterator[Talk]:
    """The sessions of a world as those of one user, and each session that is searched by itself."""
    sessions = {each["id"]: _messages(each["id"], each["messages"]) for each in world["sessions"]}
    own = [case for case in cases if case["world"] == world["id"]]
    for scope in dict.fromkeys(case["session"] if case["scope"] == "session" else None for case in own):
        if scope is None:
            blocks = [*sessions.values(), *haystack]
        else:
            blocks = sorted([sessions[scope], *haystack], key=lambda block: block[0].created)
        places: dict[tuple[str, int], int] = {}
        messages: list[Message] = []
        for block in blocks:
            places |= {(block[0].session, at): len(messages) + at for at in range(len(block))}
            messages += block if scope is None else [Message(m.text, m.role, scope, m.created) for m in block]
        asked = [case for case in own if (case["session"] if case["scope"] == "session" else None) == scope]
        yield Talk(messages, [_of_case(case, places) for case in asked])


def _of_case(case: dict[str, Any], places: dict[tuple[str, int], int]) -> LabelledQuestion:
    right = tuple(frozenset(places[each["session"], each["message"]] for each in group) for group in case["right"])
    now = datetime.fromisoformat(case["now"]).timestamp() if case["now"] else None
    return LabelledQuestion(case["kind"], case["question"], right, now)


def _messages(session: str, messages: list[dict[str, Any]]) -> list[Message]:
    return [
        Message(each["content"], each["role"], session, datetime.fromisoformat(each["created_at"]).timestamp())
        for each in messages
    ]


def _files_beside(path: Path) -> list[Path]:
    """The files of talk as plain text that belong together, itself included."""
    return sorted(path.parent.glob(f"{path.stem.partition('-')[0]}-*.txt"))


def _talks(path: Path) -> list[Talk]:
    return list(_of_text(path.read_text("utf-8")))


def _surrounded(talk: Talk, others: list[Talk]) -> Talk:
    """The questions of one talk, put to a user who has the sessions of all others as well."""
    earlier = [
        replace(message, created=message.created - _EARLIER.total_seconds())
        for other in others
        if other.messages[0].session != talk.messages[0].session
        for message in other.messages
    ]
    return Talk([*talk.messages, *earlier], talk.questions)


def _of_text(text: str) -> Iterator[Talk]:
    talk, moment = Talk([]), datetime(2026, 1, 1, tzinfo=UTC)
    name, numbers = "", dict[str, int]()
    for line in map(str.strip, text.splitlines()):
        if line.startswith("#") or not line:
            continue
        if began := _SESSION.fullmatch(line):
            if talk.questions:
                yield talk
            talk, name, numbers = Talk([]), began[1], {}
        elif at := _MOMENT.fullmatch(line):
            moment = datetime.fromisoformat(at[1]).replace(tzinfo=UTC)
        elif asked := _QUESTION.match(line):
            talk.questions.append(_asked(line[asked.end() :], numbers))
        elif said := _MESSAGE.fullmatch(line):
            numbers[said[1]] = len(talk.messages)
            talk.messages.append(Message(said[3], said[2], name, moment.timestamp()))
            moment += _BETWEEN_MESSAGES
        else:
            raise ValueError(f"not understood: {line!r}")
    yield talk


def _asked(line: str, numbers: dict[str, int]) -> LabelledQuestion:
    kind, text, right, *when = map(str.strip, line.split(" | "))
    places = frozenset(numbers[each.strip()] for each in right.split(","))
    now = datetime.fromisoformat(when[0]).replace(tzinfo=UTC).timestamp() if when else None
    return LabelledQuestion(kind, text, (places,), now)
