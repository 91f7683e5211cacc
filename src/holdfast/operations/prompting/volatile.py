"""The volatile part of a context: facts and messages that answer the question, and the newest messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from holdfast.domain.facts import Fact
from holdfast.domain.messages import Message, is_blank
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.fence import attribute, citations, closing, day_of, on_lines, on_one_line, opening
from holdfast.operations.prompting.items import Item, Part, Section
from holdfast.operations.prompting.passages import passage
from holdfast.operations.prompting.stable import item_of, text_of
from holdfast.providers.facts.trust import is_users

_SHORTEST_PASSAGE: Final = 24
"""Tokens; a message is rather left out than shortened to fewer."""
_SHORTEST_LINE: Final = 7
"""Tokens of a line that says anything: who speaks, a word, and the citation."""
_LONGEST_KEPT: Final = 500
"""Characters of a message whose line is kept."""
_CHARACTERS_PER_TOKEN: Final = 4.0
_MOST_CHARACTERS_PER_TOKEN: Final = 8
"""More than any language has."""
_OF_A_NEIGHBOUR: Final = 60
"""Tokens of a message that is given because of the one beside it."""
_OF_A_PASSAGE: Final = 80
"""Tokens that a long message may take in any case."""
_TRIES: Final = 6
_OF_THE_ROOM: Final = 0.9
"""What a shortened text is meant to take of the room, since parts of one text differ in tokens."""
_QUESTION_ENDS: Final = ("?", "？", "؟")
_CITATION: Final = " [m:0000]"
_USERS: Final = "- "
"""The beginning of a line of the user, where there is hardly room."""


Words = Callable[[], frozenset[str]]


class Spoken(NamedTuple):
    """A message, the session that it is in, and how well it answers; neighbours of hits have no score."""

    session_id: str
    message: Message
    score: float | None


def facts(
    found: Sequence[tuple[Fact, float]],
    purse: Purse,
    *,
    most: int | None,
    brief: bool = False,
    beside: Iterable[str] = (),
) -> Section:
    """Facts, the best first; as they were said, or when ``brief`` what they say of a slot, without a date.

    ``beside`` are the UUIDs of facts that are cited elsewhere.
    """
    cited = citations([*beside, *(fact.uuid for fact, _ in found)], brief=brief)
    spent, items = _tags(Part.FACTS), list[Item]()
    for fact, score in found:
        line = f"{text_of(fact) if brief else _dated(fact)} [f:{cited[fact.uuid]}]\n"
        cost = tokens_of(line)
        if purse.affords(spent + cost) and (most is None or len(items) < most):
            spent += cost
            items.append(item_of(fact, line, score=score))
    return _section(Part.FACTS, items, spent, purse)


def _dated(fact: Fact) -> str:
    until = "" if fact.ended_at is None else f"; until {day_of(fact.ended_at)}"
    return f'- "{on_one_line(fact.text)}" ({day_of(fact.said_at)}{until})'


def recent(said: Sequence[Message], session_id: str, purse: Purse, *, most: int | None) -> Section:
    """The newest messages of a session that fit, oldest first."""
    spent, items = _tags(Part.RECENT), list[Item]()
    for message in reversed(said):
        if is_blank(message.content):
            continue
        spoken = Spoken(session_id, message, None)
        shown = _shortened(spoken, frozenset, "", purse.left - spent)
        if shown is None or (most is not None and len(items) >= most):
            break
        spent += shown.tokens
        items.append(shown.item)
    return _section(Part.RECENT, items[::-1], spent, purse)


def tokens_alone(message: Message) -> int:
    """What a section costs that has nothing but this message, as long as it is."""
    text = message.content
    line = text if len(text) > _LONGEST_KEPT else _kept_line(_by(message, brief=True), text, _CITATION)[0]
    return _tags(Part.MESSAGES) + _header("", day_of(message.created_at), brief=True)[1] + tokens_of(line)


@cache
def fewest_tokens() -> int:
    """Tokens with which a section of messages may say something."""
    return _tags(Part.MESSAGES) + _SHORTEST_LINE


def asks(text: str) -> bool:
    """Whether a text ends as a question, so that what was said next may answer it."""
    return text.rstrip().endswith(_QUESTION_ENDS)


class _Shown(NamedTuple):
    """An item, and the tokens of its line."""

    item: Item
    tokens: int


class Conversations:
    """The section of messages: hits with their neighbours, by session and day, the best group first.

    Each group begins with a line that tells its day and session; when ``brief``, the day alone, citations do not tell
    that they are those of messages, and a dash stands for the user.  The ``words`` of the question are asked for when a
    message is to be shortened.
    """

    def __init__(self, purse: Purse, words: Words, cited: Mapping[str, str], *, brief: bool = False) -> None:
        self._purse = purse
        self._words = words
        self._cited = cited
        self._brief = brief
        self._kind = "" if brief else "m:"
        self._spent = _tags(Part.MESSAGES)
        self._groups: dict[tuple[str, str], dict[int, Item]] = {}
        self._longest = max(_OF_A_PASSAGE, purse.left * 3 // 5)

    def add(self, spoken: Spoken) -> bool:
        """Take a message in, shortened if need be; whether there was room for it."""
        message = spoken.message
        group = spoken.session_id, day_of(message.created_at)
        header = 0 if group in self._groups else _header(*group, brief=self._brief)[1]
        room = min(self._purse.left - self._spent - header, self._longest)
        if spoken.score is None:
            room = min(room, _OF_A_NEIGHBOUR)
        citation = f" [{self._kind}{self._cited[message.uuid]}]"
        shown = _shortened(spoken, self._words, citation, room, brief=self._brief)
        if shown is None:
            return False
        self._groups.setdefault(group, {})[message.position] = shown.item
        self._spent += header + shown.tokens
        return True

    def close(self) -> Section:
        """The section."""
        items: list[Item] = []
        text = ""
        for group, some in self._groups.items():
            text += _header(*group, brief=self._brief)[0]
            for _, item in sorted(some.items()):
                text += item.line
                items.append(item)
        if not items:
            return Section(Part.MESSAGES, "", 0, [])
        self._purse.pay(self._spent)
        return Section(Part.MESSAGES, opening(Part.MESSAGES) + text + closing(Part.MESSAGES), self._spent, items)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for anything more."""
        return self._purse.left - self._spent < _SHORTEST_LINE


def _shortened(spoken: Spoken, words: Words, citation: str, room: int, *, brief: bool = False) -> _Shown | None:
    """The item of a message with at most so many tokens; ``None`` when that is too little for it."""
    if room < _SHORTEST_LINE:
        return None
    message = spoken.message
    text = message.content
    if room < _SHORTEST_PASSAGE and len(text) > _MOST_CHARACTERS_PER_TOKEN * room:
        return None
    by = _by(message, brief=brief)
    if len(text) <= _LONGEST_KEPT:
        line, cost = _kept_line(by, text, citation)
    elif len(text) <= _CHARACTERS_PER_TOKEN * 4 * room:
        line = _line(by, text, citation)
        cost = tokens_of(line)
    else:
        line, cost = "", int(len(text) / _CHARACTERS_PER_TOKEN)
    for _ in range(_TRIES):
        if line and cost <= room:
            return _Shown(_item(spoken, text, line), cost)
        if room < _SHORTEST_PASSAGE:
            return None
        characters = int(len(text) * room / max(cost, 1) * _OF_THE_ROOM)
        text = passage(message.content, words(), characters=max(min(characters, len(text) - 1), 0))
        line = _line(by, text, citation)
        cost = tokens_of(line)
    return None


def _by(message: Message, *, brief: bool) -> str:
    """The beginning of the line of a message."""
    if brief and not message.name and is_users(message.role):
        return _USERS
    return f"{attribute(message.speaker)}: "


def _line(by: str, text: str, citation: str) -> str:
    return f"{by}{on_lines(text)}{citation}\n"


def _kept_line(by: str, text: str, citation: str) -> tuple[str, int]:
    """The line of a message and its tokens, as far as they are kept: users ask again about what they said.

    A line has as many tokens as its parts before and behind a blank.
    """
    words, cost = _kept_words(by, text)
    if not citation:
        return f"{words}\n", tokens_of(f"{words}\n")
    return f"{words}{citation}\n", cost + tokens_of(f"{citation}\n")


@lru_cache(maxsize=8192)
def _kept_words(by: str, text: str) -> tuple[str, int]:
    """The line of a message without citation and line break, and its tokens."""
    words = f"{by}{on_lines(text)}"
    return words, tokens_of(words)


@lru_cache(maxsize=1024)
def _header(session_id: str, day: str, *, brief: bool) -> tuple[str, int]:
    """The line that begins a group, and its tokens."""
    line = f"[{day}]\n" if brief else f"[{day}, {attribute(session_id)}]\n"
    return line, tokens_of(line)


def _item(spoken: Spoken, text: str, line: str) -> Item:
    message = spoken.message
    return Item(
        kind="message",
        uuid=message.uuid,
        session_id=spoken.session_id,
        speaker=message.speaker,
        created_at=Timestamp(message.created_at),
        score=spoken.score,
        text=text,
        truncated=text != message.content,
        line=line,
    )


@cache
def _tags(part: Part) -> int:
    return tokens_of(opening(part)) + tokens_of(closing(part))


def _section(part: Part, items: list[Item], spent: int, purse: Purse) -> Section:
    if not items:
        return Section(part, "", 0, [])
    purse.pay(spent)
    return Section(part, opening(part) + "".join(item.line for item in items) + closing(part), spent, items)
