"""The stable part of a context: instructions, profile and summary.

It depends on what is known and on the budget, never on the question, and is ordered by slots and times.  So it stays
the same, byte by byte, until what it tells changes, and a provider's cache of prompts keeps it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from holdfast.domain.facts import USER, Fact, FactOrigin
from holdfast.domain.slots import SLOTS, holds_one_value
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.fence import OPENING, citations, closing, day_of, on_lines, on_one_line, opening
from holdfast.operations.prompting.items import STABLE, Item, Part, Section
from holdfast.operations.prompting.passages import MARK, passage
from holdfast.operations.prompting.query import Choice

INSTRUCTION: Final = "instruction"
HEALTH: Final = "health"
"""The topic of facts that tell of illnesses, disabilities and the like."""

_HARM: Final = {
    slot: number
    for number, slot in enumerate(
        (
            "allergy",
            "health",
            "diet",
            "name",
            "form_of_address",
            "home",
            "job",
            "employer",
            "dislikes",
            "pets",
            "children",
            "partner",
            "language",
        )
    )
}
"""What an assistant must not overlook, worst first; all other slots come behind these, sentences without one last."""
_ORDER: Final = {slot: number for number, slot in enumerate(SLOTS)}
_SHARES: Final = {Part.INSTRUCTIONS: 0.35, Part.PROFILE: 0.6, Part.SUMMARY: 0.25}
"""What a section may take of the budget at most, unless the caller says so; what is left over goes to the next ones."""
_MOST_OF_A_PROFILE: Final = 120
"""Tokens of a profile, unless the caller says so: it stands in every context, whatever is asked."""
_KEPT: Final = 0.3
"""What the stable part leaves to the others of the budget, at the least `_FEWEST_KEPT`."""
_FEWEST_KEPT: Final = 42
_WITH_DATES: Final = 400
"""With a smaller budget the dates of facts would cost more than they tell."""
_RANKS_OF_AN_END: Final = 7
"""So many ranks less matters what holds no more."""
_NEARLY_ALL: Final = 0.75
"""A message of which the stable part quotes so much is not given again."""
_LONGEST_KEPT: Final = 500
"""Characters of a message of which it is kept whether the stable part tells it …"""
_MOST_KEPT: Final = 1024
"""… and of how many."""
_OTHERS: Final = frozenset({"pets", "children"})
_LONGEST_END: Final = 120
"""Characters of a sentence that is quoted because it ends something."""


class StablePart(msgspec.Struct, frozen=True):
    """The stable part with the tag that begins a context; ``tokens`` are those of the sections.

    ``there`` is how many items each of the sections had to choose from, ``quoted`` what is told word for word.
    """

    text: str
    sha256: str
    tokens: int
    sections: list[Section]
    there: Mapping[Part, int]
    quoted: tuple[str, ...] = ()
    _tells: dict[str, bool] = {}

    def tells(self, content: str) -> bool:
        """Whether nearly all of a message is quoted here; of short ones it is kept, as they are asked for again."""
        if not self.quoted:
            return False
        told = self._tells.get(content)
        if told is None:
            least = _NEARLY_ALL * len(content)
            told = any(least <= len(text) <= len(content) and text in content for text in self.quoted)
            if len(content) <= _LONGEST_KEPT:
                if len(self._tells) >= _MOST_KEPT:
                    self._tells.clear()
                self._tells[content] = told
        return told


NOTHING: Final = StablePart("", hashlib.sha256(b"").hexdigest(), 0, [], {})
"""What there is where not even the tags fit."""


def stable_part(
    facts: Sequence[Fact],
    written: Summary | None,
    session_id: str | None,
    *,
    budget: int,
    choices: Mapping[Part, Choice],
) -> StablePart:
    """Instructions, profile and summary of `standing` facts, in shares of a budget that no question changes."""
    orders = [fact for fact in facts if fact.slot == INSTRUCTION]
    others = [fact for fact in facts if fact.slot != INSTRUCTION]
    room = Purse(budget - max(int(budget * _KEPT), _FEWEST_KEPT))
    brief = budget < _WITH_DATES
    sections: list[Section] = []
    for part in STABLE:
        choice = choices.get(part, Choice())
        if not choice.wanted:
            continue
        purse = room.portion(_most(part, choice, budget))
        if part is Part.INSTRUCTIONS:
            section = instructions(orders, purse, most=choice.limit, brief=brief)
        elif part is Part.PROFILE:
            section = profile(others, purse, most=choice.limit, brief=brief)
        else:
            section = summary(written, session_id, purse)
        room.pay(section.tokens)
        sections.append(section)
    text = OPENING + "".join(section.text for section in sections)
    there = {Part.INSTRUCTIONS: len(orders), Part.PROFILE: len(others), Part.SUMMARY: int(written is not None)}
    tokens = sum(section.tokens for section in sections)
    facts_told = [item for section in sections if section.name is not Part.SUMMARY for item in section.items]
    quoted = tuple(item.text for item in facts_told if on_one_line(item.text) in item.line)
    return StablePart(text, hashlib.sha256(text.encode()).hexdigest(), tokens, sections, there, quoted)


def _most(part: Part, choice: Choice, budget: int) -> int:
    if choice.max_tokens is not None:
        return choice.max_tokens
    share = int(budget * _SHARES[part])
    return min(share, _MOST_OF_A_PROFILE) if part is Part.PROFILE else share


def standing(facts: Sequence[Fact], moment: Timestamp) -> list[Fact]:
    """The facts about the user that belong into a profile at a moment, in the order in which they stand there.

    That is what fills a slot, what was said of one to hold no more, and sentences without a slot that matter whatever
    is asked: what somebody asserted or pinned, and what tells of health.
    """
    taken = {fact.superseded_by for fact in facts}
    found: dict[str, list[Fact]] = {}
    ended: dict[str, list[Fact]] = {}
    others: list[Fact] = []
    for fact in sorted(facts, key=_age, reverse=True):
        if fact.subject != USER or not fact.holds_at(moment):
            continue
        if may_be_of_others(fact) and fact.uuid not in taken:
            continue
        if fact.slot is None:
            others += [fact] if _matters(fact) else []
            continue
        values = (ended if fact.ends else found).setdefault(fact.slot, [])
        if not values or not holds_one_value(fact.slot):
            values.append(fact)
    for slot, some in ended.items():
        if slot != INSTRUCTION and not (holds_one_value(slot) and slot in found):
            found.setdefault(slot, []).extend(some)
    slots = sorted(found, key=lambda slot: (_ORDER.get(slot, len(_ORDER)), slot))
    return [fact for slot in slots for fact in reversed(found[slot])] + others[::-1]


def may_be_of_others(fact: Fact) -> bool:
    """Whether a fact says that somebody is no more, which may be anybody, unless it took the place of another fact."""
    return fact.ends and fact.slot in _OTHERS


def _matters(fact: Fact) -> bool:
    return fact.pinned or fact.origin is not FactOrigin.STATED or HEALTH in fact.topics


def instructions(facts: Sequence[Fact], purse: Purse, *, most: int | None, brief: bool = False) -> Section:
    """What the user wants the assistant to do from now on, the newest where not all fits."""
    return _listed(Part.INSTRUCTIONS, facts, purse, most=most, brief=brief)


def profile(facts: Sequence[Fact], purse: Purse, *, most: int | None, brief: bool = False) -> Section:
    """What fills the slots of the user, what matters most where not all fits.

    A value is not quoted with the sentence that it was taken from: that may tell of other things which hold no more.
    """
    return _listed(Part.PROFILE, facts, purse, most=most, brief=brief)


def summary(found: Summary | None, session_id: str | None, purse: Purse) -> Section:
    """The newest summary of the session, as many of its sentences as there is room for."""
    if found is None or session_id is None:
        return Section(Part.SUMMARY, "", 0, [])
    begin, end = opening(Part.SUMMARY, session=session_id), closing(Part.SUMMARY)
    room = purse.left - tokens_of(begin) - tokens_of(end)
    text = found.content
    for _ in range(_TRIES):
        line = f"{on_lines(text)}\n"
        if (cost := tokens_of(line)) <= room or not text:
            break
        text = passage(found.content, frozenset(), characters=int(len(text) * max(room, 0) / cost))
    if not text.strip(f"{MARK} ") or cost > room:
        return Section(Part.SUMMARY, "", 0, [])
    item = Item(
        kind="summary",
        uuid=found.uuid,
        session_id=session_id,
        speaker="",
        created_at=found.created_at,
        text=text,
        truncated=text != found.content,
        line=line,
    )
    whole = begin + line + end
    purse.pay(tokens_of(whole))
    return Section(Part.SUMMARY, whole, tokens_of(whole), [item])


_TRIES: Final = 6


def _age(fact: Fact) -> tuple[str, str]:
    return fact.said, fact.uuid


def _worth(fact: Fact) -> tuple[bool, int, str, str]:
    """What is kept first: what somebody pinned, what does most harm if it is not known, what was said last."""
    slot = HEALTH if fact.slot is None and HEALTH in fact.topics else fact.slot
    rank = len(_HARM) + 2 if slot is None else _HARM.get(slot, len(_HARM) + 1)
    return fact.pinned, -(rank + _RANKS_OF_AN_END * fact.ends), fact.said, fact.uuid


def text_of(fact: Fact) -> str:
    """A fact as a profile tells it."""
    if fact.slot is None or fact.slot == INSTRUCTION:
        return f'- "{on_one_line(fact.text)}"'
    if fact.slot == HEALTH and not fact.ends:
        return f'- {HEALTH}: "{on_one_line(fact.text)}"'  # where and how badly it is not told by the value
    quoted = f'"{on_one_line(fact.text)}"'
    if fact.ends:
        value = quoted if fact.value is None or len(fact.text) <= _LONGEST_END else on_one_line(fact.value)
        return f"- no longer {fact.slot}: {value}"
    return f"- {fact.slot}: {quoted if fact.value is None else on_one_line(fact.value)}"


def _tags(part: Part) -> int:
    return tokens_of(opening(part)) + tokens_of(closing(part))


def _listed(part: Part, facts: Sequence[Fact], purse: Purse, *, most: int | None, brief: bool) -> Section:
    """A section of facts in their order, without their dates when ``brief``.

    Where not all fit, those that are worth most are told, without dates.
    """
    cited = citations([fact.uuid for fact in facts], brief=brief)
    texts = {fact.uuid: text_of(fact) for fact in facts}
    lines = {fact.uuid: f"{texts[fact.uuid]} ({day_of(fact.said_at)}) [f:{cited[fact.uuid]}]\n" for fact in facts}
    tags = _tags(part)
    if brief or not purse.affords(tags + sum(map(tokens_of, lines.values()))):
        lines = {uuid: f"{text} [f:{cited[uuid]}]\n" for uuid, text in texts.items()}
    spent, kept = tags, set[str]()
    for fact in sorted(facts, key=_worth, reverse=True)[:most]:
        cost = tokens_of(lines[fact.uuid])
        if purse.affords(spent + cost):
            spent += cost
            kept.add(fact.uuid)
    items = [item_of(fact, lines[fact.uuid]) for fact in facts if fact.uuid in kept]
    if not items:
        return Section(part, "", 0, [])
    purse.pay(spent)
    return Section(part, opening(part) + "".join(item.line for item in items) + closing(part), spent, items)


def item_of(fact: Fact, line: str, *, score: float | None = None) -> Item:
    """The item of a fact."""
    return Item(
        kind="fact",
        uuid=fact.uuid,
        session_id=fact.session_id,
        speaker="",
        created_at=fact.said_at,
        score=score,
        text=fact.text,
        line=line,
    )
