"""Pages of a large server, and two hundred people who look at conversations at once."""

from __future__ import annotations

import re
import threading
import time

import psutil
import pytest

from tests.running_server import RunningServer
from tests.web.guarded import api

VIEWERS = 200


def test_no_page_is_slow_and_home_counts_everything(large: RunningServer) -> None:
    with api(large) as client:
        deadline = time.monotonic() + 60
        # One of a thousand people may have been erased meanwhile.
        while not re.search("<dt>Messages</dt><dd>(100\u202f000|99\u202f950)", client.get("/admin").text):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        pages = [
            "/admin", "/admin/users", "/admin/users/u1", "/admin/sessions", "/admin/sessions?q=s77",
            "/admin/sessions?q=nothing", "/admin/sessions?before=5000", "/admin/sessions/long",
            "/admin/search?q=tea+in+the+garden", "/admin/sessions/long?from=25000",
            "/admin/users/u1/erase", "/admin/server",
        ]  # fmt: skip
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200
            assert len(answer.content) < 300_000
        assert re.search("10\u202f001|9\u202f991", client.get("/admin").text)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_viewers_are_not_felt(large: RunningServer) -> None:
    stop, told = threading.Event(), []

    def look(number: int) -> None:
        with api(large) as client:
            seen = 5
            while not stop.is_set():
                answer = client.get(f"/admin/sessions/s{number}/new", params={"after": seen})
                if "fresh" in answer.text:
                    told.append(number)
                    return

    deadline = time.monotonic() + 120
    while _share(large, seconds=1) > 0.03:  # what the conversations have set off is still under way
        assert time.monotonic() < deadline
    alone = _memories(large)
    threads = [threading.Thread(target=look, args=(number,), daemon=True) for number in range(VIEWERS)]
    for thread in threads:
        thread.start()
    _rest(3)
    share, beside = _share(large, seconds=5), _memories(large)
    assert share < 0.1, f"viewers alone take {share:.0%} of a core"
    assert beside < 2 * alone, f"a memory takes {beside * 1e6:.0f} µs instead of {alone * 1e6:.0f}"
    body = {"messages": [{"role": "user", "content": "fresh"}]}
    with api(large) as client:
        for number in range(VIEWERS):
            assert client.post(f"/api/v1/sessions/s{number}/memory", json=body).is_success
    deadline = time.monotonic() + 60
    while len(told) < VIEWERS:
        assert time.monotonic() < deadline, f"{len(told)} were told"
        time.sleep(0.05)
    stop.set()


def _share(server: RunningServer, *, seconds: float) -> float:
    """The share of a core that a server takes that is asked nothing."""
    before, began = _cpu(server), time.monotonic()
    _rest(seconds)
    return (_cpu(server) - before) / (time.monotonic() - began)


def _memories(server: RunningServer) -> float:
    """CPU seconds of a server for one GET memory, and for all else that it does meanwhile."""
    with api(server) as client:
        before = _cpu(server)
        for number in range(2000):
            client.get(f"/api/v1/sessions/s{number}/memory")
        return (_cpu(server) - before) / 2000


def _rest(seconds: float) -> None:
    """Let time pass in which nothing happens: what viewers cost then is what is measured."""
    threading.Event().wait(seconds)


def _cpu(server: RunningServer) -> float:
    times = psutil.Process(server.process_id).cpu_times()
    return times.user + times.system
