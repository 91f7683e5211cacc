"""The stable part of a context: instructions, profile and summary.

It depends on what is known and on the budget, never on the question, and is ordered by slots and times.  So it stays
the same, byte by byte, until what it tells changes, and a provider's cache of prompts keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from holdfast.domain.facts import USER, Fact
from holdfast.domain.slots import SLOTS, holds_one_value
from holdfast.domain.summaries import Summary
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.prompting.budget import Purse, tokens_of
from holdfast.operations.prompting.fence import citations, closing, day_of, on_lines, on_one_line, opening
from holdfast.operations.prompting.items import Item, Part, Section
from holdfast.operations.prompting.passages import MARK, passage

INSTRUCTION: Final = "instruction"
_HARM: Final = {
    slot: number
    for number, slot in enumerate(
        (
            "allergy",
            "health",
            "diet",
            "form_of_address",
            "name",
            "home",
            "job",
            "pets",
            "children",
            "partner",
            "language",
        )
    )
}
"""What an assistant must not overlook, worst first; all other slots come behind these, sentences without one last."""
_ORDER: Final = {slot: number for number, slot in enumerate(SLOTS)}


def standing(facts: Sequence[Fact], moment: Timestamp) -> list[Fact]:
    """The facts about the user that belong into a profile: what fills a slot at a moment, and behind it all else."""
    found: dict[str, list[Fact]] = {}
    others: list[Fact] = []
    for fact in sorted(facts, key=_age, reverse=True):
        if fact.subject != USER or fact.ends or not fact.holds_at(moment):
            continue
        if fact.slot is not None:
            values = found.setdefault(fact.slot, [])
            if not values or not holds_one_value(fact.slot):
                values.append(fact)
        else:
            others.append(fact)
    slots = sorted(found, key=lambda slot: (_ORDER.get(slot, len(_ORDER)), slot))
    return [fact for slot in slots for fact in reversed(found[slot])] + others[::-1]


def instructions(facts: Sequence[Fact], purse: Purse, *, most: int | None) -> Section:
    """What the user wants the assistant to do from now on, the newest where not all fits."""
    return _listed(Part.INSTRUCTIONS, facts, purse, most=most)


def profile(facts: Sequence[Fact], purse: Purse, *, most: int | None) -> Section:
    """What fills the slots of the user, what matters most where not all fits.

    A value is not quoted with the sentence that it was taken from: that may tell of other things which hold no more.
    """
    return _listed(Part.PROFILE, facts, purse, most=most)


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
    return fact.pinned, -_HARM.get(fact.slot or "", len(_HARM) + (fact.slot is None)), fact.said, fact.uuid


def _text(fact: Fact) -> str:
    if fact.slot is None or fact.slot == INSTRUCTION:
        return f'- "{on_one_line(fact.text)}"'
    value = f'"{on_one_line(fact.text)}"' if fact.value is None else on_one_line(fact.value)
    return f"- {fact.slot}: {value}"


def _tags(part: Part) -> int:
    return tokens_of(opening(part)) + tokens_of(closing(part))


def _listed(part: Part, facts: Sequence[Fact], purse: Purse, *, most: int | None) -> Section:
    """A section of facts in their order; where not all fit, those that are worth most, without their dates."""
    cited = citations([fact.uuid for fact in facts])
    texts = {fact.uuid: _text(fact) for fact in facts}
    lines = {fact.uuid: f"{texts[fact.uuid]} ({day_of(fact.said_at)}) [f:{cited[fact.uuid]}]\n" for fact in facts}
    tags = _tags(part)
    if not purse.affords(tags + sum(map(tokens_of, lines.values()))):
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
