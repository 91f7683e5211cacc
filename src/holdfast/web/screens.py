"""The table of pages: which function answers a method and a path.

Functions enter it by a decorator.  Whether a page is open to those who have not logged in is said there and nowhere
else: all are closed that do not say otherwise.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from starlette.responses import Response

    from holdfast.web.page import Page

Handler = Callable[["Page"], Awaitable["Response"]]


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one path; ``path`` holds parameters as ``{name}``.

    ``public`` pages are answered also to those who have not logged in.
    ``rest`` and ``fits`` as in `holdfast.http.routing.Route`.
    """

    method: str
    path: str
    handler: Handler
    public: bool = False
    rest: bool = False
    fits: Callable[[Mapping[str, str]], bool] | None = None


class Screens:
    """The pages of one module."""

    def __init__(self) -> None:
        self._screens: list[Screen] = []

    def __iter__(self) -> Iterator[Screen]:
        return iter(self._screens)

    def get(self, path: str, *, public: bool = False) -> Callable[[Handler], Handler]:
        """Let the decorated function show the page at ``path``."""
        return self._enter("GET", path, public=public)

    def post(self, path: str, *, public: bool = False) -> Callable[[Handler], Handler]:
        """Let the decorated function do what a form of the page at ``path`` asks for."""
        return self._enter("POST", path, public=public)

    def _enter(self, method: str, path: str, *, public: bool) -> Callable[[Handler], Handler]:
        def enter(handler: Handler) -> Handler:
            self._screens.append(Screen(method=method, path=path, handler=handler, public=public))
            return handler

        return enter
