"""What a context costs, beside the search of the user that it rests on.

    python -m benchmarks.context                       # 35, 1 000, 10 000 and 100 000 messages

For each number of messages a database of the embedded store is filled, all of it one user's, with some facts. Then
searches and contexts are timed inside one process, one after the other in turn, with questions of the same words, in
the opposite order since what a question was made into is kept for a while. `cpu` is the time that was computed, all
threads together; `ratio` that of a context to that of a search of 10 results. `own` is the ratio for questions about
the user, for which there is room beside the stable part, `advice` for those that ask for advice, which take a second
search, and `own advice` for those that are both. What a search for facts and a profile cost is told beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.growth_data import WORDS, Person, Writer
from holdfast.domain.facts import NewFact
from holdfast.domain.principals import ANYONE
from holdfast.enrichment.calculations import find_facts
from holdfast.enrichment.calculator import Calculator
from holdfast.operations.access import Access
from holdfast.operations.context import ContextOperations
from holdfast.operations.fact_search import FactQuery, FactSearch
from holdfast.operations.facts import FactOperations
from holdfast.operations.prompting.query import ContextQuery
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.providers.embeddings.static import load_static_model
from holdfast.storage.sqlite.storage import SqliteStorage

USER = "u"
_FACTS = 40
_ROUNDS = 120
_WARM_UP = 40
_FORMS = ("{}", "what did I say about {}", "{} for dinner", "what shall we have for dinner, {}")
"""Of questions: of no use to anybody, about the user, for advice, and for advice to the user."""


async def _cpu(call: Callable[[], Awaitable[object]]) -> float:
    begun = time.process_time()
    await call()
    return (time.process_time() - begun) * 1000


def fill(directory: Path, messages: int) -> list[str]:
    """Write a database with so many messages; what they say."""
    sessions = max(1, messages // 35)
    writer = Writer(directory)
    writer.write([Person(USER, sessions, messages // sessions)], strangers=0)
    writer.close()
    return writer.contents


async def measure(directory: Path, messages: int, texts: list[str]) -> str:
    """A line of the table."""
    storage = SqliteStorage(directory)
    await storage.start()
    for number in range(_FACTS):
        slot = "likes" if number % 2 else "instruction" if number % 10 == 0 else None
        text = texts[number]
        await storage.facts.add(NewFact(user_id=USER, text=text, slot=slot, value=slot and text), actor="b")
    access = Access(storage)
    search = Search(access, model=load_static_model(), cache_bytes=1024 * MEBIBYTE)
    context = ContextOperations(access, search, FactSearch(access, search.engine))
    calculator = Calculator(processes=0)
    facts = FactSearch(access, search.engine)
    profiles = FactOperations(access, lambda messages: calculator.run(find_facts, messages))
    spent: dict[str, tuple[list[float], list[float]]] = {form: ([], []) for form in _FORMS}
    found, profiled = [], []
    gc.collect()
    gc.freeze()  # as `holdfast serve` does
    for number in range(_ROUNDS):
        for place, (form, (searches, contexts)) in enumerate(spent.items()):
            said = texts[(len(_FORMS) * number + place) * 7 % len(texts)]
            words = said.split()[: 3 + number % WORDS // 4]
            text, turned = form.format(" ".join(words)), form.format(" ".join(reversed(words)))
            searches.append(await _cpu(lambda text=text: search.of_user(ANYONE, USER, SearchQuery(text))))  # type: ignore[misc]
            query = ContextQuery(user_id=USER, text=turned)
            contexts.append(await _cpu(lambda query=query: context(ANYONE, query)))  # type: ignore[misc]
        sought = FactQuery(text=f"{turned} please", user_id=USER)
        found.append(await _cpu(lambda sought=sought: facts(ANYONE, sought)))  # type: ignore[misc]
        profiled.append(await _cpu(lambda: profiles.profile(ANYONE, USER)))
    await search.close()
    await storage.stop()
    medians = [tuple(statistics.median(each[_WARM_UP:]) for each in pair) for pair in spent.values()]
    ratios = "".join(f"{of_context / of_search:>11.1f}" for of_search, of_context in medians)
    fact, profile = (statistics.median(each[_WARM_UP:]) for each in (found, profiled))
    return f"{messages:>9} {medians[0][0]:>11.2f} {medians[0][1]:>12.2f} {ratios} {fact:>15.2f} {profile:>12.2f}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, nargs="*", default=[35, 1_000, 10_000, 100_000])
    heads = "".join(f"{head:>11}" for head in ("ratio", "own", "advice", "own advice"))
    print(f" messages  search cpu  context cpu {heads} fact search cpu  profile cpu  (ms)")
    for messages in parser.parse_args().messages:
        with tempfile.TemporaryDirectory() as directory:
            texts = fill(Path(directory), messages)
            print(asyncio.run(measure(Path(directory), messages, texts)), flush=True)


if __name__ == "__main__":
    main()
