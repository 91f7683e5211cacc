"""The door for browsers of a running server, which is opened when the first one comes."""

from __future__ import annotations

from functools import cached_property
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

    async def respond(self, request: ApiRequest, segments: list[str]) -> Response:
        """See `holdfast.http.application.Pages`."""
        await load_beside("holdfast.web.application")
        return await self._pages.respond(request, segments)

    @cached_property
    def _pages(self) -> Pages:
        from holdfast.web.application import WebPages  # noqa: PLC0415 (see the class)

        return WebPages(self._services)
