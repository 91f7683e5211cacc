"""``holdfast serve``."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import ipaddress
import logging
import socket
import sys

import click

from holdfast import __version__
from holdfast.app import Server, build_server
from holdfast.cli.context import Context, apply_store_options, pass_context, store_options
from holdfast.cli.serving import BACKLOG, http_configuration
from holdfast.errors import StartupError
from holdfast.http.auth import SHORTEST_SECRET, weak_secrets
from holdfast.http.server import HttpServer
from holdfast.settings import Settings
from holdfast.system import event_loop
from holdfast.telemetry.logs import configure_logging

log = logging.getLogger(__name__)

_SWITCH_SECONDS = 0.0005
"""A thread that computes gives the interpreter away after so long when another one wants it. SQLite lets go of it at
each row, so beside such a thread each row that a request reads would take Python's 5 ms."""


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on [server.host].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one [server.port].")
@click.option(
    "--auth", is_flag=True, help="Ask all callers for a key, and make and print one if there is none [auth.required]."
)
@click.option(
    "--open", "open_to_all", is_flag=True, help="Let anyone who reaches the address read and write [server.open]."
)
@click.option("--without-worker", is_flag=True, help="Leave enrichment to `holdfast worker` (PostgreSQL only).")
@store_options
@pass_context
def serve(
    context: Context,
    *,
    host: str | None = None,
    port: int | None = None,
    auth: bool = False,
    open_to_all: bool = False,
    without_worker: bool = False,
    data: str | None = None,
    store: str | None = None,
) -> None:
    """Start the server.

    With no options it listens on port 8000 for callers on this machine, and keeps its data in your user data
    directory. SIGTERM, SIGHUP or Ctrl-C lets running requests finish, then stops.
    """
    # What is imported stays; not looking at it again keeps garbage collection short, the first ones at the start too.
    gc.freeze()
    settings = context.settings
    apply_store_options(settings, data=data, store=store)
    settings.server.host = host if host is not None else settings.server.host
    settings.server.port = port if port is not None else settings.server.port
    settings.server.open = settings.server.open or open_to_all
    settings.auth.required = settings.auth.required or auth
    configure_logging(settings.log, development=settings.development)
    with asyncio.Runner(loop_factory=event_loop.new_event_loop) as runner:
        runner.run(_serve(settings, work=not without_worker, make_key=auth))


async def _serve(settings: Settings, *, work: bool, make_key: bool) -> None:
    server = build_server(settings)
    if not work and not server.storage.shared:
        raise StartupError("--without-worker needs a PostgreSQL: nobody else can work on the embedded store")
    with contextlib.closing(_listen(settings.server.host, settings.server.port)) as listener:
        _check_exposure(settings, listener)
        http = HttpServer(
            http_configuration(server, server.application()),
            on_ready=lambda socket: _announce(server, socket),
            on_stop=server.answer_waiters,
        )
        async with server.running(work=work):
            token = await server.entrance(make_key=make_key)
            if token is not None:
                click.echo(f"The first key, with all rights; it is shown only this once:\n  {token}")
            # So does what was made since.
            gc.collect()
            gc.freeze()
            sys.setswitchinterval(_SWITCH_SECONDS)
            await http.serve(sockets=[listener])
    click.echo("Holdfast has stopped.")


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; `StartupError` when the address cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise StartupError(f"cannot listen on {host} port {port}: {error.strerror}; choose another --port") from None


def _check_exposure(settings: Settings, listener: socket.socket) -> None:
    """`StartupError` when others than this machine would be served without anybody having said that they may."""
    if settings.auth.required or _is_local(listener):
        return
    if not settings.server.open:
        raise StartupError(
            f"listening on {settings.server.host} without authentication would let anyone who reaches this machine "
            "read and write: say --auth (auth.required), which makes a key and prints it once, or, on a closed "
            "network, --open (server.open)"
        )
    log.warning("no authentication: anyone who reaches %s can read and write (server.open)", settings.server.host)


def _is_local(listener: socket.socket) -> bool:
    """Whether only this machine can reach the address."""
    return ipaddress.ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def _announce(server: Server, listener: socket.socket) -> None:
    """Tell whoever started the server, and processes that find its database taken, where it listens."""
    server.storage.announce(_address(listener))
    click.echo(_banner(server, listener))


def _address(listener: socket.socket) -> str:
    address, port = listener.getsockname()[:2]
    everywhere = address in {"0.0.0.0", "::"}  # noqa: S104 (compared, not bound)
    shown = "localhost" if everywhere else f"[{address}]" if ":" in address else address
    return f"http://{shown}:{port}"


def _banner(server: Server, listener: socket.socket) -> str:
    """What a person who starts the server wants to know."""
    settings = server.settings
    address = _address(listener)
    access = "with a key (holdfast keys) or a token (holdfast token)" if settings.auth.required else "open"
    lines = [
        f"Holdfast {__version__} listens on {address}",
        f"  data        {server.storage.describe()}",
        f"  enrichment  {', '.join(server.step_names) or 'off'}",
        f"  access      {access}",
        f"  API         {address}/docs",
    ]
    if settings.server.web_enabled:
        lines.append(f"  browser     {address}/admin")
    if not settings.auth.required and not _is_local(listener):
        lines.append("  Anyone who reaches this machine can read and write (server.open).")
    lines += [
        f"  {name} is short: whoever guesses it can make tokens. Set {SHORTEST_SECRET} random characters or more."
        for name in weak_secrets(settings.auth)
    ]
    return "\n".join(lines)
