"""A Holdfast server process of its own for the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

START_SECONDS = 40


@dataclass(frozen=True)
class Server:
    """A running server: its address, its data and what it was told."""

    url: str
    data: Path
    environment: dict[str, str]

    def token(self) -> str:
        """Let the server's own command print a token."""
        return self._run("token").strip().splitlines()[-1]

    def purge(self) -> None:
        """Remove for good what was deleted."""
        self._run("purge", "--data", str(self.data))

    def _run(self, *arguments: str) -> str:
        command = [holdfast_command(), *arguments]
        run = subprocess.run(command, env=self.environment, cwd=self.data, capture_output=True, text=True, check=True)
        return run.stdout


def holdfast_command() -> str:
    """Path of the server's command: HOLDFAST_COMMAND, the repository's environment, or the search path."""
    beside = Path(__file__).resolve().parents[4] / ".venv" / "bin" / "holdfast"
    command = os.environ.get("HOLDFAST_COMMAND") or (str(beside) if beside.exists() else shutil.which("holdfast"))
    if command is None:
        pytest.fail("no Holdfast server to test against: install it, or set HOLDFAST_COMMAND to its command")
    return command


@contextmanager
def running_server(data: Path, **settings: str) -> Iterator[Server]:
    """Start a server with an empty database and stop it in the end."""
    data.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    environment = _environment(settings)
    command = [holdfast_command(), "serve", "--port", str(port), "--data", str(data)]
    log = data / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, cwd=data, stdout=output, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            _await_health(url, process, log)
            yield Server(url, data, environment)
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ZEP_", "HOLDFAST_"))}
    return {**kept, "ZEP_SERVER_HOST": "127.0.0.1", **settings}


def _await_health(url: str, process: subprocess.Popen[Any], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz", timeout=1).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start; its log says:\n{log.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
