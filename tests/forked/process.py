"""A process that was forked from the parent (`tests.forked.server_parent`), to be used like `subprocess.Popen`."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.forked.requests import REQUEST, Order

POSSIBLE = sys.platform == "linux"
"""Elsewhere libraries of the system do not survive a fork."""


class ForkedProcess:
    """``holdfast`` with ``arguments``; it writes to the descriptors ``output`` and ``errors``."""

    def __init__(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], directory: Path, output: int, errors: int
    ) -> None:
        self.args = list(arguments)
        self.returncode: int | None = None
        self._channel, far = socket.socketpair()
        socket.send_fds(_parent(), [REQUEST], [far.fileno(), output, errors])
        far.close()
        self._channel.sendall(Order(self.args, dict(environment), str(directory)).line())
        self._told = self._channel.makefile("rb")
        self.pid = int(self._told.readline())

    def poll(self) -> int | None:
        """The exit code, negative for a signal; ``None`` while the process runs."""
        return self._ended(0)

    def wait(self, timeout: float) -> int:
        """The exit code, awaited for so many seconds; `subprocess.TimeoutExpired` after them."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Signal the process, if it has not ended."""
        if self.poll() is None:
            # It may have ended, which is told only a moment later.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End the process without giving it a moment."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float) -> int | None:
        if self.returncode is None and select.select([self._channel], [], [], timeout)[0]:
            self.returncode = os.waitstatus_to_exitcode(int(self._told.readline()))
            self._told.close()
            self._channel.close()
        return self.returncode


class ForkedServer(ForkedProcess):
    """``holdfast`` with ``arguments``; ``stdout`` is what it writes to standard output and standard error."""

    def __init__(self, arguments: Sequence[str], *, environment: Mapping[str, str], directory: Path) -> None:
        reading, writing = os.pipe()
        super().__init__(arguments, environment=environment, directory=directory, output=writing, errors=writing)
        os.close(writing)
        self.stdout = os.fdopen(reading, encoding="utf-8")


def run_forked(
    arguments: Sequence[str], *, environment: Mapping[str, str], directory: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run ``holdfast`` with ``arguments`` to its end; `subprocess.TimeoutExpired` after so many seconds."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = ForkedProcess(
            arguments, environment=environment, directory=directory, output=output.fileno(), errors=errors.fileno()
        )
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(process.args, code, output.read(), errors.read())


@cache
def _parent() -> socket.socket:
    """The control socket of the parent of this test process, which is started by the first who asks."""
    near, far = socket.socketpair()
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.forked.server_parent", str(far.fileno())],
        pass_fds=[far.fileno()],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    far.close()

    def end() -> None:
        near.close()
        program.wait()

    atexit.register(end)
    return near
