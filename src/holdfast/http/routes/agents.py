"""``/mcp``: the Model Context Protocol, which another door answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from holdfast.errors import NotFound
from holdfast.http.request import ApiRequest
from holdfast.http.routing import Routes
from holdfast.http.services import Agents

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

routes = Routes("agents")


@routes.route("POST", "/mcp", answer=str, published=False)
async def serve_agent(request: ApiRequest) -> Response:
    """Serve an agent of the only user whom the key opens."""
    return await _serve(request, "")


@routes.route("POST", "/mcp/u/{user_id}", answer=str, published=False)
async def serve_agent_of_user(request: ApiRequest) -> Response:
    """Serve an agent of the user whom the address names."""
    return await _serve(request, request.parameters["user_id"])


async def _serve(request: ApiRequest, user_id: str) -> Response:
    agents = request.services.agents
    if agents is None:
        raise NotFound("page", "/mcp (mcp.enabled is off)")
    caller = await agents.prepare(request.principal, user_id, read_only=request.flag("read_only"))
    return _HandedOn(agents, caller, await request.raw_body())


class _HandedOn(Response):
    """A response that the other door gives, with the headers that go with every one of this door."""

    def __init__(self, agents: Agents, caller: Any, body: bytes) -> None:
        super().__init__()
        self.raw_headers = []
        self._agents = agents
        self._caller = caller
        self._sent = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See Starlette."""

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status_code = message["status"]
                message["headers"] = [*message.get("headers", ()), *self.raw_headers]
            await send(message)

        await self._agents.answer(self._caller, self._sent, scope, receive, send_on)
