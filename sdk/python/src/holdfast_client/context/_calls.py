"""The call for a context."""

from __future__ import annotations

from typing import Any

from holdfast_client._http.answer import reader
from holdfast_client._http.call import API, Call
from holdfast_client.context.models import Context

_read_context = reader(Context)


def get(**asked: Any) -> Call[Context]:
    """``POST /context``; what is None is not sent."""
    if not asked.get("user_id") and not asked.get("session_id"):
        raise ValueError("give a user_id or a session_id")
    body = {name: value for name, value in asked.items() if value is not None}
    return Call("POST", (*API, "context"), "context", _read_context, body=body)
