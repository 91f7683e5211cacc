"""The process that computes for a server: ``python -m holdfast.enrichment.calculating_process``.

It reads requests from its standard input and answers on its standard output, one after the other.  Each is a frame:
eight bytes with the length, then a pickle.  A request is a function with its arguments; the answer is a byte as soon
as the request has arrived, then a frame with whether the function returned, and its result or exception.

A thread of its own reads, so that the end of the server is noticed in the middle of a calculation too: when the pipe
closes, however the server ended, this process ends without a word.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import threading
from queue import SimpleQueue
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")
ARRIVED = b"\x06"
"""Sent before a calculation begins: what happens afterwards is its doing."""


def main() -> None:
    """Answer requests until nobody can send any more."""
    _step_back(int(sys.argv[1]))
    incoming, outgoing = _take_over_pipes()
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(incoming, requests), daemon=True).start()
    try:
        while True:
            request = requests.get()
            outgoing.write(ARRIVED)
            outgoing.flush()
            answer = _answer(request)
            outgoing.write(LENGTH.pack(len(answer)) + answer)
            outgoing.flush()
    except OSError:  # the other end of the pipe is gone
        os._exit(0)


def _step_back(niceness: int) -> None:
    """Leave the processor to the server where that is possible, and signals too."""
    # Service managers signal all processes at once, but the server has still work for this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(niceness)


def _take_over_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the server; what a library prints goes to standard error from now on."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing


def _receive(incoming: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    try:
        while len(head := incoming.read(LENGTH.size)) == LENGTH.size:
            requests.put(incoming.read(*LENGTH.unpack(head)))
    finally:  # a server that is killed may leave an end of the pipe, or an error: a connection that was reset
        os._exit(0)


def _answer(request: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(request)  # noqa: S301 (it comes from the server that started this process)
        found: tuple[bool, Any] = True, function(*arguments)
    except Exception as error:  # noqa: BLE001 (it belongs to whoever asked)
        found = False, error
    try:
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 (neither every result nor every exception can be sent)
        return pickle.dumps((False, RuntimeError(f"{found[1]!r} cannot be sent: {error}")))


if __name__ == "__main__":
    main()
