"""The questions about facts that searches ask (see `fact_neighbours`), in the SQL of both stores.

Parameters are numbered: ``$1``.  What was said is sorted by orders, see `holdfast.domain.facts.order_of`.
"""

from __future__ import annotations

from typing import Final

from holdfast.domain.facts import ANNOUNCED, AS_SAID, SAID_AT, USER
from holdfast.storage.fact_rows import COLUMNS, SOURCE_COLUMNS

_FACTS = f"SELECT {', '.join(COLUMNS)} FROM facts"
_IN_KEY_ORDER = "INDEXED BY facts_by_key "
_ENDING = "INDEXED BY facts_ending "
"""Hints for SQLite, which has no statistics: many facts of a slot lie between those with a key, and few of them end."""
_SOURCES = f"SELECT {', '.join(SOURCE_COLUMNS)} FROM fact_sources WHERE fact = $1"
_POINT = "(said, created_at, uuid)"
_STANDING = "state IN ('valid', 'superseded') AND replaced = {no}"
_IN_TURN = f"{_STANDING} AND (superseded_at IS NULL OR superseded_at >= valid_at)"
"""What stands among others, which nothing does that is called off."""
_IN_SLOT = f"holder = $1 AND slot = $2 AND subject = $3 AND {_IN_TURN}"
_OF_KEY = f"holder = $1 AND slot = $2 AND subject = $3 AND twin_key = $4 AND {_IN_TURN}"
_ANNOUNCED = f"substr(said, {SAID_AT + 1}, {len(ANNOUNCED)}) = '{ANNOUNCED}'"
_AS_SAID = f"substr(said, {AS_SAID + 1})"
_SAID_IN_SLOT = f"holder = $1 AND slot = $2 AND subject = '{USER}' AND {_STANDING}"
_SAID_OF_KEY = f"holder = $1 AND slot = $2 AND twin_key = $4 AND subject = '{USER}' AND {_STANDING}"
_SAID_OF_SENTENCE = f"holder = $1 AND slot IS NULL AND twin_key = $2 AND subject = '{USER}' AND {_STANDING}"
_SAID_ONCE = "first_said = said AND last_said = said"
AS_THEY_TAKE_EFFECT: Final = "{later}(said_at, valid_at), said_at, session, position, number"
"""Sorts the sources of a fact as they take effect."""


def _around(name: str, condition: str, *, place: int, value: str = "", hint: str = "") -> dict[str, str]:
    """Finds what stands before, after and between points, which begin with the parameter ``place``."""
    point, end = (f"(${at}, ${at + 1}, ${at + 2})" for at in (place, place + 3))
    select = f"SELECT said, created_at, uuid FROM facts {hint}WHERE {condition}{value}"
    return {
        f"before in {name}": f"{select} AND {_POINT} < {point} ORDER BY said DESC, created_at DESC, uuid DESC LIMIT 1",
        f"after in {name}": f"{select} AND {_POINT} > {point} ORDER BY said, created_at, uuid LIMIT 1",
        f"between in {name}": f"{_FACTS} {hint}WHERE {condition} AND {_POINT} >= {point} AND {_POINT} <= {end}",
    }


def _said_around(name: str, condition: str, *, hint: str = "") -> dict[str, str]:
    """Finds what was said directly before and after the order that is the third parameter."""
    once = f"{_FACTS} {hint}WHERE {condition} AND {_SAID_ONCE}"
    again = f"{_FACTS} {hint}WHERE {condition} AND NOT ({_SAID_ONCE})"
    return {
        f"said before in {name}": f"{once} AND said <= $3 ORDER BY said DESC, uuid DESC LIMIT 1",
        f"said again before in {name}": f"{again} AND last_said <= $3 ORDER BY last_said DESC, uuid DESC LIMIT 1",
        f"said after in {name}": f"{once} AND said > $3 ORDER BY said, uuid LIMIT 1",
        f"said again after in {name}": (
            f"{again} AND last_said > $3 AND first_said > $3 ORDER BY first_said, uuid LIMIT 1"
        ),
        f"said on both sides in {name}": f"{again} AND last_said > $3 AND first_said <= $3",
    }


def _pending(place: int) -> str:
    """What had been announced, and not called off, when something was said, and had not begun; from a parameter on."""
    return (
        f"{_STANDING} AND {_ANNOUNCED} AND said > ${place} AND {_AS_SAID} < ${place}"
        f" AND (superseded_at IS NULL OR superseded_at >= valid_at OR superseded_at >= ${place + 1})"
    )


def _shifted(statement: str) -> str:
    """A statement whose parameters begin with the second, as one whose parameters begin with the first."""
    for number in range(2, 10):
        statement = statement.replace(f"${number}", f"${number - 1}")
    return statement


_PRESENT_BEFORE = (
    f"SELECT uuid, value FROM facts WHERE holder = $2 AND slot = $3 AND subject = $4 AND {_IN_TURN}"
    f" AND {_POINT} < ($5, $6, $7) AND (superseded_by IS NULL OR EXISTS"
    " (SELECT 1 FROM facts AS newer WHERE newer.uuid = facts.superseded_by"
    " AND (newer.said, newer.created_at, newer.uuid) > ($5, $6, $7)))"
)
_VALUES_BEFORE = (
    f"SELECT uuid, value FROM facts WHERE holder = $2 AND slot = $3 AND subject = '{USER}' AND {_IN_TURN}"
    " AND ends = {no} AND said < $4 AND NOT EXISTS"
    " (SELECT 1 FROM facts AS newer WHERE newer.uuid = facts.superseded_by AND newer.said < $4)"
)

_IN_ORDER = "ORDER BY said, created_at, uuid"
_DIRECTLY_BEFORE = f"AND {_POINT} < ($4, $5, $6) ORDER BY said DESC, created_at DESC, uuid DESC LIMIT 1"

_QUESTIONS: Final = {
    "named": f"{_FACTS} WHERE uuid {{any_uuid}}",
    "replaced by": f"{_FACTS} WHERE replaced = {{yes}} AND superseded_by {{any_uuid}}",
    "replacing": f"{_FACTS} WHERE uuid IN (SELECT superseded_by FROM facts WHERE uuid {{any_uuid}})",
    "conditional after": (
        f"{_FACTS} {{key_hint}}WHERE holder = $1 AND slot IS NULL AND twin_key = '' AND said > $2"
        " AND state = 'conditional' LIMIT $3"
    ),
    "found in the same messages": (
        f"{_FACTS} WHERE uuid IN (SELECT beside.fact FROM fact_sources AS own JOIN fact_sources AS beside"
        " ON beside.session = own.session AND beside.position = own.position"
        " WHERE own.fact {any_uuid})"
    ),
    "called off by": f"{_FACTS} WHERE superseded_by = $1 AND superseded_at < valid_at AND {_STANDING}",
    "pending in key": (
        f"{_FACTS} {{key_hint}}WHERE holder = $1 AND slot = $2 AND subject = $3 AND twin_key = $6 AND ends = {{no}}"
        f" AND {_pending(4)}"
    ),
    "pending ends": (
        f"{_FACTS} {{end_hint}}WHERE holder = $1 AND slot = $2 AND subject = $3 AND ends = {{yes}} AND {_pending(4)}"
    ),
    "pending": (
        f"{_FACTS} WHERE holder = $1 AND slot = $2 AND subject = $3 AND said >= $6 AND ends = {{no}} AND {_pending(4)}"
    ),
    "pending like these": (
        f"{_FACTS} WHERE holder = $2 AND slot = $3 AND subject = $4 AND said >= $7 AND ends = {{no}}"
        f" AND {_pending(5)} AND {{any_like}}"
    ),
    "announced again in key": (
        f"{_FACTS} {{key_hint}}WHERE holder = $1 AND slot = $2 AND subject = $3 AND twin_key = $6 AND ends = {{no}}"
        f" AND {_STANDING} AND {_ANNOUNCED} AND said > $4 AND {_AS_SAID} >= $4 AND {_AS_SAID} < $5"
        f" ORDER BY {_AS_SAID}, uuid LIMIT $7"
    ),
    "ends since": (
        f"SELECT uuid, value, said FROM facts {{end_hint}}WHERE holder = $1 AND slot = $2 AND subject = $3"
        f" AND {_STANDING} AND ends = {{yes}} AND said > $4 AND said < $5"
    ),
    "announced ends since": (
        f"SELECT uuid, value, said FROM facts {{end_hint}}WHERE holder = $1 AND slot = $2 AND subject = $3"
        f" AND {_STANDING} AND ends = {{yes}} AND {_ANNOUNCED} AND said > $4 AND {_AS_SAID} < $5"
    ),
    "superseded by": f"{_FACTS} WHERE superseded_by = $1 AND {_STANDING}",
    "in slots": f"{_FACTS} WHERE holder = $2 AND slot {{any_text}} AND state IN ('valid', 'superseded') LIMIT $3",
    "of sentences": (
        f"{_FACTS} WHERE holder = $2 AND slot IS NULL AND twin_key {{any_text}}"
        " AND state IN ('valid', 'superseded') LIMIT $3"
    ),
    "along slot": (f"{_FACTS} WHERE {_IN_SLOT} AND {_POINT} >= ($4, $5, $6) ORDER BY said, created_at, uuid LIMIT $7"),
    "with keys": (
        f"{_FACTS} {{key_hint}}WHERE holder = $2 AND slot = $3 AND subject = $4 AND twin_key {{any_text}}"
        f" AND {_IN_TURN} LIMIT $5"
    ),
    "some ends": f"{_FACTS} {{end_hint}}WHERE {_IN_SLOT} AND ends = {{yes}} LIMIT $4",
    "standing before in slot": f"{_FACTS} WHERE {_IN_SLOT} {_DIRECTLY_BEFORE}",
    "value before in slot": f"{_FACTS} WHERE {_IN_SLOT} AND ends = {{no}} {_DIRECTLY_BEFORE}",
    **_around("slot", _IN_SLOT, place=4, value=" AND ends = {no}"),
    **_around("key", _OF_KEY, place=5, hint="{key_hint}"),
    "ends between": (
        f"{_FACTS} {{end_hint}}WHERE {_IN_SLOT} AND ends = {{yes}} AND {_POINT} >= ($4, $5, $6)"
        f" AND {_POINT} <= ($7, $8, $9)"
    ),
    "present before": _shifted(_PRESENT_BEFORE),
    "like these present before": f"{_PRESENT_BEFORE} AND {{any_like}}",
    "values before": _shifted(f"{_VALUES_BEFORE} {_IN_ORDER}"),
    "told like these before": f"{_VALUES_BEFORE} AND {{any_told_like}} {_IN_ORDER}".replace(
        "value", "value, content", 1
    ),
    "like these before": f"{_VALUES_BEFORE} AND {{any_like}} {_IN_ORDER}",
    "ends of slot": f"SELECT uuid, value FROM facts {{end_hint}}WHERE {_SAID_IN_SLOT} AND ends = {{yes}}",
    "known in slot": (
        f"{_FACTS} WHERE holder = $1 AND subject = $2 AND twin_key = $3 AND slot = $4"
        " AND state IN ('valid', 'superseded') LIMIT 1"
    ),
    "known sentence": (
        f"{_FACTS} WHERE holder = $1 AND subject = $2 AND twin_key = $3 AND slot IS NULL"
        " AND state IN ('valid', 'superseded') LIMIT 1"
    ),
    **_said_around("slot", _SAID_IN_SLOT),
    **_said_around("key", _SAID_OF_KEY, hint="{key_hint}"),
    **_said_around("sentence", _SAID_OF_SENTENCE, hint="{key_hint}"),
    "sources": f"SELECT {', '.join(SOURCE_COLUMNS)} FROM fact_sources WHERE fact {{any_uuid}} LIMIT $2",
    "all sources": _SOURCES,
    "first source": f"{_SOURCES} ORDER BY {AS_THEY_TAKE_EFFECT} LIMIT 1",
    "last source before": (
        f"{_SOURCES} AND ({AS_THEY_TAKE_EFFECT}) <= ($2, $3, $4, $5, $6)"
        " ORDER BY {later}(said_at, valid_at) DESC, said_at DESC, session DESC, position DESC, number DESC LIMIT 1"
    ),
    "sources after": f"{_SOURCES} AND ({AS_THEY_TAKE_EFFECT}) > ($2, $3, $4, $5, $6)",
}


def statements(
    *, yes: str, no: str, any_uuid: str, any_text: str, any_like: str, later: str, hints: bool
) -> dict[str, str]:
    """Each question in the SQL of a store.

    That is: its truth values; how a column has one of the values of a list, and how a ``{column}`` is like one of them
    or not plain (no letter or digit of ASCII is in it, or others are), where the list is the first parameter; the
    function that gives the ``later`` of two moments; whether it takes hints.
    """
    words = {"yes": yes, "no": no, "any_uuid": any_uuid, "any_text": any_text, "later": later}
    words |= {"any_like": any_like.format(column="value"), "any_told_like": any_like.format(column="content")}
    words |= {"key_hint": _IN_KEY_ORDER if hints else "", "end_hint": _ENDING if hints else ""}
    return {name: text.format(**words) for name, text in _QUESTIONS.items()}
