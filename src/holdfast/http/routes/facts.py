"""``/api/v1/facts``."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Routes
from holdfast.http.wire.facts import PreviewBody, PreviewRequest, StatementBody

routes = Routes("facts")


@routes.route("POST", "/api/v1/facts/preview", request=PreviewRequest, answer=PreviewBody, errors=(400,))
async def preview_facts(request: ApiRequest) -> Response:
    """Find facts in a conversation.

    What users state about themselves in a conversation, and which slots it fills. Nothing is stored.
    """
    body = await request.read(PreviewRequest)
    said = [message.to_said() for message in body.messages]
    found = await request.verbs.facts.preview(request.principal, said)
    statements = [StatementBody.from_statement(one, said[one.message].content) for one in found]
    return json_response(PreviewBody(statements))
