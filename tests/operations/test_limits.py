"""What a request may bring, beyond what a body of the usual size can hold."""

from __future__ import annotations

import pytest

from holdfast.domain.messages import NewMessage
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA
from holdfast.errors import InvalidRequest
from holdfast.operations.limits import checked_messages


async def test_metadata_of_messages_are_bounded_also_where_larger_bodies_are_allowed() -> None:
    fits = NewMessage(role="user", content="x", metadata={"a": "x" * (MAXIMUM_MESSAGE_METADATA - 20)})
    await checked_messages([fits])
    with pytest.raises(InvalidRequest, match=r"^messages\[1\]\.metadata: at most"):
        await checked_messages(
            [fits, NewMessage(role="user", content="x", metadata={"a": "x" * MAXIMUM_MESSAGE_METADATA})]
        )
