"""Facts: sentences about somebody, each with where it comes from and when it holds.

A fact has two times.  ``valid_at`` to ``invalid_at`` is when it is true in the world, ``created_at`` to ``retired_at``
when it was known here.  Which of several facts holds in a slot is worked out by `holdfast.domain.supersession`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.timestamps import Timestamp

LONGEST_TEXT: Final = 2_000
"""Characters of a fact."""

USER: Final = "user"
"""The subject of facts about the user; anything else names a third person."""


class FactOrigin(StrEnum):
    """Who made a fact."""

    STATED = "stated"
    """Rules, of a sentence that is quoted word for word."""
    ASSERTED = "asserted"
    """A person, an application or an agent, through the API."""
    EXTRACTED = "extracted"
    """A language model, of messages that it cites."""


class FactState(StrEnum):
    """Whether a fact is to be used."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    """A newer fact took its place; it is still true of its time."""
    INVALID = "invalid"
    """Somebody said that it is wrong."""
    FORGOTTEN = "forgotten"
    """Nothing of its content is left, in no revision."""
    CONDITIONAL = "conditional"
    """What was said about something that may be known.

    What it says is worked out anew when something comes to be known that was said before; nobody is shown it.
    """


SHOWN_STATES: Final = tuple(state for state in FactState if state is not FactState.CONDITIONAL)
"""The states of facts that anybody is shown."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A stored fact.

    ``holder`` is whose it is: the number of a user, or the negative number of a session that has no user.  ``session``
    is given where the fact goes with a session.  ``subject`` is whom it is about.  With ``ends`` the fact says that the
    value holds no more; without a value, that nothing in the slot does.  A fact that ``rests`` on its sources goes with
    the last of them.  ``said`` orders statements as they take effect: when they were said, or later where they say so
    (`placed`).  ``superseded_by`` is the fact that took its place, or called it off, at ``superseded_at``; ``replaced``
    when it was said so, not worked out.  ``actor`` made the present ``revision``, for ``reason``, at ``updated_at``; of
    one that is conditional, ``reason`` is what it is about, and ``metadata`` hold what it may fill (`offers_of`).
    """

    id: int = 0
    uuid: str
    holder: int
    user_id: str | None = None
    session: int | None = None
    session_id: str | None = None
    subject: str = USER
    origin: FactOrigin
    text: str
    slot: str | None = None
    value: str | None = None
    ends: bool = False
    rests: bool = False
    state: FactState = FactState.VALID
    valid_at: Timestamp
    invalid_at: Timestamp | None = None
    said: str
    superseded_by: str | None = None
    superseded_at: Timestamp | None = None
    replaced: bool = False
    created_at: Timestamp
    updated_at: Timestamp
    retired_at: Timestamp | None = None
    revision: int = 1
    pinned: bool = False
    topics: tuple[str, ...] = ()
    metadata: EncodedMetadata | None = None
    actor: str
    reason: str = ""

    @property
    def said_at(self) -> Timestamp:
        """When it was said."""
        return Timestamp(as_said(self.said)[:SAID_AT])

    @property
    def is_announced(self) -> bool:
        """Whether it begins later than it was said."""
        return is_announced(self.said)

    @property
    def is_called_off(self) -> bool:
        """Whether it was taken back before it began, so that it never holds."""
        return self.superseded_at is not None and self.superseded_at < self.valid_at

    @property
    def ended_at(self) -> Timestamp | None:
        """When it ceased, or will cease, to be true: by itself, or because another fact took its place."""
        moments = [moment for moment in (self.invalid_at, self.superseded_at) if moment is not None]
        return min(moments, default=None)

    @property
    def key(self) -> str:
        """What it has in common with facts that say the same in its slot."""
        return key_of(self.slot, self.value, self.text)

    def state_on(self, moment: Timestamp) -> FactState:
        """How it stands at a moment: it is superseded once what was announced to take its place has begun."""
        is_over = self.superseded_at is not None and self.superseded_at <= moment
        return FactState.SUPERSEDED if is_over and self.state is FactState.VALID else self.state

    def holds_at(self, moment: Timestamp) -> bool:
        """Whether it is true at a moment."""
        if self.state not in {FactState.VALID, FactState.SUPERSEDED}:
            return False
        ended = self.ended_at
        return self.valid_at <= moment and (ended is None or moment < ended)


SAID_AT: Final = len("2024-05-02T08:00:00.000000Z")
"""Characters of an order that tell the moment."""

ANNOUNCED: Final = "!"
"""Stands behind that moment in the order of what begins then and was said before; it sorts before all digits."""

AS_SAID: Final = SAID_AT + len(ANNOUNCED) + len("0")
"""Characters of such an order before the one that it would have if it held at once."""


@lru_cache(maxsize=1024)
def order_of(moment: Timestamp, session: int = 0, position: int = 0, number: int = 0) -> str:
    """A text that sorts as statements follow each other: by time, then by their place."""
    return f"{moment.ljust(SAID_AT)}{session:016x}{position:08x}{number:04x}"


def placed(order: str, begins: Timestamp, *, ends: bool) -> str:
    """The order of a statement that takes effect at a moment, if that is later than it was said.

    It stands before all that was said at that moment.  What ends something then stands before what begins.
    """
    said = as_said(order)
    return f"{begins.ljust(SAID_AT)}{ANNOUNCED}{int(not ends)}{said}" if begins > said[:SAID_AT] else said


def is_announced(order: str) -> bool:
    """Whether what has an order takes effect later than it was said."""
    return order.startswith(ANNOUNCED, SAID_AT)


def as_said(order: str) -> str:
    """Sorts statements as they were said, whenever they take effect."""
    return order[AS_SAID:] if is_announced(order) else order


def order_of_asserted(valid_at: Timestamp, moment: Timestamp, *, ends: bool) -> str:
    """The order of what is asserted at a moment: as if it had been said once it holds, unless that is to come."""
    return placed(order_of(min(valid_at, moment)), valid_at, ends=ends)


class FactSource(msgspec.Struct, frozen=True):
    """Where a fact comes from: ``content[start:end]`` of the message at ``position`` of a session.

    ``fact`` is a UUID.  ``number`` counts the statements of the message; it is -1 where nothing was stated and the
    message is only cited.
    """

    fact: str
    session: int
    position: int
    number: int
    start: int
    end: int
    said_at: Timestamp
    valid_at: Timestamp
    value: str | None = None
    ends: bool = False

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it is: session, position, and which statement of the message."""
        return (self.session, self.position, self.number)

    @property
    def order(self) -> str:
        """Sorts sources as they take effect."""
        said = order_of(self.said_at, self.session, self.position, max(self.number, 0))
        return placed(said, self.valid_at, ends=self.ends)


class FactRevision(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact was from one change to the next: who made it so, when and why."""

    revision: int
    text: str
    slot: str | None
    value: str | None
    state: FactState
    valid_at: Timestamp
    invalid_at: Timestamp | None
    pinned: bool
    topics: tuple[str, ...]
    metadata: EncodedMetadata | None
    at: Timestamp
    actor: str
    reason: str

    @classmethod
    def of(cls, fact: Fact) -> FactRevision:
        """What a fact is now."""
        return cls(
            revision=fact.revision,
            text=fact.text,
            slot=fact.slot,
            value=fact.value,
            state=FactState.VALID if fact.state is FactState.SUPERSEDED else fact.state,
            valid_at=fact.valid_at,
            invalid_at=fact.invalid_at,
            pinned=fact.pinned,
            topics=fact.topics,
            metadata=fact.metadata,
            at=fact.updated_at,
            actor=fact.actor,
            reason=fact.reason,
        )

    def restored(self, fact: Fact) -> Fact:
        """The fact as it was in this revision."""
        return msgspec.structs.replace(
            fact,
            revision=self.revision,
            text=self.text,
            slot=self.slot,
            value=self.value,
            state=self.state,
            valid_at=self.valid_at,
            invalid_at=self.invalid_at,
            pinned=self.pinned,
            topics=self.topics,
            metadata=self.metadata,
            updated_at=self.at,
            actor=self.actor,
            reason=self.reason,
        )


class NewFact(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller asserts of a user, or in a session.

    ``supersedes`` are the UUIDs of facts whose place it takes, ``sources`` those of messages that it rests on.
    """

    user_id: str | None = None
    session_id: str | None = None
    subject: str = USER
    text: str
    slot: str | None = None
    value: str | None = None
    valid_at: Timestamp | None = None
    invalid_at: Timestamp | None = None
    supersedes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    pinned: bool = False
    topics: tuple[str, ...] = ()
    metadata: Metadata | None = None


class FactCopy(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it was elsewhere, with all that belongs to it.

    Its holder, its session and its place among what was said follow from where it is now; ``sources`` are places here.
    """

    fact: Fact
    sources: tuple[FactSource, ...] = ()
    history: tuple[FactRevision, ...] = ()


class FactChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller changes of a fact; what is unset stays.  Metadata merges deeply.

    ``state`` is `FactState.VALID` or `FactState.INVALID`.
    """

    text: str | msgspec.UnsetType = msgspec.UNSET
    slot: str | msgspec.UnsetType | None = msgspec.UNSET
    value: str | msgspec.UnsetType | None = msgspec.UNSET
    valid_at: Timestamp | msgspec.UnsetType = msgspec.UNSET
    invalid_at: Timestamp | msgspec.UnsetType | None = msgspec.UNSET
    pinned: bool | msgspec.UnsetType = msgspec.UNSET
    topics: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    metadata: Metadata | msgspec.UnsetType = msgspec.UNSET
    state: FactState | msgspec.UnsetType = msgspec.UNSET
    reason: str = ""


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that was found in a stored message; ``text`` is ``content[start:end]``.

    ``number`` counts the statements of the message.  Where ``about`` is given, it counts only if its slot holds a value
    at that time which those words name: that value ends, or this one takes its place.
    """

    session: int
    position: int
    number: int
    start: int
    end: int
    text: str
    slot: str | None
    value: str | None
    ends: bool
    said_at: Timestamp
    valid_at: Timestamp
    topics: tuple[str, ...] = ()
    about: str | None = None

    @property
    def order(self) -> str:
        """Sorts statements as they take effect."""
        said = order_of(self.said_at, self.session, self.position, self.number)
        return placed(said, self.valid_at, ends=self.ends)


class Offer(msgspec.Struct, frozen=True, array_like=True):
    """A slot that a conditional fact may fill, and which statement of its message that is."""

    number: int
    slot: str
    topics: tuple[str, ...] = ()


class _Offers(msgspec.Struct, frozen=True):
    offers: list[Offer]


def with_offer(fact: Fact, offer: Offer) -> Fact:
    """A conditional fact that may fill another slot."""
    offers = _Offers([*(offers_of(fact)), offer])
    return msgspec.structs.replace(fact, metadata=EncodedMetadata(msgspec.json.encode(offers)))


def offers_of(fact: Fact) -> list[Offer]:
    """The slots that a conditional fact may fill; none once it is forgotten."""
    return [] if fact.metadata is None else msgspec.json.decode(fact.metadata, type=_Offers).offers


def statements_kept(fact: Fact, source: FactSource) -> list[Stated]:
    """The statements that a conditional fact keeps, with the only source of that."""
    return [
        Stated(
            session=source.session,
            position=source.position,
            number=offer.number,
            start=source.start,
            end=source.end,
            text=fact.text,
            slot=offer.slot,
            value=fact.value,
            ends=fact.ends,
            said_at=source.said_at,
            valid_at=fact.valid_at,
            topics=offer.topics,
            about=fact.reason,
        )
        for offer in offers_of(fact)
    ]


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """What a language model made of messages of a session, at the positions ``cites``.

    ``supersedes`` are the UUIDs of facts whose place it takes.
    """

    session: int
    text: str
    subject: str
    slot: str | None
    value: str | None
    valid_at: Timestamp | None
    cites: tuple[int, ...]
    supersedes: tuple[str, ...] = ()


class FactSelection(msgspec.Struct, frozen=True, kw_only=True):
    """Which facts are wanted: of a user, of a session (its own, and those it is a source of), or all there are.

    ``valid_on`` wants what was true then, ``pinned`` only what is pinned, ``slotted`` only what fills a slot.
    ``said_until`` wants what had been said by then, without what had been superseded by then; what was to be superseded
    later had not.  ``standing_on`` wants the states of that moment (`Fact.state_on`); without it those that are stored.
    """

    user_id: str | None = None
    session_id: str | None = None
    states: tuple[FactState, ...] = (FactState.VALID,)
    origin: FactOrigin | None = None
    slot: str | None = None
    topic: str | None = None
    valid_on: Timestamp | None = None
    pinned: bool = False
    slotted: bool = False
    said_until: Timestamp | None = None
    standing_on: Timestamp | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is wanted of facts but whose they are and how they stand."""
        plain = FactSelection(user_id=self.user_id, session_id=self.session_id, states=self.states)
        return msgspec.structs.replace(self, standing_on=None) == plain

    def admits(self, fact: Fact) -> bool:
        """Whether a fact of the right user or session is wanted, whatever superseded it before ``said_until``."""
        return (
            (fact.state if self.standing_on is None else fact.state_on(self.standing_on)) in self.states
            and self.origin in {None, fact.origin}
            and self.slot in {None, fact.slot}
            and (self.topic is None or self.topic in fact.topics)
            and (self.valid_on is None or fact.holds_at(self.valid_on))
            and (fact.pinned or not self.pinned)
            and (fact.slot is not None or not self.slotted)
            and (self.said_until is None or fact.said_at <= self.said_until)
        )


_WORDS: Final = re.compile(r"[^\W_]+")
_ARTICLES: Final = frozenset("a an the der die das ein eine le la les un une el los las una o os il lo gli".split())  # noqa: SIM905


_KEPT: Final = 4_096
"""Of so many texts the words are kept: each write of facts of a user asks for those of all that it looks at."""


def key_of(slot: str | None, value: str | None, text: str) -> str:
    """What facts have in common that say the same: the words of the value in a slot, else those of the sentence."""
    return folded(value if slot is not None and value is not None else text)


@lru_cache(maxsize=_KEPT)
def folded(text: str) -> str:
    """The words of a text without case, accents and articles."""
    plain = text.casefold()
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text).casefold()
        plain = "".join(each for each in marked if not unicodedata.combining(each))
    words = _WORDS.findall(plain)
    return " ".join([word for word in words if word not in _ARTICLES] or words)


def lead_of(sources: Sequence[FactSource]) -> FactSource | None:
    """The source that a stated fact quotes: the first that took effect."""
    stated = [source for source in sources if source.number >= 0]
    return min(stated, key=lambda source: source.order, default=None)


def order_of_changed(fact: Fact, valid_at: Timestamp) -> str:
    """The order of a fact once it holds since another moment."""
    if fact.origin is FactOrigin.ASSERTED:
        return order_of_asserted(valid_at, fact.created_at, ends=fact.ends)
    return placed(fact.said, valid_at, ends=fact.ends)


def order_in(fact: Fact, sources: Sequence[FactSource]) -> str:
    """When a fact takes effect, with the places of its ``sources`` where it was made of them."""
    orders = sorted(source.order for source in sources)
    if fact.origin is FactOrigin.ASSERTED or not orders:
        said = order_of(fact.said_at)
    else:
        lead = lead_of(sources)
        said = lead.order if fact.origin is FactOrigin.STATED and lead is not None else orders[-1]
    return placed(said, fact.valid_at, ends=fact.ends)
