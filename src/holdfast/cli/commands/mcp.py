"""``holdfast mcp``."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from urllib.parse import quote, urlsplit

import click
import httpx

from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.near_server import NearServer
from holdfast.errors import StartupError
from holdfast.mcp.sdk import MISSING, is_installed
from holdfast.mcp.stdio import Connect, StdioPipe, input_lines, own_output
from holdfast.settings import Settings
from holdfast.system import event_loop
from holdfast.system.signals import told_to_stop
from holdfast.telemetry.logs import configure_logging

DEFAULT_USER = "me"


@click.command()
@click.option("--user", metavar="ID", help="Whose memory it is. Default: me; with --url the user that the key is for.")
@click.option("--url", metavar="URL", help="Use this server, such as https://memory.example.com.")
@click.option("--key", metavar="KEY", envvar="HOLDFAST_API_KEY", help="Key for the server [HOLDFAST_API_KEY].")
@click.option("--read-only", is_flag=True, help="Offer only the tools that change nothing [mcp.read_only].")
@store_options
@pass_context
def mcp(
    context: Context,
    *,
    user: str | None = None,
    url: str | None = None,
    key: str | None = None,
    read_only: bool = False,
    data: str | None = None,
    store: str | None = None,
) -> None:
    """Give an agent on this machine a memory, by MCP over standard input and output.

    The agent's program starts this command and talks to it. It opens the database itself; where a server, or the
    command of another agent, has it open already, it talks to that one.
    """
    settings = context.settings
    apply_store_options(settings, data=data, store=store)
    settings.mcp.enabled = True
    configure_logging(settings.log, development=settings.development)
    if url is None and not is_installed():
        raise StartupError(MISSING)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with own_output() as write, asyncio.Runner(loop_factory=event_loop.new_event_loop) as runner:
        runner.run(
            _until_told(
                _serve(settings, path=path_for(user, url, read_only=read_only), url=url, headers=headers, write=write)
            )
        )


async def _until_told(serving: Coroutine[None, None, None]) -> None:
    """Serve until standard input ends or a signal comes."""
    task = asyncio.ensure_future(serving)
    with told_to_stop(lambda _: task.cancel()), contextlib.suppress(asyncio.CancelledError):
        await task


async def _serve(
    settings: Settings, *, path: str, url: str | None, headers: dict[str, str], write: Callable[[bytes], None]
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        await StdioPipe(await _connection(settings, url, stack), path, headers, write).run(input_lines())


async def _connection(settings: Settings, url: str | None, stack: contextlib.AsyncExitStack) -> Connect:
    if url is not None:
        base = url.rstrip("/")

        async def connect() -> httpx.AsyncClient:
            return httpx.AsyncClient(base_url=base)

        return connect
    return (await stack.enter_async_context(NearServer(settings))).connect


def path_for(user: str | None, url: str | None, *, read_only: bool) -> str:
    """Where the server is asked: as the URL says, or else for the user."""
    query = "?read_only=true" if read_only else ""
    if url is not None and urlsplit(url).path.strip("/"):
        return query
    if user is None and url is not None:
        return f"/mcp{query}"
    return f"/mcp/u/{quote(user or DEFAULT_USER, safe='')}{query}"
