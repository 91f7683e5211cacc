"""The door for browsers of a running server, which is opened when the first one comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.loading import load_beside

if TYPE_CHECKING:
    from starlette.responses import Response

    from holdfast.http.application import Pages
    from holdfast.http.request import ApiRequest
    from holdfast.http.services import Services


class BrowserDoor:
    """See `holdfast.http.application.Pages`.

    Pages and their templates take as long to load as a quarter of all else that a start loads.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pages: Pages | None = None

    async def respond(self, request: ApiRequest, segments: list[str]) -> Response:
        """See `holdfast.http.application.Pages`."""
        if self._pages is None:
            module = await load_beside("holdfast.web.application")
            # Somebody else may have opened it meanwhile.
            self._pages = self._pages or module.WebPages(self._services)
        return await self._pages.respond(request, segments)
