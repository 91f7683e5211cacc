"""The user that an agent works for, who comes into being with the first thing that is remembered."""

from __future__ import annotations

from holdfast.domain.users import NewUser
from holdfast.errors import AlreadyExists, NotFound
from holdfast.mcp.tool import Call


async def ensure_user(call: Call) -> None:
    """Create the user of the caller where there is none yet."""
    users, caller = call.verbs.users, call.caller
    try:
        await users.get(caller.principal, caller.user_id)
    except NotFound:
        try:
            await users.create(caller.principal, NewUser(user_id=caller.user_id))
        except AlreadyExists:
            return
