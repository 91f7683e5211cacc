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
    that ended well.  ``seconds`` is how long the last run took, ``last_error`` why a run failed the last time.
    """

    name: str
    status: str
    failures: int
    seconds: float
    last_success: str | None
    last_error: str

    @classmethod
    def from_state(cls, state: ChoreState) -> ChoreBody:
        """The body for a chore."""
        status = "failing" if state.failures else "running" if state.running else "waiting"
        seconds = round(state.seconds, 3)
        return cls(state.name, status, state.failures, seconds, state.last_success, state.last_error)


class Readiness(msgspec.Struct):
    """That the server is ready, what waits in the background, and how background work goes."""

    status: str
    jobs_pending: int
    jobs_parked: int
    chores: list[ChoreBody]


routes = Routes("operations")


@routes.route("GET", "/readyz", answer=Readiness, errors=(503,), authenticated=False)
async def get_readiness(request: ApiRequest) -> Response:
    """Whether the server can do its work.

    200 when the store answers, else 503.
    """
    counts = await request.verbs.health.readiness(request.principal)
    chores = [ChoreBody.from_state(state) for state in request.services.supervisor.states]
    return json_response(Readiness("ready", counts.pending, counts.parked, chores))
