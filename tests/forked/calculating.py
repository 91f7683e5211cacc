"""Calculating processes of a forked server, forked as it was, in place of interpreters that load all anew."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

from holdfast.enrichment import executors
from tests.forked.requests import CALCULATING, REQUEST, Order

_READ_AHEAD = 1 << 20
_Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ForkedCalculation:
    """What `holdfast.enrichment.executors.ProcessExecutor` needs of a process of `asyncio`."""

    def __init__(self, number: int, channel: _Stream, pipes: _Stream) -> None:
        self.pid = number
        self.stdout, self.stdin = pipes
        self._told, self._channel = channel

    def kill(self) -> None:
        """End it without giving it a moment."""
        os.kill(self.pid, signal.SIGKILL)

    async def wait(self) -> int:
        """The exit code, negative for a signal."""
        status = int(await self._told.readline())
        self._channel.close()
        return os.waitstatus_to_exitcode(status)


def fork_calculating_processes(asking: socket.socket) -> None:
    """Let the server of this process ask on ``asking`` for its calculating processes."""

    async def start(niceness: int) -> executors.ProcessExecutor:
        channel, pipes = _asked_for(asking, niceness)
        told, telling = await asyncio.open_connection(sock=channel)
        number = int(await told.readline())
        ways = await asyncio.open_connection(sock=pipes, limit=_READ_AHEAD)
        return executors.ProcessExecutor(ForkedCalculation(number, (told, telling), ways))

    executors.ProcessExecutor.start = start


def _asked_for(asking: socket.socket, niceness: int) -> tuple[socket.socket, socket.socket]:
    """The channel of a calculating process that has been asked for, and our end of its two ways."""
    channel, far_channel = socket.socketpair()
    pipes, far_pipes = socket.socketpair()
    with far_channel, far_pipes:
        socket.send_fds(asking, [REQUEST], [far_channel.fileno(), far_pipes.fileno(), 2])
    order = Order([str(niceness)], dict(os.environ), str(Path.cwd()), CALCULATING)
    channel.sendall(order.line())
    return channel, pipes
