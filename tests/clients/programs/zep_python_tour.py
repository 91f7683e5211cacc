"""Calls every public method of zep-python 1.5.0 outside documents, sync and async, and checks what comes back.

Usage: zep_python_tour.py URL NAME [API_KEY]
"""

import asyncio
import inspect
import sys

from zep_python import APIError, NotFoundError, ZepClient
from zep_python.exceptions import AuthError
from zep_python.memory import Memory, MemorySearchPayload, Session
from zep_python.message import Message
from zep_python.user import CreateUserRequest, UpdateUserRequest

URL, NAME = sys.argv[1:3]
KEY = sys.argv[3] if len(sys.argv) > 3 else None


class Recorder:
    """Hands calls on to a part of the client and notes their names."""

    def __init__(self, part):
        self._part = part
        self._called = set()

    def __getattr__(self, name):
        self._called.add(name)
        return getattr(self._part, name)

    def left_out(self, *, asynchronous):
        """The public methods of the wanted kind that were not called."""
        methods = {name for name, _ in inspect.getmembers(type(self._part), inspect.isfunction) if name[0] != "_"}
        twins = {name for name in methods if name[0] == "a" and name[1:] in methods}
        return (twins if asynchronous else methods - twins) - self._called


def raises(kind, call):
    try:
        call()
    except kind:
        return
    raise AssertionError(f"{kind.__name__} expected")


async def araises(kind, awaitable):
    try:
        await awaitable
    except kind:
        return
    raise AssertionError(f"{kind.__name__} expected")


def conversation():
    return Memory(
        messages=[
            Message(role="human", content="Where do we eat in Reykjavik?", metadata={"topic": "food"}),
            Message(role="ai", content="At the harbour, they have fresh cod."),
        ]
    )


def tour():
    client = ZepClient(URL, KEY)
    memory, message, user = Recorder(client.memory), Recorder(client.message), Recorder(client.user)
    sid, uid = NAME + "-sync (1)", NAME + "-user"

    assert user.add(CreateUserRequest(user_id=uid, email="a@example.org", metadata={"tier": 1})).user_id == uid
    raises(APIError, lambda: user.add(CreateUserRequest(user_id=uid)))
    updated = user.update(UpdateUserRequest(user_id=uid, first_name="Ada", metadata={"flags": {"b": True}}))
    assert updated.metadata == {"tier": 1, "flags": {"b": True}}, updated
    assert user.get(uid).first_name == "Ada"
    assert any(found.user_id == uid for found in user.list())
    assert any(found.user_id == uid for chunk in user.list_chunked(2) for found in chunk)

    raises(NotFoundError, lambda: memory.get_session(sid))
    created = memory.add_session(Session(session_id=sid, user_id=uid, metadata={"foo": "bar"}))
    assert created.session_id == sid
    assert created.id >= 1
    raises(APIError, lambda: memory.add_session(Session(session_id=sid)))
    merged = memory.update_session(Session(session_id=sid, metadata={"qax": "baz"}))
    assert merged.metadata == {"foo": "bar", "qax": "baz"}
    assert memory.get_session(sid).user_id == uid
    assert [found.session_id for found in user.get_sessions(uid)] == [sid]
    assert len(memory.list_sessions(limit=1)) == 1
    everything = [found.session_id for chunk in memory.list_all_sessions(chunk_size=3) for found in chunk]
    assert sid in everything

    assert memory.get_memory(sid + "unknown").messages == []
    assert memory.get_memory(sid + "unknown").summary.content == ""
    assert memory.add_memory(sid, conversation()) == "OK"
    found = memory.get_memory(sid)
    assert [one.content for one in found.messages] == [one.content for one in conversation().messages]
    assert len(memory.get_memory(sid, lastn=1).messages) == 1
    hits = memory.search_memory(sid, MemorySearchPayload(text="fresh cod at the harbour"), limit=1)
    assert hits[0].message["content"].startswith("At the harbour"), hits
    filtered = MemorySearchPayload(metadata={"where": {"jsonpath": '$[*] ? (@.topic == "food")'}})
    assert [hit.message["role"] for hit in memory.search_memory(sid, filtered)] == ["human"]

    listed = message.get_session_messages(sid)
    assert len(listed) == 2
    one = message.get_session_message(sid, listed[0].uuid)
    assert one.content == listed[0].content
    changed = message.update_message_metadata(sid, one.uuid, {"metadata": {"stars": 4}})
    assert changed.metadata["stars"] == 4
    assert changed.metadata["topic"] == "food"
    raises(NotFoundError, lambda: message.get_session_message(sid, "00000000-0000-4000-8000-000000000001"))

    assert memory.delete_memory(sid) == "OK"
    raises(NotFoundError, lambda: memory.delete_memory(sid))
    assert memory.get_memory(sid).messages == []
    user.delete(uid)
    raises(NotFoundError, lambda: user.get(uid))

    client.add_session(Session(session_id=sid + "old"))
    client.add_memory(sid + "old", conversation())
    assert len(client.get_memory(sid + "old").messages) == 2
    assert client.get_session(sid + "old").session_id == sid + "old"
    assert client.search_memory(sid + "old", MemorySearchPayload(text="cod"))
    client.delete_memory(sid + "old")
    for part in (memory, message, user):
        assert not part.left_out(asynchronous=False), part.left_out(asynchronous=False)
    client.close()


async def atour():
    async with ZepClient(URL, KEY) as client:
        memory, message, user = Recorder(client.memory), Recorder(client.message), Recorder(client.user)
        sid, uid = NAME + "-async", NAME + "-auser"
        await user.aadd(CreateUserRequest(user_id=uid))
        await user.aupdate(UpdateUserRequest(user_id=uid, email="b@example.org"))
        assert (await user.aget(uid)).email == "b@example.org"
        assert any(found.user_id == uid for found in await user.alist(limit=1000))
        assert any([found.user_id == uid async for chunk in user.alist_chunked(5) for found in chunk])

        await memory.aadd_session(Session(session_id=sid, user_id=uid, metadata={"foo": "bar"}))
        merged = await memory.aupdate_session(Session(session_id=sid, metadata={"qax": "baz"}))
        assert merged.metadata == {"foo": "bar", "qax": "baz"}
        assert (await memory.aget_session(sid)).user_id == uid
        assert [found.session_id for found in await user.aget_sessions(uid)] == [sid]
        assert len(await memory.alist_sessions(limit=1, cursor=0)) == 1
        assert sid in [found.session_id async for chunk in memory.alist_all_sessions(chunk_size=4) for found in chunk]

        assert await memory.aadd_memory(sid, conversation()) == "OK"
        assert len((await memory.aget_memory(sid, lastn=5)).messages) == 2
        hits = await memory.asearch_memory(sid, MemorySearchPayload(text="harbour cod"), limit=1)
        assert "harbour" in hits[0].message["content"]
        listed = await message.aget_session_messages(sid, limit=1, cursor=2)
        assert [one.role for one in listed] == ["ai"]
        one = await message.aget_session_message(sid, listed[0].uuid)
        changed = await message.aupdate_message_metadata(sid, one.uuid, {"metadata": {"a": 1}})
        assert changed.metadata["a"] == 1
        assert await memory.adelete_memory(sid) == "OK"
        await araises(NotFoundError, memory.aget_session(sid))
        await user.adelete(uid)
        await araises(NotFoundError, user.aget(uid))
        for part in (memory, message, user):
            assert not part.left_out(asynchronous=True), part.left_out(asynchronous=True)


def without_a_key():
    raises(AuthError, lambda: ZepClient(URL).memory.get_session("x"))


tour()
asyncio.run(atour())
if KEY:
    without_a_key()
print("done")
