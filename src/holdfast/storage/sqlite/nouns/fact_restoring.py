"""Facts as they were elsewhere, put into SQLite."""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import msgspec

from holdfast.domain.fact_ledger import Holder
from holdfast.domain.facts import Fact, FactCopy, FactSource, lead_of
from holdfast.storage.fact_neighbours import touched
from holdfast.storage.fact_places import Loss, Place
from holdfast.storage.fact_rows import is_as_found
from holdfast.storage.sqlite.engine.keys import key_of
from holdfast.storage.sqlite.nouns.fact_holders import holder_of
from holdfast.storage.sqlite.nouns.fact_writes import (
    facts_named,
    keep_revision,
    live_session,
    look,
    sources_of,
    text_of,
    write_ledger,
)

_OF_MESSAGE = "SELECT DISTINCT fact FROM fact_sources WHERE session = ? AND position = ? AND number = ?"
_DROP_SOURCE = "DELETE FROM fact_sources WHERE fact = ? AND session = ? AND position = ? AND number = ?"


def restore(copy: FactCopy, connection: apsw.Connection) -> bool:
    """See `holdfast.storage.contract.facts.Facts.restore`."""
    fact = copy.fact
    holder, session = holder_of(connection, fact.user_id, fact.session_id)
    sources = _living(connection, holder, copy.sources)
    twins = _twins(connection, sources)
    if facts_named(connection, [fact.uuid]) or (fact.rests and not sources) or not all(map(is_as_found, twins)):
        return False
    losses = [_yield_sources(connection, twin, sources) for twin in twins]
    places = [Place.of_restored(fact, sources), *(place for loss in losses for place in loss.places)]
    found = look(connection, touched(holder.number, places, [twin.uuid for twin in twins]))
    ledger = found.ledger(holder, actor=fact.actor, moment=fact.updated_at)
    for loss in losses:
        ledger.lose_sources(loss.fact.uuid, loss.left, loss.text, quoted=True)
    ledger.restore(msgspec.structs.replace(copy, sources=tuple(sources)), session)
    write_ledger(connection, holder, ledger)
    for revision in copy.history:
        keep_revision(connection, revision.restored(fact))
    return True


def _living(connection: apsw.Connection, holder: Holder, sources: Sequence[FactSource]) -> list[FactSource]:
    """The sources whose messages live, in sessions of the holder."""
    found = []
    for source in sources:
        session = live_session(connection, source.session)
        if session is None or session.holder.number != holder.number or not session.remembered:
            continue
        row = connection.execute(
            "SELECT 1 FROM messages WHERE key = ? AND remember = 1", (key_of(source.session, source.position),)
        ).fetchone()
        if row is not None and session.first <= source.position <= session.last:
            found.append(source)
    return found


def _twins(connection: apsw.Connection, sources: Sequence[FactSource]) -> list[Fact]:
    """The facts that were found in the same words."""
    names: set[str] = set()
    for source in sources:
        if source.number >= 0:
            place = (source.session, source.position, source.number)
            names |= {str(uuid) for (uuid,) in connection.execute(_OF_MESSAGE, place)}
    return facts_named(connection, names)


def _yield_sources(connection: apsw.Connection, twin: Fact, taken: Sequence[FactSource]) -> Loss:
    """Let a fact that was found anew rest on what else it was found in, if on anything."""
    places = {(source.session, source.position, source.number) for source in taken}
    left = []
    for source in sources_of(connection, [twin.uuid]):
        place = (source.session, source.position, source.number)
        if place in places:
            connection.execute(_DROP_SOURCE, (twin.uuid, *place))
        else:
            left.append(source)
    return Loss(twin, left, text_of(connection, lead_of(left)), quoted=True)
