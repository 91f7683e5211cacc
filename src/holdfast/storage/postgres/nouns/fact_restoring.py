"""Facts as they were elsewhere, put into PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import msgspec

from holdfast.domain.fact_ledger import Holder
from holdfast.domain.facts import Fact, FactCopy, FactSource, lead_of
from holdfast.storage.fact_neighbours import touched
from holdfast.storage.fact_places import Loss, Place
from holdfast.storage.fact_rows import is_as_found
from holdfast.storage.postgres.nouns.fact_holders import holder_of
from holdfast.storage.postgres.nouns.fact_writes import (
    facts_named,
    keep_revision,
    live_session,
    lock_holder,
    look,
    sources_of,
    text_of,
    write_ledger,
)

_MESSAGES = "SELECT position FROM messages WHERE session = $1 AND position = ANY($2::int[]) AND remember"
_OF_MESSAGES = (
    "SELECT DISTINCT fact FROM fact_sources"
    " JOIN unnest($1::bigint[], $2::int[], $3::int[]) AS place (session, position, number)"
    " USING (session, position, number) WHERE number >= 0"
)
_DROP_SOURCE = "DELETE FROM fact_sources WHERE fact = $1 AND session = $2 AND position = $3 AND number = $4"


async def restore(copy: FactCopy, connection: asyncpg.Connection) -> bool:
    """See `holdfast.storage.contract.facts.Facts.restore`."""
    fact = copy.fact
    holder, session = await holder_of(connection, fact.user_id, fact.session_id)
    sources = await _living(connection, holder, copy.sources)
    await lock_holder(connection, holder.number)
    twins = await _twins(connection, sources)
    known = await facts_named(connection, [fact.uuid])
    if known or (fact.rests and not sources) or not all(map(is_as_found, twins)):
        return False
    losses = [await _yield_sources(connection, twin, sources) for twin in twins]
    places = [Place.of_restored(fact, sources), *(place for loss in losses for place in loss.places)]
    found = await look(connection, touched(holder.number, places, [twin.uuid for twin in twins]))
    ledger = found.ledger(holder, actor=fact.actor, moment=fact.updated_at)
    for loss in losses:
        ledger.lose_sources(loss.fact.uuid, loss.left, loss.text, quoted=True)
    ledger.restore(msgspec.structs.replace(copy, sources=tuple(sources)), session)
    await write_ledger(connection, holder, ledger)
    for revision in copy.history:
        await keep_revision(connection, revision.restored(fact))
    return True


async def _living(connection: asyncpg.Connection, holder: Holder, sources: Sequence[FactSource]) -> list[FactSource]:
    """The sources whose messages live, in sessions of the holder, which stay as they are."""
    found: list[FactSource] = []
    for number in sorted({source.session for source in sources}):
        session = await live_session(connection, number)
        if session is None or session.holder.number != holder.number or not session.remembered:
            continue
        some = [source for source in sources if source.session == number]
        rows = await connection.fetch(_MESSAGES, number, [source.position for source in some])
        living = {position for (position,) in rows if session.first <= position <= session.last}
        found += [source for source in some if source.position in living]
    return found


async def _twins(connection: asyncpg.Connection, sources: Sequence[FactSource]) -> list[Fact]:
    """The facts that were found in the same words."""
    if not sources:
        return []
    places = zip(*((source.session, source.position, source.number) for source in sources), strict=True)
    rows = await connection.fetch(_OF_MESSAGES, *(list(column) for column in places))
    return await facts_named(connection, [uuid for (uuid,) in rows])


async def _yield_sources(connection: asyncpg.Connection, twin: Fact, taken: Sequence[FactSource]) -> Loss:
    """Let a fact that was found anew rest on what else it was found in, if on anything."""
    places = {(source.session, source.position, source.number) for source in taken}
    left = []
    for source in await sources_of(connection, [twin.uuid]):
        place = (source.session, source.position, source.number)
        if place in places:
            await connection.execute(_DROP_SOURCE, twin.uuid, *place)
        else:
            left.append(source)
    return Loss(twin, left, await text_of(connection, lead_of(left)), quoted=True)
