"""Answers that hold messages, which may be very long."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import msgspec

from holdfast.domain.messages import Message
from holdfast.http.responses import ApiResponse, apart, encode, json_response
from holdfast.http.wire.memory import MemoryBody, MessageBody, MessageListBody, characters_of


async def messages_response(body: MemoryBody | MessageListBody) -> ApiResponse:
    """``body`` as JSON; long messages in it do not hold the event loop."""
    messages = await apart(body.messages, characters_of(body.messages))
    return json_response(body if messages is body.messages else msgspec.structs.replace(body, messages=messages))


async def encoded_messages(messages: Sequence[Message]) -> bytes:
    """The text of a JSON array of messages; long ones do not hold the event loop."""
    bodies = [MessageBody.from_message(message) for message in messages]
    return encode(await apart(bodies, characters_of(bodies)))


async def encoded_chunks(chunks: AsyncIterator[Sequence[Message]]) -> AsyncIterator[bytes]:
    """The text of a JSON array of messages that come in chunks."""
    yield b"["
    separator = b""
    async for chunk in chunks:
        if chunk:
            yield separator + (await encoded_messages(chunk))[1:-1]
            separator = b","
    yield b"]"
