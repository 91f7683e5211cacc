"""The ASGI application: finds the route of a request, checks it, runs it, and answers errors.

Starlette supplies requests and responses.  Its router is not used, because the contract matches on the cleaned raw
path (`holdfast.http.paths`), which Starlette's cannot; the chain of one function after another that takes its place
also spares the busiest routes several layers.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from holdfast.domain.principals import ANYONE, Principal
from holdfast.errors import Forbidden, Unauthorized, Unavailable
from holdfast.http.auth import Authenticator, header_token
from holdfast.http.browsers import BrowserGuard
from holdfast.http.errors import error_response, failure
from holdfast.http.idempotency import REPLAYED
from holdfast.http.paths import split_path
from holdfast.http.request import ApiRequest
from holdfast.http.request_counts import UNKNOWN_ROUTE
from holdfast.http.routing import Route, RouteTable
from holdfast.http.services import Services
from holdfast.operations.rates import Allowance, Standing
from holdfast.settings import Settings
from holdfast.telemetry import requests as request_ids
from holdfast.telemetry.spans import NOTHING, Span, request_span

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from holdfast.http.oauth.issuer import TokenIssuer


log = logging.getLogger(__name__)

ENRICHMENT = "x-holdfast-enrichment"
"""The header of answers that were asked to wait."""

RATE_HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
API_PREFIX = ["api", "v1"]
AGENTS_PREFIX = "mcp"
PAGES_PREFIX = "admin"


class Pages(Protocol):
    """What answers requests below `PAGES_PREFIX`: the browser interface."""

    async def respond(self, request: ApiRequest, segments: list[str]) -> Response:
        """The response, whatever goes wrong, to a request whose path has these segments."""
        ...


class HttpApplication:
    """Answers HTTP requests with the routes of a table, and those for people with ``pages`` if there are any."""

    def __init__(self, services: Services, routes: Sequence[Route], pages: Pages | None = None) -> None:
        self._pages = pages
        self._services = services
        self._table = RouteTable(routes)
        self._authenticator = Authenticator(services.settings.auth, services.ring)
        self._is_open = not services.settings.auth.required
        self._count = services.requests.observe
        self._guard = _guard(services.settings)
        self._allowance = Allowance("requests", services.settings.rates.requests_per_minute)
        self._version_header = version_header(services.version)
        self._slow = services.settings.log.slow_request or math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        if scope["type"] != "http":
            raise RuntimeError(f"Holdfast does not speak {scope['type']}; its parts are started by holdfast.app.Server")
        started = perf_counter()
        method: str = scope["method"]
        request = ApiRequest(scope, receive, send, self._services, {})
        given, traceparent = _told_by_caller(scope)
        number = request_ids.request_id(given)
        request_ids.current_request.set(number)
        with request_span(method, traceparent) as span:
            try:
                response = await self._respond(request)
                response.raw_headers += (self._version_header, (request_ids.HEADER, number.encode()))
                if request.standing is not None:
                    response.raw_headers += _rate_headers(request.standing)
                await self._send(response, request, send)
            finally:
                if request.held:
                    request.let_go()
            if span is not NOTHING:
                _describe(span, request, response)
        seconds = perf_counter() - started
        self._count(method, request.route, response.status_code, seconds)
        if seconds > self._slow and ENRICHMENT not in response.headers:
            log.warning("slow: %s %s took %.2f s", method, request.route or UNKNOWN_ROUTE, seconds)

    async def _send(self, response: Response, request: ApiRequest, send: Send) -> None:
        """Send a response.  What breaks one that has begun can only be logged and counted: the connection ends."""
        try:
            await response(request.scope, request.receive, send)
        except asyncio.CancelledError:
            log.warning("%s %s: the server stopped before its answer was sent", request.method, request.scope["path"])
        except Exception:
            self._services.requests.broken += 1
            log.exception("%s %s: the answer broke off", request.method, request.scope["path"])

    async def _respond(self, request: ApiRequest) -> Response:
        try:
            return await self._dispatch(request)
        except asyncio.CancelledError:
            # Only the end of the server cancels a request; the time that it gives to running ones is over.
            return error_response(request, Unavailable("the server stopped before the request was finished"))
        except Exception as error:  # noqa: BLE001  (the edge of a request: the error becomes its response)
            response = error_response(request, error)
            if request.challenge:
                response.headers["WWW-Authenticate"] = request.challenge
            return response

    async def _admitted(self, request: ApiRequest, issuer: TokenIssuer | None) -> Principal:
        """Who asks; whoever may not come in is told how they may, if that is by a token of the issuer."""
        try:
            return await self._authenticator.authenticate(request, issuer)
        except (Unauthorized, Forbidden) as error:
            if issuer is not None:
                request.challenge = issuer.challenge(error, presented=bool(header_token(request)))
            raise

    async def _dispatch(self, request: ApiRequest) -> Response:
        raw_path: bytes = request.scope["raw_path"]
        if raw_path.lower() == b"/healthz":
            return _liveness(request)
        refusal = self._guard.refusal(request.scope)
        if refusal is not None:
            return failure(request, *refusal)
        segments = split_path(raw_path)
        if self._pages is not None and segments and segments[0] == PAGES_PREFIX:
            return await self._pages.respond(request, segments)
        for_agents = segments[:1] == [AGENTS_PREFIX]
        in_api = for_agents or segments[:2] == API_PREFIX
        if in_api:
            if self._is_open:
                request.principal = ANYONE
            else:
                issuer = self._services.issuer if for_agents else None
                request.principal = await self._admitted(request, issuer)
            request.standing = self._allowance.spend(request.principal)
        match = self._table.match(segments)
        if match is None:
            return failure(request, 404, "404 page not found")
        route = match.methods.get(request.scope["method"])
        if route is None:
            response = Response(status_code=405)
            response.headers["Allow"] = ", ".join(sorted(match.methods))
            return response
        if route.authenticated and not in_api:
            request.principal = await self._authenticator.authenticate(request)
        request.route = route.path
        request.parameters = match.parameters
        return await route.handler(request)


def _told_by_caller(scope: Scope) -> tuple[bytes | None, str | None]:
    """The id that the caller gave the request, and the ``traceparent`` of which it is a part."""
    number = traceparent = None
    for name, value in scope["headers"]:
        if name == request_ids.HEADER:
            number = value
        elif name == b"traceparent":
            traceparent = value.decode("latin-1")
    return number, traceparent


def _describe(span: Span, request: ApiRequest, response: Response) -> None:
    route = request.route or UNKNOWN_ROUTE
    span.rename(f"{request.method} {route}")
    span.set("http.request.method", request.method)
    span.set("http.route", route)
    span.set("http.response.status_code", response.status_code)


def _guard(settings: Settings) -> BrowserGuard:
    """Where each call needs a token that no foreign page has, any name will do unless the operator lists some."""
    hosts = settings.server.allowed_hosts or (["*"] if settings.auth.required else [settings.server.host])
    return BrowserGuard(hosts=hosts, origins=settings.server.cors_origins)


def _rate_headers(standing: Standing) -> list[tuple[bytes, bytes]]:
    return [
        (b"ratelimit-limit", b"%d" % standing.limit),
        (b"ratelimit-remaining", b"%d" % standing.remaining),
        (b"ratelimit-reset", b"%d" % math.ceil(standing.reset)),
    ]


def version_header(version: str) -> tuple[bytes, bytes]:
    """The header that goes with every answer, whatever its status."""
    return b"x-zep-version", version.encode("latin-1")


def with_cors(application: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    """``application`` for browsers of the given origins; as it is when there are none."""
    if not origins:
        return application
    return CORSMiddleware(
        application,
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["*"],
        expose_headers=[
            "X-Zep-Version",
            "ETag",
            "Retry-After",
            "X-Holdfast-Enrichment",
            "X-Request-Id",
            "WWW-Authenticate",
            REPLAYED,
            *RATE_HEADERS,
        ],
    )


def _liveness(request: ApiRequest) -> Response:
    """``/healthz``: one byte, whatever the state of the store, because clients refuse to start without it."""
    if request.method not in {"GET", "HEAD"}:
        return failure(request, 404, "404 page not found")
    return Response(b"." if request.method == "GET" else b"", media_type="text/plain")
