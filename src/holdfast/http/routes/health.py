"""``/readyz``: whether the server can do its work; ``/healthz`` is answered by the application itself."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from holdfast.chores.chore import ChoreState
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Routes


class ChoreBody(msgspec.Struct):
    """How a piece of background work goes in this process.

    ``status`` is ``running``, ``waiting`` or ``failing``; ``failures`` counts the runs that failed since the last one
    that ended well.  ``seconds`` is how long the last run took, ``last_error`` why a run failed the last time; where
    callers must say who they are, the log tells, and not this page, which is open to all.
    """

    name: str
    status: str
    failures: int
    seconds: float
    last_success: str | None
    last_error: str

    @classmethod
    def from_state(cls, state: ChoreState, *, with_error: bool) -> ChoreBody:
        """The body for a chore."""
        status = "failing" if state.failures else "running" if state.running else "waiting"
        seconds = round(state.seconds, 3)
        error = state.last_error if with_error or not state.last_error else "see the server's log"
        return cls(state.name, status, state.failures, seconds, state.last_success, error)


class Readiness(msgspec.Struct):
    """That the server is ready, what waits in the background, and how background work goes.

    ``warnings`` say what an operator should know of how the server is set up.
    """

    status: str
    jobs_pending: int
    jobs_parked: int
    chores: list[ChoreBody]
    warnings: list[str] = []


_OPEN = "no authentication: anyone who reaches the server can read and write (server.open)"
_LAGGING = (
    "enrichment lags behind: messages are refused with 429 until fewer wait; where that lasts, give it more processes "
    "(extractors.processes, holdfast worker), or allow more to wait (extractors.most_waiting)"
)

routes = Routes("operations")


@routes.route("GET", "/readyz", answer=Readiness, errors=(503,), authenticated=False)
async def get_readiness(request: ApiRequest) -> Response:
    """Whether the server can do its work.

    200 when the store answers, else 503.
    """
    counts = await request.verbs.health.readiness(request.principal)
    settings, states = request.services.settings, request.services.supervisor.states
    chores = [ChoreBody.from_state(state, with_error=not settings.auth.required) for state in states]
    warnings = [_OPEN] if settings.server.open and not settings.auth.required else []
    warnings += [] if request.verbs.health.takes_messages else [_LAGGING]
    return json_response(Readiness("ready", counts.pending, counts.parked, chores, warnings))
