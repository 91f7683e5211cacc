"""On whose behalf a tool is called: decided by the key and the address, before a model has a say."""

from __future__ import annotations

import msgspec

from holdfast.domain.principals import Limits, Principal, Rights
from holdfast.errors import InvalidRequest, NotFound


class Caller(msgspec.Struct, frozen=True):
    """An agent that works for one user.

    ``principal`` is who showed the key, narrowed down to that user: whatever a tool asks for, nothing else is open.
    """

    principal: Principal
    user_id: str

    def may(self, right: str) -> bool:
        """Whether the key grants a right."""
        return bool(getattr(self.principal.rights, right))


def caller_for(
    principal: Principal, user_id: str = "", *, read_only: bool = False, named_later: bool = False
) -> Caller:
    """The caller for the user that the address names, or else for the only one that the key opens.

    With ``named_later`` each call may still say which user is meant, among those that the key opens.  `NotFound` for a
    user that is closed to the key; `InvalidRequest` when nobody says which user is meant.
    """
    limits = principal.limits or Limits()
    user = user_id or (limits.sole_user if limits.by_user else None)
    if not user and named_later:
        return Caller(_reading(principal) if read_only else principal, "")
    if not user:
        raise InvalidRequest(
            "nobody says whose memory this is: connect to /mcp/u/USER_ID, or use a key that is limited to one user"
        )
    if principal.limits is not None and not principal.limits.admits_user(user):
        raise NotFound("user", user)
    narrowed = Limits(users=(user,), session_prefixes=limits.session_prefixes)
    rights = principal.rights
    kept = Rights(read=rights.read, write=rights.write and not read_only, forget=rights.forget and not read_only)
    return Caller(Principal(principal.name, kept, narrowed), user)


def _reading(principal: Principal) -> Principal:
    return Principal(principal.name, Rights(read=principal.rights.read), principal.limits)
