"""Answers that hold messages, which may be very long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from holdfast.domain.messages import Message
from holdfast.http.responses import ApiResponse, apart, json_response
from holdfast.http.wire.memory import MemoryBody, MessageBody, MessageListBody, characters_of


async def messages_response(body: MemoryBody | MessageListBody) -> ApiResponse:
    """``body`` as JSON; long messages in it do not hold the event loop."""
    messages = await apart(body.messages, characters_of(body.messages))
    return json_response(body if messages is body.messages else msgspec.structs.replace(body, messages=messages))


async def message_bodies(messages: Sequence[Message]) -> Sequence[Any]:
    """The bodies of messages, ready to be encoded; long ones do not hold the event loop."""
    bodies = [MessageBody.from_message(message) for message in messages]
    return await apart(bodies, characters_of(bodies))
