"""Progressive summaries: when they are made, what they cover, and that no message is ever lost between them."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.chores import summary_backlog
from holdfast.chores.summary_backlog import SummaryBacklog
from holdfast.domain.jobs import NewJob
from holdfast.domain.messages import is_blank
from holdfast.domain.summaries import Summary
from holdfast.enrichment.lanes import CLAIMS_OF_A_SUSPECT
from holdfast.enrichment.steps import summary as step_module
from holdfast.storage.contract.storage import Storage
from tests.enrichment.surroundings import (
    RememberingSummariser,
    run_to_the_end,
    summarising_worker,
    will_summarise,
)
from tests.storage.samples import fresh, live, message, say

STEPS = ("summary",)


async def newest(storage: Storage, session_id: str) -> Summary | None:
    return (await storage.messages.memory(session_id, window=1, lastn=0)).summary


async def remembered(storage: Storage, session_id: str, window: int) -> list[str]:
    memory = await storage.messages.memory(session_id, window=window, lastn=0)
    return [message.content for message in memory.messages]


async def test_the_worked_example_of_a_window_of_four(storage: Storage) -> None:
    worker = summarising_worker(storage, RememberingSummariser(), window=4)
    seen = []
    for number in range(1, 9):
        await say(storage, "s", str(number), steps=STEPS)
        await worker.work_off()
        summary = await newest(storage, "s")
        seen.append((await remembered(storage, "s", 4), summary.point if summary else 0))
    assert seen == [
        (["1"], 0),
        (["1", "2"], 0),
        (["1", "2", "3"], 0),
        (["3", "4"], 2),
        (["3", "4", "5"], 2),
        (["5", "6"], 4),
        (["5", "6", "7"], 4),
        (["7", "8"], 6),
    ]


async def test_all_messages_of_a_large_post_are_folded(storage: Storage) -> None:
    worker = summarising_worker(storage, RememberingSummariser(), window=4)
    await say(storage, "s", *map(str, range(1, 11)), steps=STEPS)
    await worker.work_off()
    summary = await newest(storage, "s")
    assert summary is not None
    assert summary.content.split() == list("12345678")
    assert await remembered(storage, "s", 4) == ["9", "10"]


async def test_blank_messages_count_but_say_nothing(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=4)
    await say(storage, "s", "1", " ", "\n", "2", steps=STEPS)
    await worker.work_off()
    summary = await newest(storage, "s")
    assert summary is not None
    assert (summary.content, summary.point) == ("1", 2)


async def test_blank_messages_alone_make_no_summary_and_no_endless_work(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=4)
    await say(storage, "s", *[" "] * 9, steps=STEPS)
    await worker.work_off()
    assert await newest(storage, "s") is None
    assert summariser.calls == 0
    await say(storage, "s", "1", "2", "3", steps=STEPS)
    await worker.work_off()
    summary = await newest(storage, "s")
    assert summary is not None
    assert (summary.content, summary.point) == ("1", 10)


async def test_a_backlog_longer_than_a_portion_is_folded_portion_by_portion(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step_module, "MESSAGES_PER_SUMMARY", 5)
    worker = summarising_worker(storage, RememberingSummariser(), window=4)
    session = (await say(storage, "s", *map(str, range(1, 20)), steps=STEPS)).session
    await worker.work_off()
    assert [summary.point for summary in await storage.summaries.of_session(session)] == [5, 10, 15, 17]
    assert (await storage.summaries.of_session(session))[-1].content.split() == [str(n) for n in range(1, 18)]


async def test_what_is_quickly_folded_needs_no_job_of_its_own(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=4, at_once=True)
    seen: list[str] = []

    async def fold(name: str, *contents: str, claims: int = 0) -> list[str]:
        """The kinds of jobs that are there during each fold."""
        session = (await say(storage, name, *contents, steps=STEPS)).session
        seen.clear()
        for _ in range(claims):
            await storage.jobs.claim(limit=1, lease=0.0)

        async def look() -> None:
            seen.extend(job.kind for job in await storage.jobs.pending(session))

        summariser.during = [look] * 2
        await worker.work_off()
        summary = await newest(storage, name)
        assert summary is not None
        assert summary.content.split() == list(contents[:-2])
        return seen

    assert await fold("few", *"1234") == ["messages"]
    assert await fold("many", *"12345678") == ["summarising"]
    summariser.failures = 1
    assert await fold("failing", *"1234") == ["messages", "summarising"]
    assert await fold("suspect", *"1234", claims=CLAIMS_OF_A_SUSPECT) == ["summarising"]


async def test_a_session_that_is_being_folded_is_left_to_a_job(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=4, at_once=True)
    session = (await say(storage, "s", *"1234", steps=STEPS)).session
    seen: list[str] = []

    async def look() -> None:
        seen.extend(job.kind for job in await storage.jobs.pending(session))

    async def work_beside() -> None:
        await say(storage, "s", "5", steps=STEPS)
        await worker.work_off()

    summariser.during = [look, work_beside]
    await worker.work_off()
    assert (seen, summariser.calls) == (["messages", "summarising"], 2)
    summary = await newest(storage, "s")
    assert summary is not None
    assert summary.content.split() == list("123")


async def test_what_a_failing_run_has_folded_stays_folded(storage: Storage) -> None:
    summariser = RememberingSummariser(takes=3)
    worker = summarising_worker(storage, summariser, window=2)
    session = (await say(storage, "s", *map(str, range(1, 9)), steps=STEPS)).session

    async def fail_from_now_on() -> None:
        summariser.failures = 1

    summariser.during = [fail_from_now_on, _nothing]
    await worker.work_off()
    assert [summary.point for summary in await storage.summaries.of_session(session)] == [3]
    await run_to_the_end(worker, storage)
    assert (await storage.summaries.of_session(session))[-1].content.split() == list("1234567")


async def test_messages_that_come_during_a_run_are_not_forgotten(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=2)
    summariser.during = [lambda: say(storage, "s", "3", "4", "5", steps=STEPS)]
    await say(storage, "s", "1", "2", steps=STEPS)
    await run_to_the_end(worker, storage)
    summary = await newest(storage, "s")
    assert summary is not None
    assert summary.content.split() == list("1234")


async def test_messages_that_come_after_the_last_look_of_a_run_are_not_forgotten(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=2)
    finish = storage.jobs.finish

    async def post_and_finish(jobs: Sequence[int], *, follow: Sequence[NewJob] = ()) -> None:
        if summariser.calls == 1:
            summariser.calls += 1
            await say(storage, "s", "3", "4", steps=STEPS)
            await summarising_worker(storage, summariser, window=2).work_off()
        await finish(jobs, follow=follow)

    monkeypatch.setattr(storage.jobs, "finish", post_and_finish)
    await say(storage, "s", "1", "2", steps=STEPS)
    await run_to_the_end(worker, storage)
    assert await remembered(storage, "s", 2) == ["4"]


async def test_a_session_deleted_during_a_run_gets_no_summary(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=2)
    summariser.during = [lambda: storage.sessions.delete("s")]
    session = (await say(storage, "s", "1", "2", steps=STEPS)).session
    await run_to_the_end(worker, storage)
    assert await storage.summaries.of_session(session) == []
    assert await storage.jobs.pending(session) == []


async def test_a_session_revived_during_a_run_is_summarised_from_its_new_messages_only(storage: Storage) -> None:
    summariser = RememberingSummariser()
    worker = summarising_worker(storage, summariser, window=2)

    async def delete_and_go_on() -> None:
        await storage.sessions.delete("s")
        await say(storage, "s", "new", "newer", steps=STEPS)

    summariser.during = [delete_and_go_on]
    session = (await say(storage, "s", "old", "older", steps=STEPS)).session
    await run_to_the_end(worker, storage)
    assert [summary.content for summary in await storage.summaries.of_session(session)] == ["new"]


async def test_a_summary_made_elsewhere_during_a_run_wins(storage: Storage) -> None:
    slow, quick = RememberingSummariser(), RememberingSummariser()
    worker = summarising_worker(storage, slow, window=2)
    session = (await say(storage, "s", "1", "2", "3", steps=STEPS)).session
    faster = step_module.Summarise(storage, quick, window=2, steps=())
    slow.during = [lambda: faster.run([step_module.UnfoldedSession(session)])]
    await run_to_the_end(worker, storage)
    assert [summary.content for summary in await storage.summaries.of_session(session)] == ["1 2"]


async def test_a_window_that_was_made_smaller_is_made_up_for_at_the_start(storage: Storage) -> None:
    await say(storage, "s", *map(str, range(1, 8)), steps=STEPS)
    await say(storage, "short", "1", "2", steps=STEPS)
    await summarising_worker(storage, RememberingSummariser(), window=9).work_off()
    assert await newest(storage, "s") is None
    worker = summarising_worker(storage, RememberingSummariser(), window=4)
    woken: list[bool] = []
    for _ in range(2):
        await SummaryBacklog(storage, window=4, wake=lambda: woken.append(True)).run()
    assert (await storage.jobs.counts()).pending == 1
    await worker.work_off()
    summary = await newest(storage, "s")
    assert summary is not None
    assert summary.content.split() == list("12345")
    assert await newest(storage, "short") is None
    await SummaryBacklog(storage, window=4, wake=lambda: woken.append(True)).run()
    assert len(woken) == 2


async def test_many_sessions_are_looked_through_page_by_page(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_backlog, "SESSIONS_AT_ONCE", 3)
    for _ in range(10):
        await say(storage, fresh(), "1", "2", steps=())
    await SummaryBacklog(storage, window=2, wake=lambda: None).run()
    assert (await storage.jobs.counts()).pending == 10


_turns = st.one_of(st.sampled_from(["h", "a", " "]), st.integers(1, 4).map(lambda results: "c" + "r" * results))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    window=st.integers(1, 7),
    turns=st.lists(_turns, min_size=1, max_size=15).map("".join),
    cuts=st.sets(st.integers(0, 40), max_size=6),
    portion=st.sampled_from([2, 5, 200]),
    takes=st.sampled_from([1, 2, 1_000]),
)
async def test_neither_a_summary_ends_nor_a_memory_begins_between_a_call_and_its_results(
    storage: Storage, window: int, turns: str, cuts: set[int], portion: int, takes: int
) -> None:
    session_id = fresh()
    summariser = RememberingSummariser(takes=takes)
    worker = summarising_worker(storage, summariser, window=window)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step_module, "MESSAGES_PER_SUMMARY", portion)
        for begin, end in itertools.pairwise(sorted({0, *(cut for cut in cuts if cut < len(turns)), len(turns)})):
            kinds = turns[begin:end]
            roles = {"c": "ai", "r": "tool"}
            new = [message("" if kind == "c" else kind, role=roles.get(kind, "human")) for kind in kinds]
            session = (await storage.messages.append(session_id, new, steps=STEPS)).result.session
            await run_to_the_end(worker, storage)
            memory = await storage.messages.memory(session_id, window=window, lastn=0)
            assert memory.messages == [] or memory.messages[0].role != "tool"
            point = memory.summary.point if memory.summary else 0
            if window > 1:  # a window of one message keeps none unfolded
                points = [summary.point for summary in await storage.summaries.of_session(session)]
                assert all(turns[each] != "r" for each in points if each < end)
            assert len(memory.messages) >= min(end - point, window)


async def test_a_call_whose_results_are_still_to_come_waits_for_them(storage: Storage) -> None:
    worker = summarising_worker(storage, RememberingSummariser(), window=2)
    for kind, expected in zip("crrrha", (0, 0, 0, 0, 4, 5), strict=True):
        new = [message(kind, role="tool" if kind == "r" else "ai")]
        session = (await storage.messages.append("s", new, steps=STEPS)).result.session
        await worker.work_off()
        newest = await storage.summaries.newest(session)
        assert (newest.point if newest else 0) == expected, kind


async def _nothing() -> None:
    return None


_numbers = itertools.count()
_texts = st.sampled_from(["", " ", "text", "huge"])
_posts = st.tuples(st.just("post"), st.lists(_texts, max_size=9))
_actions = st.one_of(
    _posts,
    st.tuples(st.just("work"), st.none()),
    st.tuples(st.just("fail"), st.integers(1, 3)),
    st.tuples(st.just("post during a run"), st.lists(_texts, min_size=1, max_size=9)),
    st.tuples(st.just("delete"), st.none()),
    st.tuples(st.just("delete during a run"), st.none()),
    st.tuples(st.just("give up"), st.none()),
)


class Conversation:
    """A session under random treatment."""

    def __init__(self, storage: Storage, *, window: int, takes: int) -> None:
        self.session_id = fresh()
        self.storage = storage
        self.window = window
        self.summariser = RememberingSummariser(takes=takes)
        self.worker = summarising_worker(storage, self.summariser, window=window)

    async def do(self, action: str, argument: object) -> None:
        during: dict[str, Callable[[], Awaitable[object]]] = {
            "post during a run": lambda: self.post(argument),
            "delete during a run": self.delete,
        }
        if action in during:
            self.summariser.during.append(during[action])
        elif action == "post":
            await self.post(argument)
        elif action == "fail":
            self.summariser.failures = int(str(argument))
        elif action == "delete":
            await self.delete()
        elif action == "work":
            await self.worker.work_off()
        else:
            await self.give_up()

    async def post(self, texts: object) -> None:
        assert isinstance(texts, list)
        await say(self.storage, self.session_id, *map(_content, texts), steps=STEPS)

    async def delete(self) -> None:
        if await self.storage.sessions.extent(self.session_id) is not None:
            await self.storage.sessions.delete(self.session_id)

    async def give_up(self) -> None:
        """Park whatever is due, as after too many failures."""
        for job in await self.storage.jobs.claim(limit=100, lease=60, kind="summarising"):
            await self.storage.jobs.park(job.id, steps=job.steps, attempts=1, error="given up")

    async def missing(self) -> set[str]:
        """Words of live messages that are neither returned by GET memory nor folded."""
        messages = await live(self.storage, self.session_id)
        wanted = {message.content.split()[0] for message in messages if not is_blank(message.content)}
        memory = await self.storage.messages.memory(self.session_id, window=self.window, lastn=0)
        kept = {word for message in memory.messages for word in message.content.split()[:1]}
        return wanted - kept - set(memory.summary.content.split() if memory.summary else ())

    async def is_pending(self) -> bool:
        extent = await self.storage.sessions.extent(self.session_id)
        return extent is not None and will_summarise(await self.storage.jobs.pending(extent.session))


def _content(kind: str) -> str:
    if is_blank(kind):
        return kind
    word = f"w{next(_numbers)}"
    return word if kind == "text" else f"{word} {'long ' * 20_000}"


@pytest.mark.timeout(90)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    window=st.integers(0, 7), takes=st.sampled_from([1, 2, 1_000]), actions=st.lists(_actions, min_size=1, max_size=12)
)
async def test_every_message_is_returned_or_folded_or_about_to_be(
    storage: Storage, window: int, takes: int, actions: list[tuple[str, object]]
) -> None:
    conversation = Conversation(storage, window=window, takes=takes)
    for action, argument in actions:
        await conversation.do(action, argument)
        assert await conversation.is_pending() or not await conversation.missing()
    conversation.summariser.failures = 0
    await storage.jobs.redrive(None)
    await run_to_the_end(conversation.worker, storage)
    assert not await conversation.missing()
