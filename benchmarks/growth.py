"""How the cost of a search grows with what it does not touch.

    python -m benchmarks.growth                        # 10 000 and 100 000 messages
    python -m benchmarks.growth --messages 1000000

For each number of messages a database of the embedded store is filled, all of it one user's, in sessions of `--session`
messages; then searches of that user are timed inside one process. `hold` is the longest time for which the event loop
was kept from anything else meanwhile. The last table has the exponents: 0 for a cost that does not grow, 1 for one that
grows as the messages do. A ranking looks at every message of its scope, so `warm` grows; what is to stay small is what
comes on top: after a POST, after a deletion, with a filter that was asked before.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from holdfast.domain.filters import read_search_filter
from holdfast.domain.messages import NewMessage
from holdfast.domain.principals import ANYONE
from holdfast.domain.sessions import NewSession
from holdfast.domain.users import NewUser
from holdfast.operations.access import Access
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.providers.embeddings.static import load_static_model
from holdfast.retrieval.analysis import analyzer_for
from holdfast.retrieval.features import MessageFeatures
from holdfast.retrieval.vectors import pack
from holdfast.storage.sqlite.storage import SqliteStorage

USER = "u"
TEXTS, WORDS, KINDS = 500, 15, 7
_TOGETHER = 64
_QUESTION = SearchQuery("word1 word20 word300")
_TICK = 0.001


class Loop:
    """Notes for how long the event loop is held."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Look at the clock again and again."""
        before = time.perf_counter()
        while True:
            await asyncio.sleep(_TICK)
            now = time.perf_counter()
            self.longest = max(self.longest, now - before - _TICK)
            before = now


class Database:
    """A store full of messages whose terms and vectors are there, as enrichment leaves them."""

    def __init__(self, directory: Path) -> None:
        self.storage = SqliteStorage(directory)
        self.model = load_static_model()
        self.analyzer = analyzer_for("english")
        words = [f"word{number}" for number in range(3000)]
        self.texts = [" ".join(random.choices(words, k=WORDS)) for _ in range(TEXTS)]
        self._terms = [MessageFeatures.of(text, self.analyzer).to_bytes() for text in self.texts]
        self._vectors = [pack(vector) for vector in self.model.encode(self.texts)]

    async def fill(self, sessions: int, messages: int) -> None:
        """Store so many sessions of so many messages."""
        await self.storage.users.create(NewUser(user_id=USER))
        for start in range(0, sessions, _TOGETHER):
            some = range(start, min(start + _TOGETHER, sessions))
            await asyncio.gather(*(self._fill_session(number, messages) for number in some))

    async def post(self, session: int, text: int) -> None:
        """Store one more message."""
        await self.storage.messages.append(f"s{session}", [self._message(text)], steps=())

    async def _fill_session(self, number: int, messages: int) -> None:
        await self.storage.sessions.create(NewSession(session_id=f"s{number}", user_id=USER))
        texts = [(number * messages + place) % TEXTS for place in range(messages)]
        written = await self.storage.messages.append(f"s{number}", [self._message(text) for text in texts], steps=())
        session, places = written.result.session, list(enumerate(texts, 1))
        terms = {place: self._terms[text] for place, text in places}
        await self.storage.features.set_terms(session, terms, analyzer=self.analyzer.fingerprint)
        vectors = {place: self._vectors[text] for place, text in places}
        await self.storage.features.set_vectors(session, vectors, model=self.model.name)

    def _message(self, text: int) -> NewMessage:
        return NewMessage(role="user", content=self.texts[text], metadata={"kind": text % KINDS})


Act = Callable[[int], Awaitable[object]]


async def measure(messages: int, per_session: int, megabytes: int) -> dict[str, float]:
    """The median milliseconds of each kind of search, printed with the longest hold."""
    sessions = max(20, messages // per_session)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as directory:
        database = Database(Path(directory))
        await database.storage.start()
        await database.fill(sessions, per_session)
        search = Search(Access(database.storage), model=database.model, cache_bytes=megabytes * MEBIBYTE)
        await search.prepare()
        loop = Loop()
        watching = asyncio.create_task(loop.watch())
        where = {"where": {"jsonpath": "$ ? (@.kind == 3)"}}
        filtered = SearchQuery(_QUESTION.text, filter=read_search_filter(where, now=datetime.now(UTC)))
        delete = database.storage.sessions.delete
        for name, query, times, before in (
            ("cold", _QUESTION, 1, None),
            ("warm", _QUESTION, 15, None),
            ("after a POST", _QUESTION, 10, lambda turn: database.post(turn, turn)),
            ("after a deletion", _QUESTION, 5, lambda turn: delete(f"s{turn + 10}")),
            ("filter, first time", filtered, 1, None),
            ("filter, again", filtered, 5, None),
        ):
            loop.longest = 0.0
            figures[name] = await _timed(search, query, times, before)
            print(f"{messages:>9} {name:20} {figures[name]:10.2f} ms   hold {loop.longest * 1000:7.1f} ms", flush=True)
        watching.cancel()
        await search.close()
        await database.storage.stop()
    return figures


async def _timed(search: Search, query: SearchQuery, times: int, before: Act | None) -> float:
    """The median milliseconds of a search, after something else each time."""
    taken = []
    for turn in range(times):
        if before is not None:
            await before(turn)
        start = time.perf_counter()
        await search.of_user(ANYONE, USER, query)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Measure at each size and print how costs grow from the smallest to the largest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--session", type=int, default=50, help="messages of a session")
    parser.add_argument("--cache", type=int, default=256, help="megabytes for indexes")
    options = parser.parse_args()
    random.seed(1)
    sizes = sorted(options.messages)
    figures = [asyncio.run(measure(size, options.session, options.cache)) for size in sizes]
    if len(sizes) > 1:
        growth = math.log(sizes[-1] / sizes[0])
        for name, smallest in figures[0].items():
            print(f"exponent {name:20} {math.log(figures[-1][name] / smallest) / growth:6.2f}")


if __name__ == "__main__":
    main()
