"""``remember``, ``list_facts``, ``correct_fact`` and ``forget``: single statements about the user."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from holdfast.domain.facts import LONGEST_TEXT, SHOWN_STATES, Fact, FactChange, FactSelection, FactState, NewFact
from holdfast.domain.slots import SLOTS
from holdfast.domain.timestamps import Timestamp, timestamp_of
from holdfast.errors import NotFound
from holdfast.mcp.arguments import Field, Kind
from holdfast.mcp.misunderstood import Misunderstood
from holdfast.mcp.tool import Call, Outcome, Tool
from holdfast.mcp.tools.recall import LEAST_SCORE
from holdfast.mcp.users import ensure_user
from holdfast.operations.fact_search import FactQuery

_PAGE: Final = 50
_STATES: Final = tuple(state.value for state in SHOWN_STATES if state is not FactState.FORGOTTEN)
_IN_PARTS: Final = "Remember one statement at a time, and keep longer texts with save_conversation."


class FactItem(msgspec.Struct):
    """A fact: ``state`` is valid, superseded, invalid or forgotten."""

    uuid: str
    text: str
    state: str
    origin: str
    valid_at: str
    slot: str | None = None
    value: str | None = None
    invalid_at: str | None = None
    superseded_by: str | None = None

    @classmethod
    def from_fact(cls, fact: Fact) -> FactItem:
        """The item of a stored fact."""
        return cls(
            fact.uuid,
            fact.text,
            fact.state.value,
            fact.origin.value,
            fact.valid_at,
            fact.slot,
            fact.value,
            fact.ended_at,
            fact.superseded_by,
        )

    @property
    def line(self) -> str:
        """The item as a model reads it."""
        marks = [
            self.valid_at[:10],
            *([self.slot] if self.slot else []),
            *([self.state] if self.state != "valid" else []),
        ]
        return f"- {self.text} ({', '.join(marks)}) [{self.uuid}]"


class FactItems(msgspec.Struct):
    """Facts, and what to send as ``cursor`` for more, if there are more."""

    facts: list[FactItem]
    total: int
    cursor: str | None


class Forgotten(msgspec.Struct):
    """What is gone."""

    uuid: str


async def _remember(call: Call) -> Outcome:
    values = call.values
    await ensure_user(call)
    new = NewFact(
        user_id=call.caller.user_id,
        text=values["text"],
        slot=values["slot"],
        value=values["value"] if values["slot"] else None,
        valid_at=_timestamp(values["valid_at"]),
        supersedes=values["supersedes"],
    )
    fact = (await call.verbs.facts.add(call.caller.principal, new)).result
    item = FactItem.from_fact(fact)
    return Outcome(f"Remembered:\n{item.line}", item)


async def _list(call: Call) -> Outcome:
    values, caller = call.values, call.caller
    if values["query"]:
        query = FactQuery(text=values["query"], user_id=caller.user_id, limit=_PAGE, min_score=LEAST_SCORE)
        found = [each.fact for each in await call.verbs.search_facts(caller.principal, query)]
        items = [FactItem.from_fact(fact) for fact in found if values["slot"] in {None, fact.slot}]
        answer = FactItems(items, len(items), None)
    else:
        states = (FactState(values["state"]),)
        selection = FactSelection(user_id=caller.user_id, states=states, slot=values["slot"])
        page = await call.verbs.facts.page(caller.principal, selection, before=_before(values["cursor"]), limit=_PAGE)
        cursor = None if page.next_before is None else str(page.next_before)
        answer = FactItems([FactItem.from_fact(fact) for fact in page.facts], page.total_count, cursor)
    return Outcome(_listed(answer), answer)


def _listed(answer: FactItems) -> str:
    if not answer.facts:
        return "No such facts are known."
    more = [f'There are more: call again with cursor "{answer.cursor}".'] if answer.cursor else []
    return "\n".join([f"{len(answer.facts)} of {answer.total} facts:", *(each.line for each in answer.facts), *more])


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not cursor.isdecimal() or len(cursor) > 18:
        raise Misunderstood("`cursor` must be the one that list_facts returned; leave it out to begin anew.")
    return int(cursor)


async def _correct(call: Call) -> Outcome:
    values = call.values
    if bool(values["text"]) == bool(values["invalid"]):
        raise Misunderstood(
            "Send either `text`, which is right instead, or `invalid`: true with a `reason`, for what is not true."
        )
    if values["invalid"]:
        change = FactChange(state=FactState.INVALID, reason=values["reason"] or "an agent said that it is not true")
    else:
        # A value that was read out of the old text would contradict the new one.
        change = FactChange(text=values["text"], value=values["value"], reason=values["reason"] or "")
    fact = await call.verbs.facts.change(call.caller.principal, values["uuid"], change)
    item = FactItem.from_fact(fact)
    return Outcome(f"Corrected:\n{item.line}", item)


async def _forget(call: Call) -> Outcome:
    uuid, session_id, principal = call.values["uuid"], call.values["session_id"], call.caller.principal
    try:
        if session_id:
            await call.verbs.messages.delete(principal, session_id, uuid)
        else:
            await call.verbs.facts.forget(principal, uuid)
    except NotFound:
        raise Misunderstood(
            f"Nothing that can be forgotten has the id {uuid}: send that of a fact, as list_facts and recall return it,"
            " or that of a message with its session_id."
        ) from None
    return Outcome(f"Forgotten: {uuid}. Nothing of it is left.", Forgotten(uuid))


def _timestamp(moment: datetime | None) -> Timestamp | None:
    return None if moment is None else timestamp_of(moment)


_UUID = Field(
    name="uuid",
    kind=Kind.UUID,
    required=True,
    meaning="The id of the fact, as recall and list_facts return it.",
    aliases=("id", "fact_id", "fact_uuid", "memory_id"),
)
_SLOT = Field(
    name="slot",
    kind=Kind.TEXT,
    choices=tuple(SLOTS),
    meaning="What it says about the user, if it is one of these.",
    aliases=("category", "type"),
)
_VALUE = Field(
    name="value",
    kind=Kind.TEXT,
    most=LONGEST_TEXT,
    meaning='The bare value, such as "Lisbon" for the slot home.',
)

REMEMBER = Tool(
    name="remember",
    title="Remember",
    description=(
        "Store one lasting statement about the user. Call it when the user says something about themselves that will"
        " still matter in weeks (name, home, job, family, preferences, plans with a date, how they want you to"
        " behave), or asks you to remember something. One sentence in the third person or the user's own words, with"
        " names and dates in full. Not for what was said in passing, and not for your own conclusions. When it replaces"
        " something that recall showed you, pass the old id in supersedes."
    ),
    fields=(
        Field(
            name="text",
            kind=Kind.TEXT,
            required=True,
            most=LONGEST_TEXT,
            too_long=_IN_PARTS,
            meaning="The statement, such as: Ada is vegetarian.",
            aliases=("fact", "content", "memory", "statement", "message"),
        ),
        _SLOT,
        _VALUE,
        Field(
            name="supersedes",
            kind=Kind.UUIDS,
            default=(),
            meaning="Ids of facts that are no longer true because of this one.",
            aliases=("replaces",),
        ),
        Field(
            name="valid_at",
            kind=Kind.SINCE,
            meaning="From when it is true, if not from now on.",
            aliases=("since", "date"),
        ),
    ),
    answer=FactItem,
    run=_remember,
)

LIST_FACTS = Tool(
    name="list_facts",
    title="List facts",
    description=(
        "List what is known about the user, newest first. Call it when the user asks what you know about them, or"
        " before correct_fact and forget, to find the id. For a question of the user call recall instead."
    ),
    fields=(
        Field(name="query", kind=Kind.TEXT, meaning="Only facts about this.", aliases=("text", "q", "search")),
        _SLOT,
        Field(
            name="state",
            kind=Kind.TEXT,
            choices=_STATES,
            default=FactState.VALID.value,
            meaning="Which facts: those that hold, or former ones.",
        ),
        Field(name="cursor", kind=Kind.TEXT, meaning="Where to go on: the cursor of the answer before."),
    ),
    answer=FactItems,
    run=_list,
    right="read",
    idempotent=True,
)

CORRECT_FACT = Tool(
    name="correct_fact",
    title="Correct a fact",
    description=(
        "Correct a fact that was wrong from the beginning, such as a misspelt name. Send the id and the right text, or"
        " invalid: true with a reason. The old wording stays in the history. When something has changed since, as after"
        " a move, call remember with supersedes instead; when the user wants it gone, call forget."
    ),
    fields=(
        _UUID,
        Field(
            name="text",
            kind=Kind.TEXT,
            most=LONGEST_TEXT,
            too_long=_IN_PARTS,
            meaning="What is right instead.",
            aliases=("new_text", "correction", "content"),
        ),
        _VALUE,
        Field(name="invalid", kind=Kind.FLAG, default=False, meaning="That it is not true at all.", aliases=("wrong",)),
        Field(name="reason", kind=Kind.TEXT, most=LONGEST_TEXT, meaning="Why, in a few words."),
    ),
    answer=FactItem,
    run=_correct,
    idempotent=True,
)

FORGET = Tool(
    name="forget",
    title="Forget",
    description=(
        "Remove a fact for good, with its history, or a message with all that rests on it. Call it only when the user"
        " asks for it, and tell the user what you have removed. It cannot be taken back."
    ),
    fields=(
        _UUID,
        Field(
            name="session_id",
            kind=Kind.TEXT,
            meaning="The conversation of the message, if it is a message.",
            aliases=("session", "conversation_id"),
        ),
    ),
    answer=Forgotten,
    run=_forget,
    right="forget",
    destructive=True,
    idempotent=True,
)
