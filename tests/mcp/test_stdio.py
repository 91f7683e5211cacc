"""``holdfast mcp``: an agent's own memory, shared with the agents and the server beside it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdfast.cli.commands.mcp import path_for
from holdfast.cli.near_server import NearServer
from holdfast.mcp.stdio import StdioPipe
from holdfast.settings import Settings
from tests.mcp.agents import agent, call, local_agent
from tests.running_server import RunningServer, without_settings


def begin(version: str) -> str:
    about = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    return json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": about})


def ask(number: int, method: str, **parameters: object) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})


async def piped(url: str, *lines: str, path: str = "/mcp/u/ada") -> list[Any]:
    """What the pipe writes in answer to lines, with a server at ``url``."""
    written: list[Any] = []

    async def connect() -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=url)

    async def given() -> AsyncIterator[bytes]:
        for line in lines:
            yield line.encode()

    await StdioPipe(connect, path, {}, lambda line: written.append(json.loads(line))).run(given())
    return written


async def test_agents_come_and_go_and_share_one_memory(tmp_path: Path) -> None:
    """The second agent talks to the first one's process, and opens the database itself when that is gone."""
    arguments = ("--data", tmp_path / "data", "--user", "ada")
    ready, leaving = asyncio.Event(), asyncio.Event()

    async def second_agent(first: Any) -> None:
        async with local_agent(*arguments, mode="legacy") as second:
            _, found = await call(second, "recall", query="tea")
            assert "I like tea." in [item["text"] for item in found["items"]]
            await call(second, "save_conversation", messages="I like cake.")
            _, found = await call(first, "recall", query="cake")
            assert "I like cake." in [item["text"] for item in found["items"]]
            ready.set()
            await leaving.wait()
            _, found = await call(second, "recall", query="cake")
            assert "I like cake." in [item["text"] for item in found["items"]]

    async with local_agent(*arguments) as first:
        await call(first, "save_conversation", messages="I like tea.")
        task = asyncio.create_task(second_agent(first))
        await asyncio.wait([task, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
    leaving.set()
    await task


@pytest.mark.parametrize("folder", ["data", "d" * 120])
def test_a_process_that_was_killed_leaves_nothing_that_stays(folder: str, poll: Callable[..., Any]) -> None:
    """Its socket lies beside the database; where that name would be too long, in a folder that the next one takes."""
    with tempfile.TemporaryDirectory(prefix="h", dir="/tmp") as temporary:
        place = Path(temporary)
        for number in (signal.SIGKILL, signal.SIGTERM):
            process = started("--data", place / folder, environment={"TMPDIR": temporary})
            transport = httpx.HTTPTransport(uds=str(poll(lambda: reachable(place), bool)))
            with httpx.Client(transport=transport, base_url="http://localhost") as client:
                assert client.get("/healthz").text == "."
            process.send_signal(number)
            process.wait(60)
            process.communicate()
        assert [path.name for path in place.iterdir()] == [folder]
        assert not list(place.rglob("holdfast.socket"))


def reachable(place: Path) -> Path | None:
    """The socket below a folder that a process listens on, which nobody else may use."""
    for path in place.rglob("holdfast.socket"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.connect(str(path))
            assert path.stat().st_mode & 0o077 == 0
            return path
    return None


def started(*arguments: str | Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """A ``holdfast mcp`` that has given its first answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "mcp", *arguments],
        env={**without_settings(os.environ), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{begin('2025-06-18')}\n")
    process.stdin.flush()
    assert "serverInfo" in process.stdout.readline()
    return process


async def test_beside_a_running_server_its_memory_is_used(server: RunningServer, name: str) -> None:
    async with agent(f"{server.url}/mcp/u/{name}") as other:
        await call(other, "save_conversation", messages="I like tea.")
    away = {"HTTP_PROXY": "http://127.0.0.1:9"}  # it is for servers elsewhere
    async with local_agent("--data", server.data, "--user", name, "--read-only", environment=away) as client:
        assert all(tool.annotations.read_only_hint for tool in (await client.list_tools()).tools)
        _, found = await call(client, "recall", query="tea")
        assert "I like tea." in [item["text"] for item in found["items"]]


def test_whatever_comes_in_is_answered_in_the_protocol_until_a_signal_ends_it(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "mcp", "--data", tmp_path / "data"],
        env=without_settings(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines = [
        begin("2025-03-26"),
        '{"jsonrpc":"2.0","method":"notifications/initialized"}',
        "this is no JSON",
        "",
        "7",
        ask(1, "ping"),
        f"[{ask(2, 'ping')}, {ask(3, 'tools/list')}]",
        ask(4, "no/such/method"),
        ask(5, "tools/call", name="forget_everything", arguments={}),
    ]
    process.stdin.write("".join(f"{line}\n" for line in lines))
    process.stdin.flush()
    answers = [json.loads(process.stdout.readline()) for _ in range(7)]
    by_id = {answer["id"]: answer for answer in answers if isinstance(answer, dict) and answer["id"] is not None}
    assert by_id[0]["result"]["protocolVersion"] == "2025-03-26"
    assert by_id[1]["result"] == {}
    assert by_id[4]["error"]["code"] == -32601
    assert by_id[5]["result"]["isError"] is True
    codes = [answer["error"]["code"] for answer in answers if isinstance(answer, dict) and answer["id"] is None]
    assert sorted(codes) == [-32700, -32600]
    (batch,) = [answer for answer in answers if isinstance(answer, list)]
    assert [answer["id"] for answer in batch] == [2, 3]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    rest, errors = process.communicate()
    assert (rest, "Traceback" in errors) == ("", False), errors


async def test_a_failure_that_nobody_thought_of_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Settings) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("holdfast.cli.near_server.build_server", fails)
    async with NearServer(Settings()) as near:
        with pytest.raises(RuntimeError, match="unforeseen"):
            await asyncio.wait_for(near.connect(), 60)


async def test_a_server_that_is_not_there_is_told_of() -> None:
    (answer,) = await piped("http://127.0.0.1:9", begin("2025-06-18"))
    assert (answer["id"], "cannot be reached" in answer["error"]["message"]) == (0, True)


async def test_a_refusal_of_the_server_is_told(server: RunningServer) -> None:
    (answer,) = await piped(server.url, begin("2025-06-18"), path="/mcp")
    assert "nobody says whose memory this is" in answer["error"]["message"]


async def test_a_request_that_never_arrived_goes_to_the_next_server(server: RunningServer, name: str) -> None:
    urls = iter(["http://127.0.0.1:9", server.url])
    written: list[bytes] = []

    async def connect() -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=next(urls))

    async def given() -> AsyncIterator[bytes]:
        yield begin("2025-06-18").encode()

    await StdioPipe(connect, f"/mcp/u/{name}", {}, written.append).run(given())
    assert b"serverInfo" in written[0]


@pytest.mark.parametrize(
    ("user", "url", "read_only", "path"),
    [
        (None, None, False, "/mcp/u/me"),
        ("a/b c", None, True, "/mcp/u/a%2Fb%20c?read_only=true"),
        (None, "https://memory.example.com/", False, "/mcp"),
        ("ada", "https://memory.example.com", False, "/mcp/u/ada"),
        (None, "https://memory.example.com/mcp/u/ada", False, ""),
    ],
)
def test_the_address_says_whose_memory_it_is(user: str | None, url: str | None, read_only: bool, path: str) -> None:
    assert path_for(user, url, read_only=read_only) == path
