"""What agents cost: CPU of ``recall`` over MCP beside the context over HTTP, and the start of `holdfast mcp`.

    python -m benchmarks.agents [--messages 1000]

CPU is that of the server's process, the median of several rounds in which the ways take turns.  The start is wall time
from the process to the answer to ``initialize``, the best of several, with the CPU of the process until then; beside it
stands its floor, what Python takes to load the official SDK and nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, KNOWN_PROTOCOL_VERSIONS

from tests.running_server import RunningServer, without_settings

QUESTION = "When do we sail to Lisbon?"
CALLS = 60
ROUNDS = 7
STARTS = 5
USER = "ada"

Post = Callable[[], httpx.Response]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    messages = parser.parse_args().messages
    with tempfile.TemporaryDirectory() as folder:
        server = RunningServer(Path(folder) / "data")
        try:
            with server.client() as client:
                fill(client, messages)
                report(server, client)
        finally:
            server.stop()
        pairs = [(loading_of_sdk(), start(Path(folder) / "started")) for _ in range(STARTS)]
    floors, starts = zip(*pairs, strict=True)
    for name, (wall, cpu) in {"`import mcp`": min(floors), "`holdfast mcp` to its first answer": min(starts)}.items():
        print(f"{name}: {wall:.2f} s, {cpu:.2f} s of CPU")


def fill(client: httpx.Client, messages: int) -> None:
    """A user with a session and some facts."""
    client.post("/api/v1/user", json={"user_id": USER}).raise_for_status()
    client.post("/api/v1/sessions", json={"session_id": "s", "user_id": USER}).raise_for_status()
    said = [f"In year {n} we sailed to harbour {n % 97} with a crew of {n % 13}." for n in range(messages - 1)]
    body = [{"role": "user", "content": text} for text in [*said, "We sail to Lisbon in May."]]
    for first in range(0, messages, 500):
        part = {"messages": body[first : first + 500]}
        client.post("/api/v1/sessions/s/memory", params={"wait": "true"}, json=part).raise_for_status()
    for number in range(50):
        fact = {"user_id": USER, "text": f"Ada owns chart number {number}."}
        client.post("/api/v1/facts", json=fact).raise_for_status()


def report(server: RunningServer, client: httpx.Client) -> None:
    """Print the CPU of each way to ask."""
    ways: dict[str, Post] = {
        "context over HTTP": lambda: context(client),
        **{f"recall over MCP {version}": recall(client, version) for version in KNOWN_PROTOCOL_VERSIONS},
    }
    process = psutil.Process(server.process_id)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for post in ways.values():
        assert "Lisbon" in post().text
    for _ in range(ROUNDS):
        for name, post in ways.items():
            before = cpu_of(process)
            for _ in range(CALLS):
                post()
            spent[name].append((cpu_of(process) - before) / CALLS * 1000)
    floor, *_ = medians = [median(rounds) for rounds in spent.values()]
    for name, found in zip(ways, medians, strict=True):
        print(f"{name}: {found:.2f} ms of CPU, {found - floor:+.2f} ms")


def context(client: httpx.Client) -> httpx.Response:
    """The bare request for what a recall gives."""
    return client.post("/api/v1/context", json={"query": QUESTION, "user_id": USER})


def recall(client: httpx.Client, version: str) -> Post:
    """A call of the tool in one revision of the protocol."""
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": version}
    parameters: dict[str, Any] = {"name": "recall", "arguments": {"query": QUESTION}}
    if version not in HANDSHAKE_PROTOCOL_VERSIONS:
        headers |= {"Mcp-Method": "tools/call", "Mcp-Name": "recall"}
        parameters["_meta"] = {
            "io.modelcontextprotocol/protocolVersion": version,
            "io.modelcontextprotocol/clientInfo": {"name": "benchmark", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}
    return lambda: client.post(f"/mcp/u/{USER}", json=body, headers=headers)


def cpu_of(process: psutil.Process) -> float:
    """Seconds of CPU that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def start(data: Path) -> tuple[float, float]:
    """Seconds from the start of the command to its first answer, and the CPU of its process until then."""
    about = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "benchmark", "version": "1"}}
    line = json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": about})
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "mcp", "--data", data],
        env=without_settings(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    assert "serverInfo" in process.stdout.readline()
    wall, cpu = time.perf_counter() - begun, cpu_of(psutil.Process(process.pid))
    process.stdin.close()
    process.wait(30)
    return wall, cpu


def loading_of_sdk() -> tuple[float, float]:
    """Seconds from the start of Python until it has loaded the official SDK, and its CPU: nobody starts sooner."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", "import mcp; print(); input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    wall, cpu = time.perf_counter() - begun, cpu_of(psutil.Process(process.pid))
    process.communicate("\n")
    return wall, cpu


if __name__ == "__main__":
    main()
