"""``/admin/import``: storing a conversation that is pasted or uploaded."""

from __future__ import annotations

import re

from starlette.responses import Response

from holdfast.conversations.contract import Defaults
from holdfast.errors import InvalidRequest
from holdfast.web.forms import Form
from holdfast.web.importing import Imported, import_file, import_text
from holdfast.web.page import Page
from holdfast.web.screens import Screens

_UNNAMED = "pasted"

screens = Screens()


@screens.get("/admin/import")
async def show_import(page: Page) -> Response:
    """The form."""
    return page.render("import.html", entered=Form({}), error="", imported=None)


@screens.post("/admin/import")
async def store_import(page: Page) -> Response:
    """Store what was pasted or uploaded."""
    form = await page.form()
    try:
        imported = await _imported(page, form)
    except InvalidRequest as error:
        return page.render("import.html", status=400, entered=form, error=str(error), imported=None)
    if len(imported.sessions) == 1 and not imported.left_out_count:
        return page.redirect("sessions", imported.sessions[0], done="created")
    return page.render("import.html", entered=Form({}), error="", imported=imported)


async def _imported(page: Page, form: Form) -> Imported:
    upload = form.files.get("file")
    user = form.text("user_id") or None
    if upload is not None and upload.content:
        stem = re.sub(r"\.[^.]*$", "", upload.name) or _UNNAMED
        defaults = Defaults(form.text("session_id") or stem, user)
        return await import_file(page.verbs, page.principal, upload.name, upload.content, defaults)
    text = form.raw("text")
    if not text.strip():
        raise InvalidRequest("paste a conversation, or choose a file")
    return await import_text(page.verbs, page.principal, text, Defaults(form.text("session_id") or _UNNAMED, user))
