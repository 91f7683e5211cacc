"""Which facts of a slot hold, and until when: worked out anew from all of them whenever one comes, changes or goes.

So it does not matter in which order facts arrive, and a fact that goes leaves no trace in those it had superseded.
In a slot of one value the newer fact takes the place of the older.  In a slot of many, facts with the same value do; a
fact that ends a value takes the place of the facts that named it.  Facts without a slot coexist.

A fact has two times: when it was said, and since when it holds (``valid_at``).  Where the second is later it is
*announced*: "from the 10th I work at Greggs".  Facts follow each other as they take effect, which is at the later of
both times; at the same moment what was announced comes first, and of that what ends something.  So:

- An announced fact changes nothing until it begins; then it takes the place of what holds.  Until then the older fact
  stays valid, with the day on which it ends.  The same goes for an announced end ("my contract ends on the 10th").
- What is said about the present, or the past, leaves announced facts as they are: after "I work at Boots", said on the
  3rd, it is Boots until the 10th and Greggs from then on.  What is said on the 10th or later takes Greggs' place.
- Of two announced facts each begins on its day: "Leeds from June, York from September".  On the same day the one that
  was said later does, and the other never holds.
- Two things call an announced fact off, if they are said after it and before it begins: an end that names its value and
  takes effect no later than it ("I'm not starting at Greggs after all"), and another announced fact that says the same
  of another day ("I start on the 12th").  What is called off never holds, and takes the place of nothing.  It is
  superseded at the moment when that was said, which is before its own ``valid_at``.
- A fact about the past ("since March I've been at Lidl", said in May after "I work at Aldi" in April) takes effect when
  it is said and holds since it says; the older one is true from April to May as well, because nobody denied it then.
  Where two facts are true of a day in a slot of one value, the one that took effect later is told.
- Said again, a value becomes another source of the fact, unless something else took effect in between.  An announced
  fact begins anew, and so does an end: what is said between two of them must be able to stand between.
- A fact that is changed stands where its new dates put it; one that is deleted, forgotten or declared wrong counts as
  never said.  What somebody put in the place of another fact by name stays there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import islice, takewhile

from msgspec.structs import replace

from holdfast.domain.facts import SAID_AT, USER, Fact, FactRevision, FactState, as_said, folded
from holdfast.domain.slots import holds_one_value
from holdfast.domain.timestamps import Timestamp

ANY_VALUE = "*"
"""Words that name whatever a slot holds; what ends, only if that is one value."""

_INSTRUCTION = "instruction"
_SHORTEST_WORD = 4
_ROOT = 5
"""Letters of a word that its forms have in common, about."""
_BEGINNING = 4
"""Letters of a word that it shares with words made of it: waiter, waiting."""

_ENDINGS = ("ing", "e")
"""What a word may have behind a beginning that is too short: gaming and game."""

_ANY = "~"
"""Stands for what a short word ends in."""

_SHORTEST_NAME = 3
_OF_NO_VALUE = frozenset(
    """
    free full part half time work working worker manager senior junior assistant head the and for his her our you
    all any not two one new old own day car who was are has had but out off get got did let put way too now
    """.split()  # noqa: SIM905
)
"""Words that tell no value from another."""

_OF_BODY = frozenset({"back"})
"""Parts of the body whose names are words of many sentences: alone, they tell one ailment from others."""

_OFTEN = frozenset(
    """
    please again always never from with want dont your when this that have more them they just only also anymore
    what thing stuff every time would could should will about back into than then there here like need using used
    """.split()  # noqa: SIM905
)
"""Words of many instructions, which tell none from others."""

_NAMING = frozenset(
    """
    s is are was called named name names he she it his her our my
    heisst heissen ist namens unser unsere mein meine heet heten is onze mijn
    se llama llaman es s appelle appellent est notre mon ma chama si chiama nosso nossa meu minha mio mia nostro nostra
    o os as um uma il lo i gli un una uno una une le la les l el los las der die das ein eine een het de
    """.split()  # noqa: SIM905
)
"""Words between the name of an animal and what it is."""

_PLACING = frozenset(
    """
    at in for with my our local im beim bij chez dans au aux no na num numa da nel nella presso
    un une una uno le la el il o einer einem einen ein eine der dem den een het de
    """.split()  # noqa: SIM905
)
"""Words between what somebody does and where."""

_LINKING = {"pets": _NAMING, "job": _PLACING}
_PLACED = frozenset({"job"})
"""Slots whose values come before what is told of them."""

_MOST_OF_KIND = 3
_BEHIND_KIND = frozenset(
    """
    in on at last this since because for to and but so after when as with by early late now then too yesterday today
    years months weeks em en im au finally sadly
    """.split()  # noqa: SIM905
)
"""Words that begin what follows the name of a kind."""

_TAKES_PART = frozenset({FactState.VALID, FactState.SUPERSEDED})


def arranged(facts: Iterable[Fact]) -> list[Fact]:
    """The facts of one holder as they stand to each other; all facts of a slot must be there, or none.

    One that was called off by a fact that is not among them stays so.
    """
    by_uuid = {fact.uuid: fact for fact in facts}
    found: dict[str, Fact] = {}
    chains: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in by_uuid.values():
        is_off = fact.is_called_off and fact.superseded_by not in by_uuid
        alone = found[fact.uuid] = fact if is_off or _is_replaced(fact, by_uuid) else _released(fact)
        if alone.slot is not None and not alone.replaced and alone.state in _TAKES_PART:
            chains[alone.subject, alone.slot].append(alone)
    for (_, slot), facts_of_slot in chains.items():
        for uuid, later in called_off(facts_of_slot).items():
            if not found[uuid].is_called_off:
                found[uuid] = _called_off(found[uuid], later)
        chain = sorted((fact for fact in facts_of_slot if not found[fact.uuid].is_called_off), key=_order)
        links = _single(chain) if holds_one_value(slot) else _many(chain)
        for older, newer in links:
            found[older.uuid] = _superseded(older, newer)
    return list(found.values())


def known_at(facts: Iterable[tuple[Fact, list[FactRevision]]], moment: Timestamp) -> list[Fact]:
    """The facts of one holder as they were known at a moment, given each with its former revisions."""
    known: list[Fact] = []
    for fact, former in facts:
        if fact.created_at <= moment and fact.state is not FactState.FORGOTTEN:
            earlier = [one for one in former if one.at <= moment]
            known.append(fact if fact.updated_at <= moment or not earlier else earlier[-1].restored(fact))
    there = {fact.uuid for fact in known}
    return arranged(
        _released(fact) if fact.superseded_by is not None and fact.superseded_by not in there else fact
        for fact in known
    )


def said_by(facts: Iterable[Fact], moment: Timestamp) -> list[Fact]:
    """The facts of one holder as they stood to each other when only what was said by a moment had been said."""
    said = [fact for fact in facts if fact.said_at <= moment]
    there = {fact.uuid for fact in said}
    return arranged(fact if fact.superseded_by in there else _released(fact) for fact in said)


def held_before(facts: Iterable[Fact], slot: str, order: str, *, gone: Collection[str]) -> list[Fact]:
    """The facts with values of a slot about the user that held when something was said, the one said last at the end.

    Of a fact in whose place one has come that is not among ``facts``, that is taken to have been before, unless it is
    ``gone`` now.
    """
    known = {fact.uuid: fact for fact in facts}
    of_slot = [
        fact
        for fact in known.values()
        if (fact.subject, fact.slot) == (USER, slot) and fact.state in _TAKES_PART and not fact.replaced
    ]
    off = called_off(of_slot)
    before = [
        _released(fact)
        for fact in of_slot
        if fact.said < order
        and fact.uuid not in off
        and (fact.superseded_by is None or fact.superseded_by in known or fact.superseded_by in gone)
    ]
    return sorted((fact for fact in arranged(before) if fact.superseded_by is None and not fact.ends), key=_order)


def _is_replaced(fact: Fact, facts: dict[str, Fact]) -> bool:
    """Whether it was said that another fact takes its place, and that one still stands."""
    if not fact.replaced or fact.state not in _TAKES_PART:
        return False
    newer = facts.get(fact.superseded_by or "")
    return newer is None or newer.state in _TAKES_PART


def _released(fact: Fact) -> Fact:
    """The fact as if nothing had taken its place."""
    if fact.superseded_by is None and fact.state is not FactState.SUPERSEDED:
        return fact
    state = FactState.VALID if fact.state is FactState.SUPERSEDED else fact.state
    retired_at = None if state is FactState.VALID else fact.retired_at
    return replace(fact, state=state, superseded_by=None, superseded_at=None, replaced=False, retired_at=retired_at)


def replaced_by(older: Fact, newer: Fact) -> Fact:
    """A fact of which it is said that another one takes its place."""
    return replace(_superseded(older, newer), replaced=True)


def _superseded(older: Fact, newer: Fact) -> Fact:
    if newer.valid_at > newer.said_at and not newer.replaced:
        # What is to begin on a day to come takes its place then; until then the older one is used as before.
        return replace(older, superseded_by=newer.uuid, superseded_at=_end_of(older, newer))
    return replace(
        older,
        state=FactState.SUPERSEDED,
        superseded_by=newer.uuid,
        superseded_at=_end_of(older, newer),
        retired_at=max(older.created_at, newer.created_at),
    )


def _end_of(older: Fact, newer: Fact) -> Timestamp:
    """When the older fact ceased to be true: when the newer one began, or at the latest when that was said."""
    if newer.valid_at > older.valid_at:
        return newer.valid_at
    return max(newer.said_at, older.valid_at)


def _called_off(fact: Fact, later: Fact) -> Fact:
    return replace(
        fact,
        state=FactState.SUPERSEDED,
        superseded_by=later.uuid,
        superseded_at=later.said_at,
        retired_at=max(fact.created_at, later.created_at),
    )


def called_off(facts: Iterable[Fact]) -> dict[str, Fact]:
    """The announced facts of a slot that are called off, by UUID, each with the first fact said that does it."""
    as_told = sorted((fact for fact in facts if fact.is_announced or fact.ends), key=_as_told)
    ends = [fact for fact in as_told if fact.ends]
    again: dict[tuple[bool, str | None], Fact] = {}
    found: dict[str, Fact] = {}
    for fact in reversed(as_told):
        if not fact.is_announced:
            continue
        later = islice(ends, bisect_right(ends, _as_told(fact), key=_as_told), None)
        callers = list(islice((end for end in _said_before(fact.valid_at, later) if calls_off(end, fact)), 1))
        if (same := again.get(_thing(fact))) is not None and calls_off(same, fact):
            callers.append(same)
        if callers:
            found[fact.uuid] = min(callers, key=_as_told)
        again[_thing(fact)] = fact
    return found


def calls_off(later: Fact, announced: Fact) -> bool:
    """Whether a fact takes back an announced one before that begins."""
    if not announced.is_announced or _as_told(later) <= _as_told(announced) or later.said_at >= announced.valid_at:
        return False
    if later.is_announced and _thing(later) == _thing(announced):
        return True
    if not later.ends or announced.ends or later.value is None:
        return False
    return later.said[:SAID_AT] <= announced.said[:SAID_AT] and _names(later, announced)


def _said_before(moment: Timestamp, facts: Iterable[Fact]) -> Iterable[Fact]:
    return takewhile(lambda fact: fact.said_at < moment, facts)


def _thing(fact: Fact) -> tuple[bool, str | None]:
    """What is the same in facts that announce the same, whatever the day."""
    return fact.ends, None if fact.ends and fact.value is None else fact.key


def _as_told(fact: Fact) -> tuple[str, str]:
    return as_said(fact.said), fact.uuid


def _order(fact: Fact) -> tuple[str, Timestamp, str]:
    return fact.said, fact.created_at, fact.uuid


def _single(chain: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Which fact takes the place of which, in a slot of one value."""
    links: list[tuple[Fact, Fact]] = []
    present: Fact | None = None
    for fact in chain:
        if fact.ends and present is not None and not present.ends and not _names(fact, present):
            continue
        if present is not None:
            links.append((present, fact))
        present = fact
    return links


def _many(chain: list[Fact]) -> list[tuple[Fact, Fact]]:
    """The same in a slot of many values."""
    links: list[tuple[Fact, Fact]] = []
    present: dict[str, Fact] = {}
    for fact in chain:
        key = fact.key
        over = [known for known, older in present.items() if known == key or (fact.ends and _names(fact, older))]
        links += [(present.pop(known), fact) for known in over]
        present[key] = fact
    return links


def _names(end: Fact, older: Fact) -> bool:
    """Whether a fact that ends a value means that of an older one in its slot."""
    return is_ended(end.slot, end.value, older.value)


def is_ended(slot: str | None, ended: str | None, held: str | None) -> bool:
    """Whether one who ends a value of a slot means the one that is held: the same words, or some of them.

    An instruction is taken back in other words than it was given in, so one word in common is enough.
    """
    if ended is None:
        return True
    if held is None:
        return False
    if slot == _INSTRUCTION:
        return not _roots(ended).isdisjoint(_roots(held))
    ended, held = f" {folded(ended)} ", f" {folded(held)} "
    return ended in held or held in ended


def is_about(words: str, value: str) -> bool:
    """Whether some words name a value, in any form: "I've left teaching" speaks of "teach chemistry".

    No words name whatever there is; signs alone, such as an emoji, nothing but themselves.
    """
    named, held = folded(words).split(), folded(value).split()
    if not named or not held:
        return words.strip() in {"", ANY_VALUE, value.strip()}
    if set(held) <= set(named) or (len(named) == 1 and named[0] in _OF_BODY and named[0] in held):
        return True
    return not _beginnings(named).isdisjoint(_beginnings(held))


def meant(about: str, slot: str, held: Sequence[tuple[str | None, str]], *, ends: bool) -> int | None:
    """Which of some facts of a slot is spoken of, the latest last, each as its value and its text.

    The words name its value; or, where it ``ends``, what the text says that it is, if of one value only: "the dog died"
    speaks of Rex after "our dog Rex", and "I left the yard" of the work after "I keep the books at a yard".
    """
    if about == ANY_VALUE and ends and len({folded(value) for value, _ in held if value is not None}) > 1:
        return None
    named = [number for number, (value, _) in enumerate(held) if value is not None and is_about(about, value)]
    if named or not ends:
        return named[-1] if named else None
    told = [number for number, (value, text) in enumerate(held) if value and is_told_as(about, slot, value, text)]
    return told[-1] if len({folded(held[number][0] or "") for number in told}) == 1 else None


def is_told_as(about: str, slot: str, value: str, text: str) -> bool:
    """Whether a text tells of a value what some words are: the kind of an animal, or where work is done.

    Who leaves a firm that has a name keeps the trade.
    """
    kind = " ".join(takewhile(lambda word: word.lower() not in _BEHIND_KIND, about.split()))
    linking = _LINKING.get(slot) if slot not in _PLACED or kind == kind.lower() else None
    words = folded(kind).split()
    if linking is None or not 0 < len(words) <= _MOST_OF_KIND or " ".join(words) in _OF_NO_VALUE:
        return False
    said, valued = folded(text).split(), folded(value).split()
    if not valued:
        return False
    for told in _places(words, said):
        for named in _places(valued, said):
            before, after = sorted(((told, len(words)), (named, len(valued))))
            between = said[sum(before) : after[0]]
            in_order = slot not in _PLACED or named < told
            if sum(before) <= after[0] and in_order and linking.issuperset(between):
                return True
    return False


def tells_kinds(slot: str) -> bool:
    """Whether a value of a slot may be spoken of by what its text says that it is."""
    return slot in _LINKING


def _places(words: Sequence[str], said: Sequence[str]) -> list[int]:
    """Where some words stand among others in a row."""
    return [start for start in range(len(said) - len(words) + 1) if said[start : start + len(words)] == words]


def _beginnings(words: Iterable[str]) -> set[str]:
    """How words begin that tell one value from others."""
    telling = (word for word in words if word not in _OFTEN and word not in _OF_NO_VALUE)
    named = [word for word in telling if len(word) >= _SHORTEST_NAME]
    return {word[:_BEGINNING] for word in named} | {
        word[: _BEGINNING - 1] + _ANY
        for word in named
        if any(word.endswith(ending) and len(word) - len(ending) == _BEGINNING - 1 for ending in _ENDINGS)
    }


def _roots(text: str) -> set[str]:
    """How the words of a text begin that tell it from others."""
    words = (word for word in folded(text).split() if len(word) >= _SHORTEST_WORD and word not in _OFTEN)
    return {word[:_ROOT] for word in words}
