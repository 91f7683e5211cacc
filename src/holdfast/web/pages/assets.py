"""``/admin/static``: style sheet, scripts and icon."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.errors import NotFound
from holdfast.web.assets import assets
from holdfast.web.page import Page
from holdfast.web.screens import Screens

_FOR_EVER = "public, max-age=31536000, immutable"

screens = Screens()


@screens.get("/admin/static/{digest}/{name}", public=True)
async def get_asset(page: Page) -> Response:
    """A file, as it was when its address was made."""
    name = page.parameters["name"]
    asset = assets().get(name)
    if asset is None or asset.digest != page.parameters["digest"]:
        raise NotFound("file", name)
    return Response(asset.content, headers={"Cache-Control": _FOR_EVER, "Content-Type": asset.media_type})
