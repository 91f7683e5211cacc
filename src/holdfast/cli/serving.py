"""How the commands serve HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.app import Server
from holdfast.http.application import version_header
from holdfast.http.connection import ConnectionConfig, ConnectionLimits

if TYPE_CHECKING:
    from starlette.types import ASGIApp

KEEP_ALIVE_SECONDS = 75
"""Idle connections are kept longer than usual clients do, so that the client is the one to close them."""

BACKLOG = 2048


def http_configuration(server: Server, application: ASGIApp) -> ConnectionConfig:
    """What `holdfast.http.server.HttpServer` serves an application of ``server`` with."""
    settings, services = server.settings.server, server.services
    return ConnectionConfig(
        application,
        limits=ConnectionLimits(
            head_seconds=settings.head_timeout,
            body_seconds=settings.body_timeout,
            answer_seconds=settings.answer_timeout,
            connections=settings.max_connections,
        ),
        refused=services.requests.refuse,
        version_header=version_header(services.version),
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        date_header=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.shutdown_timeout,
    )
