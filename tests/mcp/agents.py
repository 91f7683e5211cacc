"""Agents as tests have them: the official client, over HTTP and over standard input and output."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from mcp import Client
from tests.running_server import without_settings

HEADERS = {"Accept": "application/json, text/event-stream"}


@asynccontextmanager
async def agent(url: str, *, key: str = "", mode: str = "auto") -> AsyncIterator[Client]:
    """An agent that talks to a server over HTTP."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        yield client


@asynccontextmanager
async def local_agent(
    *arguments: str | Path,
    mode: str = "auto",
    program: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Client]:
    """An agent with a ``holdfast mcp`` of its own, or with that of another ``program``."""
    holdfast = ["-m", "holdfast"] if program is None else [str(program)]
    command = StdioServerParameters(
        command=sys.executable,
        args=[*holdfast, "mcp", *map(str, arguments)],
        env={**without_settings(os.environ), **(environment or {})},
    )
    async with Client(command, mode=mode) as client:
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> tuple[str, Any]:
    """The text and the structured answer of a call that must go well."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.content[0].text, result.structured_content


async def refusal(client: Client, tool: str, arguments: dict[str, Any]) -> str:
    """What the model is told of a call that cannot be carried out."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.content
    assert result.structured_content is None
    return result.content[0].text
