"""A Holdfast server in a process of its own, as a user would start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import httpx

from tests.forked.process import POSSIBLE, ForkedServer
from tests.loop.stalls import Stalls

START_SECONDS = 60.0
STOP_SECONDS = 60.0

PROGRAM = Path(__file__).parent / "loop" / "watched_server.py"
"""``holdfast``."""

STARTED: list[RunningServer] = []
"""Servers whose stalls nobody has asked for since they ended; those that run are among them."""

_LISTENS = re.compile(r"listens on (http://\S+)")


class RunningServer:
    """``holdfast serve`` on a free port; ``environment`` adds settings.

    It is forked from a process that has imported all of it, which saves most of the start, unless it is to be
    ``started_anew`` as an interpreter of its own, or by another ``program``, which is handed the arguments.
    """

    def __init__(
        self,
        data: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        started_anew: bool = not POSSIBLE,
        program: Path = PROGRAM,
    ) -> None:
        self.data = data
        descriptor, stalls_file = tempfile.mkstemp(prefix="stalls")
        os.close(descriptor)
        self.stalls = Stalls(Path(stalls_file))
        anew = started_anew or program != PROGRAM
        self._process = (partial(interpreter, program) if anew else ForkedServer)(
            ["serve", "--host", "127.0.0.1", "--port", "0", "--data", str(data), *arguments],
            environment={
                **without_settings(os.environ),
                **self.stalls.environment,
                "PYTHONUNBUFFERED": "1",
                **(environment or {}),
            },
            directory=data.parent,
        )
        self._lines: list[str] = []
        self._listening = threading.Event()
        self.url = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            started = self._listening.wait(START_SECONDS)
        except BaseException:
            self.kill()
            raise
        finally:
            Path(stalls_file).unlink()
        if not started or not self.url:
            self.kill()
            raise RuntimeError(f"the server did not start:\n{self.output}")
        self.stalls.begin()
        STARTED.append(self)

    @property
    def output(self) -> str:
        """What the server has printed so far."""
        return "".join(self._lines)

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def longest_stall(self) -> float:
        """How long, in seconds, the event loop stood still at most since `Stalls.begin`."""
        return self.stalls.longest(lambda: self.is_alive)

    def client(self, **options: object) -> httpx.Client:
        """A client of the API."""
        return httpx.Client(base_url=self.url, timeout=30, **options)  # type: ignore[arg-type]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the server to stop, as a service manager would; its exit code."""
        self._process.send_signal(number)
        return self._wait()

    def kill(self) -> None:
        """End the server without giving it a moment."""
        self._process.kill()
        self._wait()

    def _wait(self) -> int:
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        self._reader.join(STOP_SECONDS)
        return code

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)
            if match := _LISTENS.search(line):
                self.url = match[1]
                self._listening.set()
        self._listening.set()


def interpreter(
    program: Path, arguments: Sequence[str], *, environment: Mapping[str, str], directory: Path
) -> subprocess.Popen[str]:
    """An interpreter that runs a program with arguments; what it writes goes to its ``stdout``."""
    return subprocess.Popen(
        [sys.executable, program, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=directory,
    )


def process_of(
    arguments: Sequence[str], *, environment: Mapping[str, str], directory: Path
) -> ForkedServer | subprocess.Popen[str]:
    """``holdfast`` with arguments, forked where that is possible."""
    begin = ForkedServer if POSSIBLE else partial(interpreter, PROGRAM)
    return begin(arguments, environment=environment, directory=directory)


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment less what would configure a server."""
    return {name: value for name, value in environment.items() if not name.startswith(("ZEP_", "HOLDFAST_"))}
