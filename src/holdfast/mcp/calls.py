"""Calls whose arguments are no object: the SDK refuses them as a whole, which no model learns from."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from holdfast.mcp.arguments import as_list

_NO_OBJECT: Final = re.compile(rb'"arguments"\s*:\s*["\[]')
"""A key of that name, and nothing within a text, where its quotes would be escaped."""


def with_object(body: bytes) -> bytes:
    """The body of a request, in which the arguments of a call are an object.

    An object that came as JSON text is taken for what it is.  Anything else becomes an argument of the name
    ``arguments``, of which the model is told that it is none, and what is missing.
    """
    if _NO_OBJECT.search(body) is None:
        return body
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return body
    parameters: Any = message.get("params") if isinstance(message, dict) else None
    if not isinstance(parameters, dict) or not isinstance(parameters.get("arguments"), str | list):
        return body
    read = as_list(parameters["arguments"])
    parameters["arguments"] = read if isinstance(read, dict) else {"arguments": read}
    return json.dumps(message).encode()
