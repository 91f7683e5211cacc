"""A server which wants a token."""

from __future__ import annotations

import warnings

import pytest

from holdfast_client import AuthError, HoldfastClient, Memory, Message
from support.server import Server


def test_a_client_with_the_servers_token_may_do_everything(locked_server: Server) -> None:
    with HoldfastClient(locked_server.url, api_key=locked_server.token()) as client:
        client.memory.add_memory("locked", Memory(messages=[Message(role="human", content="hello")]))
        assert client.memory.get_memory("locked").messages[0].content == "hello"


@pytest.mark.parametrize("key", [None, "wrong", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.AAAA"])
def test_without_or_with_another_token_every_call_is_an_auth_error(locked_server: Server, key: str | None) -> None:
    with HoldfastClient(locked_server.url, key) as client:
        for call in (client.memory.list_sessions, client.user.list, client.document.list_collections):
            with pytest.raises(AuthError) as caught:
                call()
            assert caught.value.status_code == 401
            assert caught.value.response_data


@pytest.mark.anyio
async def test_coroutines_are_refused_and_let_in_likewise(locked_server: Server) -> None:
    async with HoldfastClient(locked_server.url, health_check=False) as client:
        with pytest.raises(AuthError):
            await client.memory.aget_session("any")
    async with HoldfastClient(locked_server.url, locked_server.token(), health_check=False) as client:
        assert isinstance(await client.memory.alist_sessions(), list)


def test_the_health_check_needs_no_token_and_finds_the_version_recent(locked_server: Server) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with HoldfastClient(locked_server.url) as client:
            assert "-" in client.check_health()
