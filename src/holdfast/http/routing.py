"""The route table: which handler answers a method and a path.

Handlers enter it by a decorator, which says of a route what its signature and docstring do not.

Paths are matched segment by segment on the cleaned raw path (`holdfast.http.paths`), a literal segment before a
parameter.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec

from holdfast.http.paths import decode_segment

if TYPE_CHECKING:
    from starlette.responses import Response

    from holdfast.http.request import ApiRequest

Handler = Callable[["ApiRequest"], Awaitable["Response"]]


class QueryParameter(msgspec.Struct, frozen=True):
    """A query parameter, for the published description."""

    name: str
    type: str
    description: str


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one path, with what the published description says of it.

    ``name`` tells operations apart.  ``path`` holds parameters as ``{name}``.  ``request`` and ``answer`` are the wire
    types of the bodies; an ``answer`` of ``str`` is the text ``OK``, or any text of another ``media_type``.  ``errors``
    are statuses beside those that follow from the method and from authentication.  ``keyed`` is said of what writes
    once under an idempotency key (`holdfast.http.request.ApiRequest.receipt`).  ``fits`` may refuse parameters, as if
    the path were unknown.  With ``rest`` the last parameter takes all that is left of a path, slashes included.
    What is not ``published`` speaks a protocol of its own, which the description does not cover.
    """

    name: str
    method: str
    path: str
    handler: Handler
    summary: str
    description: str
    tag: str
    answer: Any
    request: Any = None
    status: int = 200
    media_type: str = ""
    query: tuple[QueryParameter, ...] = ()
    errors: tuple[int, ...] = ()
    authenticated: bool = True
    keyed: bool = False
    rest: bool = False
    published: bool = True
    fits: Callable[[Mapping[str, str]], bool] | None = None


class Routes:
    """The routes of one part of the API, under one ``tag`` of the published description."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._routes: list[Route] = []

    def __iter__(self) -> Iterator[Route]:
        return iter(self._routes)

    def route(
        self,
        method: str,
        path: str,
        *,
        answer: Any,
        name: str | None = None,
        summary: str | None = None,
        request: Any = None,
        status: int = 200,
        media_type: str = "",
        query: tuple[QueryParameter, ...] = (),
        errors: tuple[int, ...] = (),
        authenticated: bool = True,
        keyed: bool = False,
        rest: bool = False,
        published: bool = True,
        fits: Callable[[Mapping[str, str]], bool] | None = None,
    ) -> Callable[[Handler], Handler]:
        """Let the decorated function answer ``method`` on ``path``; see `Route` for the rest.

        ``name`` is that of the function, ``summary`` the first line of its docstring, unless it answers several
        routes; what follows in the docstring is the description.
        """

        def enter(handler: Handler) -> Handler:
            first_line, _, description = inspect.cleandoc(handler.__doc__ or "").partition("\n")
            self._routes.append(
                Route(
                    name=name or handler.__name__,
                    method=method,
                    path=path,
                    handler=handler,
                    summary=summary or first_line.rstrip("."),
                    description=description.strip(),
                    tag=self._tag,
                    answer=answer,
                    request=request,
                    status=status,
                    media_type=media_type,
                    query=query,
                    errors=errors,
                    authenticated=authenticated,
                    keyed=keyed,
                    rest=rest,
                    published=published,
                    fits=fits,
                )
            )
            return handler

        return enter


class Placed(Protocol):
    """What a table finds by method and path: see `Route`."""

    @property
    def method(self) -> str:
        """The method."""
        ...

    @property
    def path(self) -> str:
        """The path, with parameters as ``{name}``."""
        ...

    @property
    def rest(self) -> bool:
        """Whether the last parameter takes all that is left of a path."""
        ...

    @property
    def fits(self) -> Callable[[Mapping[str, str]], bool] | None:
        """What may refuse parameters."""
        ...


Entry = TypeVar("Entry", bound=Placed)


class Match(msgspec.Struct, Generic[Entry], frozen=True):
    """The routes of a known path, by method, and the decoded parameters."""

    methods: dict[str, Entry]
    parameters: dict[str, str]


class _Node(Generic[Entry]):
    """A place in the tree of paths."""

    __slots__ = ("conditional", "literals", "methods", "names", "parameter", "rest")

    def __init__(self) -> None:
        self.literals: dict[str, _Node[Entry]] = {}
        self.parameter: _Node[Entry] | None = None
        self.methods: dict[str, Entry] = {}
        self.names: tuple[str, ...] = ()
        self.conditional = False
        self.rest = False


class RouteTable(Generic[Entry]):
    """Finds the routes of a path."""

    def __init__(self, routes: Iterable[Entry]) -> None:
        self.routes = tuple(routes)
        self._root: _Node[Entry] = _Node()
        for route in self.routes:
            self._add(route)

    def match(self, segments: list[str]) -> Match[Entry] | None:
        """The routes of a path given by its encoded segments; ``None`` when the path is unknown."""
        return _straight(self._root, segments) or _descend(self._root, segments, 0, [])

    def _add(self, route: Entry) -> None:
        node = self._root
        names = []
        for segment in route.path.strip("/").split("/"):
            if segment.startswith("{"):
                names.append(segment.strip("{}"))
                if node.parameter is None:
                    node.parameter = _Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment, _Node())
        node.names = tuple(names)
        node.rest = node.rest or route.rest
        node.methods[route.method] = route
        node.conditional = node.conditional or route.fits is not None


def _straight(node: _Node[Entry], segments: list[str]) -> Match[Entry] | None:
    """The match that needs no step back, which is nearly always the one."""
    values = []
    for depth, segment in enumerate(segments):
        below = node.literals.get(segment)
        if below is None:
            below = node.parameter
            if below is None:
                return None
            values.append(decode_segment(segment))
            if below.rest:
                return _match_rest(below, values, segments[depth + 1 :])
        node = below
    return _match_at(node, values)


def _descend(node: _Node[Entry], segments: list[str], depth: int, values: list[str]) -> Match[Entry] | None:
    """The match, trying the parameter where the literal leads nowhere."""
    if depth == len(segments):
        return _match_at(node, values)
    segment = segments[depth]
    below = node.literals.get(segment)
    if below is not None and (match := _descend(below, segments, depth + 1, values)):
        return match
    if node.parameter is None:
        return None
    values = [*values, decode_segment(segment)]
    if node.parameter.rest:
        return _match_rest(node.parameter, values, segments[depth + 1 :])
    return _descend(node.parameter, segments, depth + 1, values)


def _match_rest(node: _Node[Entry], values: list[str], rest: list[str]) -> Match[Entry] | None:
    """The match where the last parameter takes the rest of the path."""
    *before, last = values
    return _match_at(node, [*before, "/".join([last, *map(decode_segment, rest)])])


def _match_at(node: _Node[Entry], values: list[str]) -> Match[Entry] | None:
    methods = node.methods
    if not methods:
        return None
    parameters = dict(zip(node.names, values, strict=False))
    if node.conditional:
        methods = {method: route for method, route in methods.items() if route.fits is None or route.fits(parameters)}
    return Match(methods, parameters) if methods else None
