"""``/api/v1/facts``, the profile of a user, and the facts that rest on a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from starlette.responses import Response

from holdfast.domain.facts import SHOWN_STATES, Fact, FactOrigin, FactSelection, FactState
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.receipts import Written
from holdfast.domain.timestamps import Timestamp, parse_timestamp
from holdfast.errors import InvalidRequest
from holdfast.http.idempotency import mark_replayed
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response, ok
from holdfast.http.routes.messages import MESSAGE
from holdfast.http.routes.users import USER
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.facts import (
    CreateFact,
    FactBody,
    FactListBody,
    FoundFactBody,
    FoundFactsBody,
    MessageFactsBody,
    PreviewBody,
    PreviewRequest,
    ProfileBody,
    SearchFacts,
    StatementBody,
    UpdateFact,
)

FACTS = "/api/v1/facts"
FACT = FACTS + "/{fact_id}"

_AS_OF = QueryParameter("as_of", "string", "What was known at this moment (RFC 3339).")
_VALID_ON = QueryParameter("valid_on", "string", "What was true at this moment (RFC 3339), known now.")
_IF_MATCH = re.compile(r'(?:W/)?"?(\d{1,9})"?', re.ASCII)
_TIMELESS = (FactState.VALID,)
_TRUE_ONCE = (FactState.VALID, FactState.SUPERSEDED)
_Named = TypeVar("_Named", FactState, FactOrigin)

routes = Routes("facts")


@routes.route("POST", FACTS, request=CreateFact, answer=FactBody, status=201, errors=(400,), keyed=True)
async def create_fact(request: ApiRequest) -> Response:
    """Assert a fact.

    Store what a person, an application or an agent says of a user, or in a session that has none.
    """
    new = (await request.read(CreateFact)).to_new_fact()
    written = await request.verbs.facts.add(request.principal, new, receipt=await request.receipt())
    return _created(written)


@routes.route(
    "GET",
    FACTS,
    answer=FactListBody,
    query=(
        QueryParameter("user_id", "string", "Facts of this user."),
        QueryParameter("session_id", "string", "Facts of this session, and those it is a source of."),
        QueryParameter("state", "string", "`valid` (the default), `superseded`, `invalid`, `forgotten` or `all`."),
        QueryParameter("origin", "string", "`stated`, `asserted` or `extracted`."),
        QueryParameter("slot", "string", "Facts that fill this slot."),
        QueryParameter("topic", "string", "Facts with this topic."),
        QueryParameter("pinned", "boolean", "Only facts that are pinned."),
        _AS_OF,
        _VALID_ON,
        QueryParameter("limit", "integer", "Facts in a page; 0 or absent means 100."),
        QueryParameter("cursor", "string", "The `next_cursor` of the page before."),
    ),
    errors=(400,),
)
async def list_facts(request: ApiRequest) -> Response:
    """List facts.

    A page of facts, newest first, with their number. An unknown user or session has none.
    """
    selection, before = _selection(request), request.count("cursor")
    page = await request.verbs.facts.page(
        request.principal,
        selection,
        before=before or None,
        limit=request.count("limit"),
        as_of=_moment(request, "as_of"),
    )
    return json_response(FactListBody.from_page(page))


@routes.route("POST", FACTS + "/search", request=SearchFacts, answer=FoundFactsBody, errors=(400,))
async def search_facts(request: ApiRequest) -> Response:
    """Search facts.

    Find valid facts that are true now, by the engine that searches messages.
    """
    found = await request.verbs.search_facts(request.principal, (await request.read(SearchFacts)).to_query())
    return json_response(FoundFactsBody(list(map(FoundFactBody.from_found, found))))


@routes.route("POST", FACTS + "/preview", request=PreviewRequest, answer=PreviewBody, errors=(400,))
async def preview_facts(request: ApiRequest) -> Response:
    """Find facts in a conversation.

    What users state about themselves in a conversation, and which slots it fills. Nothing is stored.
    """
    body = await request.read(PreviewRequest)
    said = [message.to_said() for message in body.messages]
    found = await request.verbs.facts.preview(request.principal, said)
    statements = [StatementBody.from_statement(one, said[one.message].content) for one in found]
    return json_response(PreviewBody(statements))


@routes.route("GET", FACT, answer=FactBody, errors=(400, 404))
async def get_fact(request: ApiRequest) -> Response:
    """Get a fact.

    One fact, with the words that it rests on and all its revisions. Of a fact that was forgotten there is no content.
    """
    details = await request.verbs.facts.get(request.principal, _fact_uuid(request))
    return _tagged(json_response(FactBody.from_details(details)), details.fact)


@routes.route("PATCH", FACT, request=UpdateFact, answer=FactBody, errors=(400, 404, 412))
async def update_fact(request: ApiRequest) -> Response:
    """Change a fact.

    Make a new revision of a fact. With `If-Match` only if it still has the revision that `ETag` told.
    """
    uuid, revision = _fact_uuid(request), _expected(request)
    change = (await request.read(UpdateFact)).to_change()
    fact = await request.verbs.facts.change(request.principal, uuid, change, revision=revision)
    return _tagged(json_response(FactBody.from_fact(fact)), fact)


@routes.route("DELETE", FACT, answer=str, errors=(400, 404, 412))
async def delete_fact(request: ApiRequest) -> Response:
    """Forget a fact.

    Leave nothing of its content, in no revision. The messages that it rests on stay; it is not found in them again.
    """
    await request.verbs.facts.forget(request.principal, _fact_uuid(request), revision=_expected(request))
    return ok()


@routes.route("GET", USER + "/profile", answer=ProfileBody, query=(_AS_OF, _VALID_ON), errors=(400, 404))
async def get_profile(request: ApiRequest) -> Response:
    """Get the profile of a user.

    What fills the slots of a user now, with the words it rests on, and what did before.
    """
    user_id = request.parameters["user_id"]
    profile = await request.verbs.facts.profile(
        request.principal, user_id, as_of=_moment(request, "as_of"), valid_on=_moment(request, "valid_on")
    )
    return json_response(ProfileBody.from_profile(user_id, profile))


@routes.route("GET", MESSAGE + "/facts", answer=MessageFactsBody, errors=(400, 404))
async def list_facts_of_message(request: ApiRequest) -> Response:
    """List the facts that rest on a message."""
    try:
        uuid = canonical_uuid(request.parameters["message_id"])
    except ValueError as error:
        raise InvalidRequest(f"unable to parse message UUID: {error}") from None
    facts = await request.verbs.facts.of_message(request.principal, request.parameters["session_id"], uuid)
    return json_response(MessageFactsBody(list(map(FactBody.from_fact, facts))))


def _created(written: Written[Fact]) -> ApiResponse:
    response = json_response(FactBody.from_fact(written.result), status=201)
    return mark_replayed(_tagged(response, written.result), written)


def _tagged(response: ApiResponse, fact: Fact) -> ApiResponse:
    response.headers["ETag"] = f'"{fact.revision}"'
    return response


def _expected(request: ApiRequest) -> int | None:
    """The revision that the caller saw; ``None`` when any will do."""
    header = request.headers.get("if-match", "*").strip()
    if header == "*":
        return None
    match = _IF_MATCH.fullmatch(header)
    if match is None:
        raise InvalidRequest(f"If-Match: {header[:40]!r} is no revision; give the ETag of the fact")
    return int(match[1])


def _fact_uuid(request: ApiRequest) -> str:
    try:
        return canonical_uuid(request.parameters["fact_id"])
    except ValueError as error:
        raise InvalidRequest(f"fact_id: {error}") from None


def _selection(request: ApiRequest) -> FactSelection:
    query = request.query
    valid_on = _moment(request, "valid_on")
    state = query.get("state", "")
    states = SHOWN_STATES if state == "all" else (_named(state, "state", SHOWN_STATES),) if state else _TIMELESS
    return FactSelection(
        user_id=query.get("user_id") or None,
        session_id=query.get("session_id") or None,
        states=_TRUE_ONCE if valid_on is not None and not state else states,
        origin=_named(query["origin"], "origin", tuple(FactOrigin)) if query.get("origin") else None,
        slot=query.get("slot") or None,
        topic=query.get("topic") or None,
        valid_on=valid_on,
        pinned=request.flag("pinned"),
    )


def _named(text: str, name: str, among: Sequence[_Named]) -> _Named:
    for each in among:
        if each == text:
            return each
    raise InvalidRequest(f"{name}: {text[:40]!r} is none of {', '.join(among)}")


def _moment(request: ApiRequest, name: str) -> Timestamp | None:
    text = request.query.get(name, "")
    try:
        return parse_timestamp(text) if text else None
    except ValueError as error:
        raise InvalidRequest(f"{name}: {text[:40]!r} is {error}") from None
