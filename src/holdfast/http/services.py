"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass, field

from holdfast.chores.supervisor import Supervisor
from holdfast.http.bodies import BodyMemory
from holdfast.http.request_counts import RequestCounts
from holdfast.operations.keys import KeyRing
from holdfast.operations.verbs import Verbs
from holdfast.settings import Settings


@dataclass(frozen=True)
class Services:
    """The settings, the verbs, and what the door itself counts and says.  There is no storage among them."""

    settings: Settings
    verbs: Verbs
    ring: KeyRing
    supervisor: Supervisor
    version: str
    bodies: BodyMemory
    requests: RequestCounts = field(default_factory=RequestCounts)
