"""Finds the page for a request, sees who asks, and shows errors as pages."""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from holdfast.domain.principals import ANYONE
from holdfast.errors import Forbidden, HoldfastError, NotFound, Unauthorized, Unavailable
from holdfast.http.auth import Authenticator, header_token
from holdfast.http.errors import STATUS_OF
from holdfast.http.routing import RouteTable
from holdfast.web.links import is_own, link
from holdfast.web.page import Page
from holdfast.web.pages import SCREENS
from holdfast.web.rendering import Renderer
from holdfast.web.screens import Screen
from holdfast.web.visits import VISIT_COOKIE, Visitor, Visits

if TYPE_CHECKING:
    from holdfast.http.request import ApiRequest
    from holdfast.http.services import Services

log = logging.getLogger(__name__)

_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_READING = frozenset({"GET", "HEAD"})


class WebPages:
    """Answers requests for pages; see `holdfast.http.application.Pages`."""

    def __init__(self, services: Services) -> None:
        self._guarded = services.settings.auth.required
        authenticator = Authenticator(services.settings.auth, services.ring)
        self._authenticator = authenticator
        self.visits = Visits(services.settings.auth, authenticator, services.ring)
        self._renderer = Renderer(services.version)
        self._table: RouteTable[Screen] = RouteTable(SCREENS)

    async def respond(self, request: ApiRequest, segments: list[str]) -> Response:
        """See `holdfast.http.application.Pages`."""
        page = Page(request, self._renderer, guarded=self._guarded, visits=self.visits)
        try:
            response = await self._dispatch(page, segments)
        except asyncio.CancelledError:
            response = _failed(page, Unavailable("the server stopped before the request was finished"))
        except Exception as error:  # noqa: BLE001  (the edge of a request: the error becomes its page)
            response = _failed(page, error)
        response.raw_headers += _HEADERS
        if not any(name == b"cache-control" for name, _ in response.raw_headers):
            response.headers["Cache-Control"] = "no-store"
        if request.method == "HEAD":
            response.body = b""
        return response

    async def _dispatch(self, page: Page, segments: list[str]) -> Response:
        match = self._table.match(segments)
        methods = {} if match is None else match.methods
        method = "GET" if page.request.method == "HEAD" else page.request.method
        screen = methods.get(method)
        public = screen is not None and screen.public
        if not await self._admit(page) and not public:
            return _to_login(page)
        if match is None:
            raise NotFound("page", page.request.scope["path"])
        page.request.parameters = match.parameters
        if screen is None:
            response = HTMLResponse("", 405)
            response.headers["Allow"] = ", ".join(sorted(methods))
            return response
        page.request.route = screen.path
        return await screen.handler(page)

    async def _admit(self, page: Page) -> bool:
        """Find out who asks; whether anybody does who may see pages."""
        request = page.request
        if not self._guarded:
            request.principal = ANYONE
            return True
        try:
            token = header_token(request)
            if token:
                request.principal = await self._authenticator.identify(token)
                page.visitor = Visitor(request.principal, "", 0.0)
                return True
            page.visitor = await self.visits.known(page.cookies.get(VISIT_COOKIE, ""))
        except Unauthorized:
            return False
        request.principal = page.visitor.principal
        return True


def _to_login(page: Page) -> Response:
    """Let whoever asks log in, and come back."""
    request = page.request
    site = request.headers.get("sec-fetch-site")
    if request.method in _READING and site in {"cross-site", "same-site"}:
        # Followed from elsewhere, where the browser keeps our cookie to itself; it gives it when our own page leads on.
        return page.render("follow.html", address=_address(page))
    if page.is_fragment or request.method not in _READING:
        response = page.send_to(link("login"))
        response.status_code = 401
        return response if page.is_fragment else page.render("expired.html", status=401)
    return page.redirect("login", next=_address(page))


def _address(page: Page) -> str:
    """The address of the page that was asked for."""
    path = page.request.scope["raw_path"].decode("latin-1")
    query = page.request.scope["query_string"].decode("latin-1")
    address = f"{path}?{query}" if query else path
    return address if is_own(address) else link()


def _failed(page: Page, error: Exception) -> Response:
    """The page that says what went wrong."""
    for kind in type(error).__mro__:
        if kind in STATUS_OF:
            forbidden, text = isinstance(error, Forbidden), str(error).removeprefix("not allowed: ")
            if isinstance(error, NotFound):
                return page.render("not_found.html", status=404, noun=error.noun, identifier=error.identifier)
            return page.render("error.html", status=STATUS_OF[kind], text=text, forbidden=forbidden, number="")
    number = secrets.token_hex(8)
    log.error("request %s failed: %s %s", number, page.request.method, page.request.scope["path"], exc_info=error)
    text = str(error) if isinstance(error, HoldfastError) else "Something went wrong in the server."
    return page.render("error.html", status=500, text=text, forbidden=False, number=number)
