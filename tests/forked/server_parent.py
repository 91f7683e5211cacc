"""The program that has imported all of a server and forks: ``python -m tests.forked.server_parent CONTROL``.

It runs no thread and no loop, and reads no settings; ``CONTROL`` is the descriptor of the socket on which it is asked
(`tests.forked.requests`).  A process that it forks runs `tests.loop.watched_server` to the end, as if it had just been
started: with arguments, environment, directory, standard streams and signals of its own.  The parent ends when the
other end of the socket closes.

A server that was forked asks for its calculating processes here too: what they load is more than all else that a short
test computes.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from holdfast.domain.timestamps import Timestamp
from holdfast.enrichment import calculating_process, calculations
from tests.forked import calculating
from tests.forked.requests import CALCULATING, DESCRIPTORS, REQUEST, Order
from tests.loop import watched_server

IMPORTED = (
    "holdfast.cli.group",
    "holdfast.cli.commands.serve",
    "holdfast.cli.commands.settings",
    "holdfast.http.prometheus",
    "holdfast.http.signed_tokens",
    "holdfast.mcp.server",
    "holdfast.mcp.transport",
    "holdfast.providers.entities.builtin",
    "holdfast.providers.facts.builtin",
    "holdfast.storage.postgres.storage",
    "holdfast.web.application",
)
"""What every server imports at its start, or when it is first asked for what most tests ask."""

channels: dict[int, socket.socket] = {}
"""Where the ends of processes are told, by their numbers."""


def main() -> Callable[[], None]:
    """Fork until nobody can ask any more, and end those that are left then; in forked processes, what to run."""
    control = socket.socket(fileno=int(sys.argv[1]))
    asked, asking = socket.socketpair()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, tell_ends)
    while (request := socket.recv_fds(asked_first(control, asked), len(REQUEST), DESCRIPTORS))[0]:
        channel, streams = socket.socket(fileno=request[1][0]), request[1][1:]
        with channel.makefile("rb") as lines:
            line = lines.readline()
        if not line.endswith(b"\n"):  # a server that asked was killed meanwhile
            channel.close()
            close(streams)
            continue
        order = Order.read(line)
        # A process that ends at once must be known before its end is told.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        if (number := os.fork()) == 0:
            for other in (control, channel, asked, *channels.values()):
                other.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            become(order, streams)
            return program_of(order, asking)
        channels[number] = channel
        with contextlib.suppress(ConnectionError):  # who asked may have been killed meanwhile
            channel.sendall(b"%d\n" % number)
        close(streams)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    for left in list(channels):
        os.kill(left, signal.SIGKILL)
    os._exit(0)


def make_ready() -> None:
    """Have in memory what servers and calculating processes with the usual settings load, which nothing changes."""
    from holdfast.domain.filters import where
    from holdfast.operations.prompting.assembly import fence_tokens
    from holdfast.retrieval.analysis import analyzer_for
    from holdfast.retrieval.readiness import ready
    from holdfast.settings import Settings

    language = Settings().search.language
    where.read_where({"jsonpath": "$"}, place="where")
    ready(analyzer_for(language))
    fence_tokens()
    wanted = calculations.Wanted(calculations.ExtractorChoice(), language, embed=True)
    calculations.enrich(wanted, [("user", "I live in Lisbon.", Timestamp("2026-01-01T00:00:00Z"))])


def close(streams: Sequence[int]) -> None:
    """Let go of the streams that came with a request."""
    for stream in streams:
        os.close(stream)


def asked_first(*sockets: socket.socket) -> socket.socket:
    """The first of the sockets on which somebody asks, or whose other end has closed."""
    return select.select(sockets, [], [])[0][0]


def program_of(order: Order, asking: socket.socket) -> Callable[[], None]:
    """What a process that has become what was ordered runs; servers ask on ``asking``."""
    if order.program == CALCULATING:
        asking.close()
        os.dup2(1, 0)  # both ways of its only stream
        return calculating_process.main
    calculating.fork_calculating_processes(asking)
    return watched_server.main


def tell_ends(number: int, frame: FrameType | None) -> None:
    """Tell of all processes that have ended."""
    while channels:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process == 0:
            return
        channel = channels.pop(process)
        with channel, contextlib.suppress(BrokenPipeError):  # who asked for it may be gone
            channel.sendall(b"%d\n" % status)


def become(order: Order, streams: list[int]) -> None:
    """Make this process one that was started as it is ordered, with streams for its output and its errors."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    for number, stream in enumerate(streams, start=1):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    os.chdir(order.directory)
    sys.argv = ["watched_server", *order.arguments]
    random.seed()


if __name__ == "__main__":
    from holdfast.loading import load_module
    from holdfast.providers.tokens.cl100k import load_cl100k

    for module in IMPORTED:
        load_module(module)
    make_ready()
    load_cl100k()
    gc.collect()
    gc.freeze()
    assert threading.active_count() == 1, "threads do not survive a fork"
    main()()
