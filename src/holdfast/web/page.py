"""A request for a page, and the means to answer it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import Forbidden
from holdfast.web.forms import Form, read_form
from holdfast.web.links import link
from holdfast.web.rendering import Renderer
from holdfast.web.visits import GUEST_COOKIE, Visitor, Visits, cookies_of, form_token, new_guest

if TYPE_CHECKING:
    from holdfast.domain.principals import Principal
    from holdfast.http.request import ApiRequest
    from holdfast.http.services import Services
    from holdfast.operations.verbs import Verbs

FORM_TOKEN = "form_token"  # noqa: S105 (the name of a field)


class ExpiredForm(Forbidden):
    """A form came without the token that forms of this visitor carry."""

    def __init__(self) -> None:
        super().__init__("this form is out of date: go back, load the page again and repeat what you did")


class _FormToken:
    """The token of a page's forms, worked out when a form has it: most pages have none."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __html__(self) -> str:
        return self._page.form_token()


class Page:
    """One request for a page, or of a form: who asks, what was entered, and how to answer."""

    def __init__(self, request: ApiRequest, renderer: Renderer, *, guarded: bool, visits: Visits) -> None:
        self.request = request
        self.guarded = guarded
        self.visits = visits
        self.visitor: Visitor | None = None
        self.cookies = cookies_of(request.headers.get("cookie", ""))
        self._renderer = renderer
        self._form: Form | None = None
        self._new_guest: str | None = None

    @property
    def verbs(self) -> Verbs:
        """What a page may do; each verb is told by which `principal`."""
        return self.request.verbs

    @property
    def services(self) -> Services:
        """What the door itself knows."""
        return self.request.services

    @property
    def principal(self) -> Principal:
        """Who asks."""
        return self.request.principal

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters of the path."""
        return self.request.parameters

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters of the query."""
        return self.request.query

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks, for a part of a page that is shown already."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def is_secure(self) -> bool:
        """Whether the browser speaks TLS, with us or with a proxy before us."""
        forwarded = self.request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
        return (forwarded or self.request.scope["scheme"]) == "https"

    @property
    def moment(self) -> Timestamp:
        """Now."""
        return now()

    @property
    def origin(self) -> str:
        """By which address the browser reached this server."""
        host = self.request.headers.get("host", "127.0.0.1:8000")
        return f"{'https' if self.is_secure else 'http'}://{host}"

    def number(self, name: str) -> int | None:
        """A number of the query, such as that of the row before the page; ``None`` when it is none."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

    async def form(self) -> Form:
        """What was entered; `ExpiredForm` unless it comes from a page that this visitor was shown."""
        if self._form is None:
            body = await self.request.raw_body()
            form = read_form(self.request.headers.get("content-type", ""), body)
            if not self._holder or not hmac.compare_digest(
                form.raw(FORM_TOKEN).encode(), form_token(self._holder).encode()
            ):
                raise ExpiredForm
            self._form = form
        return self._form

    def render(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page that a template makes of the values."""
        html = self._renderer.render(template, {"page": self, "form_token": _FormToken(self), **values})
        response = HTMLResponse(html, status)
        self._keep_guest(response)
        return response

    def redirect(self, *segments: str, **query: str | int | None) -> Response:
        """Send the browser to another page, after something was done."""
        return self.send_to(link(*segments, **query))

    def send_to(self, address: str) -> Response:
        """Send the browser to an address of ours."""
        if self.is_fragment:
            return Response(status_code=204, headers={"HX-Redirect": address})
        return RedirectResponse(address, 303)

    def set_cookie(self, response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
        """Let the browser keep a value for our pages alone; an empty one is forgotten."""
        response.set_cookie(
            name,
            value,
            max_age=seconds if value else 0,
            path=link(),
            secure=self.is_secure,
            httponly=True,
            samesite="strict",
        )

    @property
    def _holder(self) -> str:
        """The cookie that forms are bound to; empty when the browser has none."""
        if self.visitor is not None and self.visitor.cookie:
            return self.visitor.cookie
        return self._new_guest or self.cookies.get(GUEST_COOKIE, "")

    def form_token(self) -> str:
        """What the forms of the page carry; a browser without a cookie is given one to which they are bound."""
        if not self._holder:
            self._new_guest = new_guest()
        return form_token(self._holder)

    def _keep_guest(self, response: Response) -> None:
        if self._new_guest is not None:
            self.set_cookie(response, GUEST_COOKIE, self._new_guest)
