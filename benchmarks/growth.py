"""How the cost of a search grows with what it does not touch.

    python -m benchmarks.growth                        # 10 000 and 100 000 messages
    python -m benchmarks.growth --messages 1000000

For each number of messages a database of the embedded store is filled, all of it one user's, in sessions of `--session`
messages; then searches of that user are timed inside one process. `hold` is the longest time for which the event loop
was kept from anything else meanwhile; on a busy machine it has the neighbours in it. The last table has the exponents:
0 for a cost that does not grow, 1 for one that grows as the messages do. A ranking looks at every message of its scope,
so `warm` grows; what is to stay small is what comes on top: after a POST, after a deletion, with a filter that was
asked before. `in a file` is what is done beside searches to write the index; `restart` is a new process's first search,
the file being in the memory of the operating system; `erased` sees to it that a deleted session is in no file.
`memory` is what the process has of its own, without pages of files.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
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
from holdfast.errors import Unavailable
from holdfast.operations.access import Access
from holdfast.operations.retrieval_engine import IndexDirectory
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


class Run:
    """The searches of one size: what they take, and for how long they keep the event loop."""

    def __init__(self, messages: int, database: Database, directory: Path, megabytes: int) -> None:
        self._messages = messages
        self._database = database
        self._kept_in = IndexDirectory(directory / "search-indexes", 1 << 40)
        self._megabytes = megabytes
        self._loop = Loop()
        self._watching = asyncio.create_task(self._loop.watch())
        self.figures: dict[str, float] = {}

    async def started(self) -> Search:
        """A search as a process that has just started has it."""
        database = self._database
        cache_bytes = self._megabytes * MEBIBYTE
        search = Search(Access(database.storage), model=database.model, cache_bytes=cache_bytes, kept_in=self._kept_in)
        await search.prepare()
        gc.collect()
        gc.freeze()  # as `holdfast serve` does
        return search

    async def note(self, name: str, times: int, act: Act, before: Act | None = None) -> None:
        """Do something so many times, after something else each time; print the median."""
        self._loop.longest = 0.0
        taken = []
        for turn in range(times):
            if before is not None:
                await before(turn)
            start = time.perf_counter()
            await act(turn)
            taken.append((time.perf_counter() - start) * 1000)
            await asyncio.sleep(2 * _TICK)  # what is done at once gives the watch no turn
        median = self.figures[name] = statistics.median(taken)
        hold = self._loop.longest * 1000
        print(f"{self._messages:>9} {name:20} {median:10.2f} ms   hold {hold:7.1f} ms   {memory():6} MB", flush=True)

    def stop(self) -> None:
        """End the watch on the event loop."""
        self._watching.cancel()


async def measure(messages: int, per_session: int, megabytes: int) -> dict[str, float]:
    """The median milliseconds of each kind of search, printed with the longest hold."""
    with tempfile.TemporaryDirectory() as directory:
        database = Database(Path(directory))
        await database.storage.start()
        await database.fill(max(20, messages // per_session), per_session)
        run = Run(messages, database, Path(directory), megabytes)
        await _search(run, database)
        run.stop()
        await database.storage.stop()
    return run.figures


async def _search(run: Run, database: Database) -> None:
    where = {"where": {"jsonpath": "$ ? (@.kind == 3)"}}
    filtered = SearchQuery(_QUESTION.text, filter=read_search_filter(where, now=datetime.now(UTC)))
    search = await run.started()

    async def ask(_turn: int, query: SearchQuery = _QUESTION) -> None:
        while True:
            try:
                await search.of_user(ANYONE, USER, query)
            except Unavailable:  # a search waits so long, and no longer, while the index is made
                continue
            return

    async def post(turn: int) -> None:
        await database.post(turn, turn)

    async def delete(turn: int) -> None:
        await database.storage.sessions.delete(f"s{turn + 10}")

    await run.note("cold", 1, ask)
    await run.note("in a file", 1, lambda _: search.engine.cache.settled())
    await run.note("warm", 15, ask)
    await run.note("after a POST", 10, ask, post)
    await run.note("after a deletion", 5, ask, delete)
    await run.note("filter, first time", 1, lambda turn: ask(turn, filtered))
    await run.note("filter, again", 5, lambda turn: ask(turn, filtered))
    await search.close()
    search = await run.started()
    await run.note("restart", 1, ask)
    await run.note("erased", 1, lambda _: search.engine.renew_files())
    await search.close()


def memory() -> int:
    """Megabytes that the process has of its own, where the system tells."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssShmem"))) >> 10


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
