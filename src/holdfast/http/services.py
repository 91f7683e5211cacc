"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from holdfast.chores.supervisor import Supervisor
from holdfast.domain.principals import Principal
from holdfast.http.bodies import BodyMemory
from holdfast.http.request_counts import RequestCounts
from holdfast.operations.keys import KeyRing
from holdfast.operations.verbs import Verbs
from holdfast.settings import Settings

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from holdfast.http.oauth.issuer import TokenIssuer


class Agents(Protocol):
    """The door for agents, whose requests come through this one."""

    async def prepare(self, principal: Principal, user_id: str, *, read_only: bool) -> Any:
        """Who asks, for `answer`; ``user_id`` is what the address says, and may be empty.

        With ``read_only`` nothing may be changed, whatever the key grants.

        `NotFound` for a user that is closed, or where the door cannot be opened; `InvalidRequest` when it is open whose
        memory is meant.
        """
        ...

    async def answer(self, caller: Any, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        ...


@dataclass(frozen=True)
class Services:
    """The settings, the verbs, and what the door itself counts and says.  There is no storage among them."""

    settings: Settings
    verbs: Verbs
    ring: KeyRing
    supervisor: Supervisor
    version: str
    bodies: BodyMemory
    agents: Agents | None = None
    issuer: TokenIssuer | None = None
    requests: RequestCounts = field(default_factory=RequestCounts)
