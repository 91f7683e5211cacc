"""Users, through a real server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from holdfast_client import (
    APIError,
    CreateUserRequest,
    HoldfastClient,
    NotFoundError,
    Session,
    UpdateUserRequest,
)

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]


async def test_a_user_is_created_fetched_and_changed(client: HoldfastClient, fresh: Fresh) -> None:
    user_id = fresh("user")
    created = await client.user.aadd(
        CreateUserRequest(user_id=user_id, email="a@example.org", first_name="Ada", metadata={"tier": 2})
    )
    assert created == await client.user.aget(user_id)
    assert isinstance(created.uuid, UUID)
    assert isinstance(created.created_at, datetime)
    changed = await client.user.aupdate(
        UpdateUserRequest(user_id=user_id, uuid=uuid4(), last_name="Byron", metadata={"flags": {"beta": True}})
    )
    assert (changed.first_name, changed.last_name, changed.email) == ("Ada", "Byron", "a@example.org")
    assert changed.metadata == {"tier": 2, "flags": {"beta": True}}


async def test_a_taken_user_id_is_an_api_error(client: HoldfastClient, fresh: Fresh) -> None:
    user = CreateUserRequest(user_id=fresh("user"))
    await client.user.aadd(user)
    with pytest.raises(APIError, match="already exists"):
        await client.user.aadd(user)


async def test_a_deleted_user_is_gone_with_the_sessions(client: HoldfastClient, fresh: Fresh) -> None:
    user_id, session_id = fresh("user / with slash"), fresh("session")
    await client.user.aadd(CreateUserRequest(user_id=user_id))
    await client.memory.aadd_session(Session(session_id=session_id, user_id=user_id))
    await client.user.adelete(user_id)
    with pytest.raises(NotFoundError, match="user"):
        await client.user.aget(user_id)
    with pytest.raises(NotFoundError):
        await client.user.adelete(user_id)
    with pytest.raises(NotFoundError):
        await client.memory.aget_session(session_id)
    assert await client.user.aget_sessions(user_id) == []


async def test_users_are_listed_and_walked_in_order(client: HoldfastClient, fresh: Fresh) -> None:
    ids = [fresh("user") for _ in range(6)]
    created = [await client.user.aadd(CreateUserRequest(user_id=user_id)) for user_id in ids]
    await client.user.adelete(ids[2])
    del ids[2]
    page = await client.user.alist(limit=2, cursor=(created[0].id or 0) - 1)
    assert [user.user_id for user in page] == ids[:2]
    seen = []
    async for chunk in client.user.alist_chunked(chunk_size=2):
        seen += [user.user_id for user in chunk]
    assert [user_id for user_id in seen if user_id in ids] == ids
    assert len(seen) == len(set(seen)) == len(await client.user.alist())
