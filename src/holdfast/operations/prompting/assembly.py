"""Puts a context together out of what was found: what goes in, in which order, and in how many tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Final

import msgspec

from holdfast.domain.facts import Fact, folded
from holdfast.domain.messages import Message, is_blank
from holdfast.operations.found import Found
from holdfast.operations.prompting import stable, volatile
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.confidence import FAINT, FLOOR, SURE, Confidence
from holdfast.operations.prompting.fence import CLOSING, OPENING, citations
from holdfast.operations.prompting.items import LeftOut, Part, Section
from holdfast.operations.prompting.likelihood import Asked, likelihoods
from holdfast.operations.prompting.matters import ADVICE, Matter
from holdfast.operations.prompting.passages import MOST_READ, words_of
from holdfast.operations.prompting.query import Context, ContextQuery, Form, Turn
from holdfast.operations.prompting.stable import StablePart
from holdfast.operations.prompting.volatile import Conversations, Spoken

RECENT: Final = 12
"""Messages of the session that is going on."""

_SHARES: Final = {Part.FACTS: 0.3, Part.MESSAGES: 1.0, Part.RECENT: 0.2}
"""What a section may take of the budget at most, unless the caller says so; what is left over goes to the next ones."""
_MOST_BEARING: Final = 2
"""Facts that limit the advice that is asked for."""
_MOST_UNSURE: Final = 14
"""Hits that may be given where none is sure to answer; there is hardly room for more."""
_FEWEST: Final = 60
"""What is left to unsure hits in any case, unless the question is about what all know."""
_LONGEST_KEPT: Final = 500
"""Characters of a text whose words are kept."""
_MOST_FOLDED: Final = 4_000
"""Characters of a text of which case, accents and white space do not tell it from others."""
_CHARACTERS_PER_TOKEN: Final = 8
"""More than any language has."""
_SMALL: Final = 300
"""With fewer tokens for messages, their groups tell no sessions, and citations are short."""
_TIGHT: Final = 100
"""With fewer tokens left, facts go before messages, which cost more."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to choose from.

    ``confidence`` is how much may be trusted in ``hits``.  ``matters`` are what the question asks advice in,
    ``bearing_facts`` the true facts that bear on it.
    ``related`` are the UUIDs of hits that sub-questions found, with their places among them.
    ``ended`` are facts that say that something holds no more, ``neighbours`` the messages beside hits, by session and
    position.
    """

    session_id: str | None
    recent: list[Message]
    found_facts: list[tuple[Fact, float]]
    bearing_facts: list[Fact]
    matters: frozenset[Matter]
    ended: list[Fact]
    hits: list[Found]
    confidence: Confidence
    neighbours: dict[tuple[int, int], Message]
    timed_out: bool
    related: Mapping[str, int] = {}

    def cut(self, max_tokens: int) -> Known:
        """The same without the ends of messages that are longer than anything that can be given of them."""
        most = max(MOST_READ + 1, _CHARACTERS_PER_TOKEN * max_tokens)
        return msgspec.structs.replace(
            self,
            recent=[_cut(message, most) for message in self.recent],
            hits=[
                hit if hit.message is None else msgspec.structs.replace(hit, message=_cut(hit.message, most))
                for hit in self.hits
            ],
            neighbours={place: _cut(message, most) for place, message in self.neighbours.items()},
        )


def _cut(message: Message, most: int) -> Message:
    if len(message.content) <= most:
        return message
    return msgspec.structs.replace(message, content=message.content[:most])


class _Hit(msgspec.Struct, frozen=True):
    """A message that answers, with the session that it is in, and its score."""

    session: int
    session_id: str
    message: Message
    score: float

    @property
    def wording(self) -> str:
        """Its `_wording`."""
        return _wording(self.message.content)

    @property
    def spoken(self) -> Spoken:
        """The message as it is to be given."""
        return Spoken(self.session_id, self.message, self.score)


@cache
def fence_tokens() -> int:
    """What the tags around a context cost."""
    return tokens_of(OPENING) + tokens_of(CLOSING)


def room_for_answers(query: ContextQuery, fixed: StablePart, confidence: Confidence) -> int:
    """The tokens that answers may have: few where no hit is sure to be one, and none if those are too few."""
    spent = fence_tokens() + fixed.tokens
    if confidence.sure:
        return max(query.max_tokens - spent, 0)
    most = max(confidence.most_tokens - spent, _FEWEST if confidence.of_user else 0)
    room = min(most, query.max_tokens - spent)
    return room if room >= volatile.fewest_tokens() else 0


def assembled(query: ContextQuery, fixed: StablePart, known: Known) -> Context:
    """The context: a stable part, and what there is room for beside it."""
    if query.max_tokens < fence_tokens():
        return _empty(query)
    return _Assembly(query, fixed, known).context()


def _empty(query: ContextQuery) -> Context:
    """What is given where not even the fence fits."""
    nothing = stable.NOTHING
    return Context(
        stable=nothing.text,
        sha256=nothing.sha256,
        unchanged=query.known_stable == nothing.sha256,
        volatile="",
        sections=[],
        recent=[],
        tokens=0,
        left_out=[LeftOut(part, 0, "budget") for part in Part if query.choice(part).wanted],
    )


class _Assembly:
    """One context in the making."""

    def __init__(self, query: ContextQuery, fixed: StablePart, known: Known) -> None:
        self._query = query
        self._fixed = fixed
        self._known = known
        self._whole = Purse(query.max_tokens - fence_tokens())
        self._budget = self._whole.left
        self._whole.pay(fixed.tokens)
        self._held = {_said(turn.content) for turn in query.turns} | {_said(query.text)}
        self._sure = known.confidence.sure

    def context(self) -> Context:
        """All of it; the newest messages are given their room before what is searched."""
        query, fixed = self._query, self._fixed
        recent = self._recent()
        self._held.update(_said(item.text) for item in recent.items if not item.truncated)
        room = self._whole.portion(room_for_answers(query, fixed, self._known.confidence))
        hits = self._hits() if room.left or self._sure else []
        answers = self._answers(hits, room) if room.left else ()
        moving = [*answers, recent]
        shown = [section for section in moving if query.form is not Form.MESSAGES or section.name is not Part.RECENT]
        sections = [section for section in [*fixed.sections, *moving] if section.items]
        roles = {message.uuid: message.role for message in self._known.recent}
        turns = [Turn(roles[item.uuid], item.text) for item in recent.items]
        return Context(
            stable=fixed.text,
            sha256=fixed.sha256,
            unchanged=query.known_stable == fixed.sha256,
            volatile="".join(section.text for section in shown) + CLOSING,
            sections=sections,
            recent=turns if query.form is Form.MESSAGES else [],
            tokens=query.max_tokens - self._whole.left,
            left_out=self._left_out(hits, sections),
        )

    def _recent(self) -> Section:
        session_id = self._known.session_id
        choice = self._query.choice(Part.RECENT)
        if not choice.wanted or session_id is None:
            return Section(Part.RECENT, "", 0, [])
        purse = self._whole.portion(self._most(Part.RECENT, self._budget))
        section = volatile.recent(self._known.recent, session_id, purse, most=choice.limit or RECENT)
        self._whole.pay(section.tokens)
        return section

    def _hits(self) -> list[_Hit]:
        """The hits that say what the caller does not hold already; what several say once."""
        said = {*self._held}
        kept: list[_Hit] = []
        most = len(self._known.hits) if self._sure else _MOST_UNSURE
        limit = self._query.choice(Part.MESSAGES).limit
        most = most if limit is None else min(most, limit)
        for found in self._ordered():
            if len(kept) >= most:
                break
            if found.message is None or (words := _said(found.message.content)) in said:
                continue
            said.add(words)
            kept.append(_Hit(found.session, found.session_id, found.message, found.dist))
        return kept

    def _ordered(self) -> list[Found]:
        """The hits, the likeliest first; their scores count twice where one is sure to answer."""
        hits = [hit for hit in self._known.hits if hit.message is not None]
        scores = [hit.dist for hit in hits]
        weights = likelihoods([hit.message for hit in hits if hit.message is not None], scores, self._asked)
        if self._sure:
            weights = [weight * score for weight, score in zip(weights, scores, strict=True)]
        return [hits[place] for place in sorted(range(len(hits)), key=weights.__getitem__, reverse=True)]

    def _answers(self, hits: Sequence[_Hit], room: Purse) -> tuple[Section, Section]:
        """Facts and messages that answer; what both say is given once.

        A fact that a message says is given with the message, unless there is no room for that.
        """
        tight = room.left < _TIGHT
        fresh = self._fresh(hits, FAINT if room.left < _FEWEST else FLOOR)
        most = room.left - self._lead(hits, fresh, room) if tight else self._most(Part.FACTS, self._budget)
        unsaid = fresh if tight else _unsaid(fresh, (hit.wording for hit in hits))
        before = self._facts(unsaid, room.portion(most), tight=tight)
        given = {_wording(item.text) for item in before.items}
        others = [hit for hit in hits if hit.wording not in given] if given else hits
        left = room.left - before.tokens
        messages = self._conversations(others, room.portion(min(left, self._most(Part.MESSAGES, self._budget))))
        rest = _unsaid(fresh, (_wording(item.text) for item in messages.items))
        most = min(room.left - messages.tokens, most)
        as_thought = rest == unsaid and before.tokens <= most
        facts = before if as_thought else self._facts(rest, room.portion(most), tight=tight)
        self._whole.pay(facts.tokens + messages.tokens)
        return facts, messages

    def _lead(self, hits: Sequence[_Hit], fresh: Sequence[tuple[Fact, float]], room: Purse) -> int:
        """The tokens that a tight room keeps for the best hit, where that answers better than all facts."""
        if not hits or not fresh or hits[0].score < max(score for _, score in fresh):
            return 0
        if any((wording := _wording(fact.text)) and wording in hits[0].wording for fact, _ in fresh):
            return 0  # the fact says it in fewer words
        return min(room.left, volatile.tokens_alone(hits[0].message))

    def _fresh(self, hits: Sequence[_Hit], floor: float) -> list[tuple[Fact, float]]:
        """The facts that answer and are not told yet, and those that end what a hit tells; instructions stand apart."""
        told = {item.uuid for section in self._fixed.sections for item in section.items}
        if self._query.min_score is not None:
            floor = self._query.min_score
        elif hits and not self._sure:
            floor = max(floor, hits[0].score)
        fresh = [
            (fact, score)
            for fact, score in self._known.found_facts
            if fact.uuid not in told and score >= floor and fact.slot != stable.INSTRUCTION
        ]
        told.update(fact.uuid for fact, _ in fresh)
        if not self._sure:
            bearing = [fact for fact in self._known.bearing_facts if fact.uuid not in told]
            score = FLOOR if ADVICE.isdisjoint(self._known.matters) else SURE
            fresh += [(fact, score) for fact in bearing if fact.slot != stable.INSTRUCTION][:_MOST_BEARING]
        return fresh + self._ending(hits, told)

    def _ending(self, hits: Sequence[_Hit], told: set[str]) -> list[tuple[Fact, float]]:
        """The facts that end what a hit tells, with its score."""
        ended = [fact for fact in self._known.ended if fact.value and fact.uuid not in told]
        if not ended:
            return []
        said = [(f" {hit.wording} ", hit.score) for hit in hits]
        found: list[tuple[Fact, float]] = []
        for fact in ended:
            value = f" {_wording(fact.value or '')} "
            score = max((score for text, score in said if value in text), default=None)
            if score is not None:
                found.append((fact, score))
        return found

    def _facts(self, found: Sequence[tuple[Fact, float]], purse: Purse, *, tight: bool) -> Section:
        if not found:
            return Section(Part.FACTS, "", 0, [])
        cited = [item.uuid for section in self._fixed.sections for item in section.items]
        most = self._query.choice(Part.FACTS).limit
        return volatile.facts(found, purse, most=most, brief=tight, beside=cited)

    def _conversations(self, hits: Sequence[_Hit], purse: Purse) -> Section:
        """Hits, the best first, and then their neighbours where these fit."""
        known = self._known
        uuids = [hit.message.uuid for hit in hits] + [message.uuid for message in known.neighbours.values()]
        brief = purse.left < _SMALL or not self._sure
        cited = citations(dict.fromkeys(uuids), brief=brief)
        section = Conversations(purse, lambda: self._words, cited, brief=brief)
        there = [
            hit
            for hit in hits
            if not section.is_full and not self._fixed.tells(hit.message.content) and section.add(hit.spoken)
        ]
        if not known.neighbours or purse.left < _FEWEST:
            return section.close()
        held = self._held.union(_said(hit.message.content) for hit in hits)
        for hit in there:
            if section.is_full:
                break
            self._add_neighbours(hit, section, held)
        return section.close()

    @cached_property
    def _question(self) -> str:
        return self._query.question(self._known.recent)

    @cached_property
    def _asked(self) -> Asked:
        """What the question asks."""
        said = (hit.message.content[:_LONGEST_KEPT] for hit in self._known.hits if hit.message is not None)
        return Asked.of(self._question, self._known.matters, self._known.related, said)

    @cached_property
    def _words(self) -> frozenset[str]:
        """Those of the question."""
        return words_of(self._question)

    def _add_neighbours(self, hit: _Hit, section: Conversations, held: set[str]) -> None:
        query = self._query
        for step in sorted(range(-query.neighbours, query.neighbours + 1), key=_nearest):
            beside = self._known.neighbours.get((hit.session, hit.message.position + step))
            if beside is None or is_blank(beside.content) or (words := _said(beside.content)) in held:
                continue
            if self._fixed.tells(beside.content):
                continue
            if query.as_of is not None and beside.created_at > query.as_of:
                continue
            held.add(words)
            section.add(Spoken(hit.session_id, beside, None))

    def _most(self, part: Part, budget: int) -> int:
        asked = self._query.choice(part).max_tokens
        return int(budget * _SHARES[part]) if asked is None else asked

    def _left_out(self, hits: Sequence[_Hit], sections: Sequence[Section]) -> list[LeftOut]:
        """What there was no room for; hits that hardly answer are not missed."""
        given = {section.name: [item.uuid for item in section.items] for section in sections}
        lacking = {part: count - len(given.get(part, ())) for part, count in self._fixed.there.items()}
        least = FLOOR if self._query.min_score is None else self._query.min_score
        shown = set(given.get(Part.MESSAGES, ()))
        missed = [hit.message for hit in hits if hit.score >= least]
        missed = [message for message in missed if message.uuid not in shown and not self._fixed.tells(message.content)]
        lacking[Part.MESSAGES] = len(missed)
        wanted = {part: items for part, items in lacking.items() if items > 0 and self._query.choice(part).wanted}
        found = [LeftOut(part, items, "budget") for part, items in wanted.items()]
        if self._known.timed_out:
            found += [LeftOut(part, 0, "timeout") for part in (Part.FACTS, Part.MESSAGES) if part not in given]
        return found


def _wording(text: str) -> str:
    """What a fact and a message share that tells it: the words, of emoji and signs alone the text itself."""
    if len(text) <= _LONGEST_KEPT:
        return _kept_wording(text)
    said = text[:_MOST_FOLDED]
    return (folded(said) or said.strip()) + text[_MOST_FOLDED:]


@lru_cache(maxsize=8192)
def _kept_wording(text: str) -> str:
    return folded(text) or text.strip()


def _said(text: str) -> str:
    """What messages share that say the same: all but case and white space."""
    return _kept_said(text) if len(text) <= _LONGEST_KEPT else _folded(text)


@lru_cache(maxsize=8192)
def _kept_said(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    said = text[:_MOST_FOLDED].casefold()
    if "  " in said or not said.isprintable():  # else there is no white space but single blanks
        said = " ".join(said.split())
    return said.strip(" ") + text[_MOST_FOLDED:]


def _unsaid(found: list[tuple[Fact, float]], said: Iterable[str]) -> list[tuple[Fact, float]]:
    """Facts that none of some texts says."""
    if not found:
        return found
    there = "\n".join(said)
    return [(fact, score) for fact, score in found if not (wording := _wording(fact.text)) or wording not in there]


def _nearest(step: int) -> tuple[int, int]:
    """Neighbours in the order in which they are given: the answer to a question before what led to it."""
    return abs(step), -step
