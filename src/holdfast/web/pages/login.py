"""``/admin/login`` and ``/admin/logout``."""

from __future__ import annotations

import math
import time

from starlette.responses import Response

from holdfast.errors import Unauthorized
from holdfast.web.links import is_own, link
from holdfast.web.page import Page
from holdfast.web.screens import Screens
from holdfast.web.visits import GUEST_COOKIE, VISIT_COOKIE

screens = Screens()


@screens.get("/admin/login", public=True)
async def show_login(page: Page) -> Response:
    """The form to log in with."""
    if page.visitor is not None or not page.guarded:
        return page.send_to(_wanted(page.query.get("next", "")))
    return page.render("login.html", wanted=page.query.get("next", ""), error="", out=page.query.get("out") == "1")


@screens.post("/admin/login", public=True)
async def log_in(page: Page) -> Response:
    """Let in whoever has a key or a token."""
    form = await page.form()
    wanted = form.text("next")
    if not page.guarded:
        return page.redirect()
    try:
        visitor = await page.visits.begin(form.text("token"))
    except Unauthorized as error:
        text = _REASONS.get(str(error), "This key or token does not open anything here.")
        return page.render("login.html", status=401, wanted=wanted, error=text, out=False)
    response = page.send_to(_wanted(wanted))
    page.set_cookie(response, VISIT_COOKIE, visitor.cookie, seconds=math.ceil(visitor.expires - time.time()))
    page.set_cookie(response, GUEST_COOKIE, "")
    return response


@screens.post("/admin/logout")
async def log_out(page: Page) -> Response:
    """End the visit."""
    await page.form()
    if page.visitor is not None and page.visitor.cookie:
        await page.visits.end(page.visitor.cookie)
    response = page.redirect("login", out=1)
    page.set_cookie(response, VISIT_COOKIE, "")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


_REASONS = {"token is expired": "This key or token has expired."}


def _wanted(address: str) -> str:
    """Where to go after logging in: nowhere but to a page of ours."""
    return address if is_own(address) and not address.startswith(link("login")) else link()
