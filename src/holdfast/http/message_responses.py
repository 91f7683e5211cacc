"""Answers that hold messages, which may be very long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from holdfast.domain.messages import Message
from holdfast.http.responses import INLINE_CHARACTERS, ApiResponse, apart, json_response
from holdfast.http.wire.memory import MemoryBody, MessageListBody, bodies_of, characters_of


async def messages_response(body: MemoryBody | MessageListBody) -> ApiResponse:
    """``body`` as JSON; long messages in it do not hold the event loop."""
    characters = characters_of(body.messages)
    if characters <= INLINE_CHARACTERS:
        return json_response(body)
    return json_response(msgspec.structs.replace(body, messages=await apart(body.messages, characters)))


async def message_bodies(messages: Sequence[Message]) -> Sequence[Any]:
    """The bodies of messages, ready to be encoded; long ones do not hold the event loop."""
    bodies = bodies_of(messages)
    return await apart(bodies, characters_of(bodies))
