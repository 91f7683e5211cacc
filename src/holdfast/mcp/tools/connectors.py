"""``search`` and ``fetch``: the two tools that ChatGPT's connectors ask of a server, in the shapes that they expect."""

from __future__ import annotations

import json
from typing import Final

import msgspec

from holdfast.domain.messages import Message
from holdfast.errors import NotFound
from holdfast.mcp.arguments import Field, Kind
from holdfast.mcp.misunderstood import Misunderstood, shown
from holdfast.mcp.tool import Call, Outcome, Tool
from holdfast.operations.found import Found
from holdfast.operations.search import SearchQuery

_RESULTS: Final = 10
_TITLE: Final = 80
_SEPARATOR: Final = "/"


class SearchResult(msgspec.Struct):
    """A hit: ``id`` is what `fetch` takes."""

    id: str
    title: str
    url: str


class SearchResults(msgspec.Struct):
    """Hits, the best first."""

    results: list[SearchResult]


class FetchedMetadata(msgspec.Struct):
    """Where a text comes from."""

    session_id: str
    speaker: str
    created_at: str


class Fetched(msgspec.Struct):
    """A message, word for word."""

    id: str
    title: str
    text: str
    url: str
    metadata: FetchedMetadata


async def _search(call: Call) -> Outcome:
    query = SearchQuery(text=call.values["query"], limit=_RESULTS)
    found = await call.verbs.search.of_user(call.caller.principal, call.caller.user_id, query)
    return _outcome(SearchResults([_result(each) for each in found if each.message is not None]))


def _result(found: Found) -> SearchResult:
    message = found.message
    assert message is not None
    return SearchResult(f"{message.uuid}{_SEPARATOR}{found.session_id}", _title(message), "")


async def _fetch(call: Call) -> Outcome:
    uuid, separator, session_id = call.values["id"].partition(_SEPARATOR)
    if not separator:
        raise Misunderstood(f"`id` must be one that search returned; you sent {shown(call.values['id'])!r}.")
    try:
        message = await call.verbs.messages.get(call.caller.principal, session_id, uuid)
    except NotFound:
        raise Misunderstood("`id` is of nothing that is remembered; send one that search returned.") from None
    metadata = FetchedMetadata(session_id, message.speaker, message.created_at)
    return _outcome(Fetched(call.values["id"], _title(message), message.content, "", metadata))


def _title(message: Message) -> str:
    line = message.content.strip().partition("\n")[0]
    return f"{message.created_at[:10]} {message.speaker}: {line[:_TITLE]}"


def _outcome(answer: msgspec.Struct) -> Outcome:
    """These clients read the text, as JSON."""
    return Outcome(json.dumps(msgspec.to_builtins(answer), ensure_ascii=False), answer)


SEARCH = Tool(
    name="search",
    title="Search",
    description="Search what the user said in earlier conversations. Returns ids for fetch.",
    fields=(Field(name="query", kind=Kind.TEXT, required=True, meaning="What to look for.", aliases=("text", "q")),),
    answer=SearchResults,
    run=_search,
    right="read",
    idempotent=True,
)

FETCH = Tool(
    name="fetch",
    title="Fetch",
    description="Read one result of search, word for word.",
    fields=(Field(name="id", kind=Kind.TEXT, required=True, meaning="The id of a result.", aliases=("uuid",)),),
    answer=Fetched,
    run=_fetch,
    right="read",
    idempotent=True,
)
