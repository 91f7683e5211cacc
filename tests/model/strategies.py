"""What callers may do, drawn by Hypothesis: few names, so that they meet; few values, so that failures are readable."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from tests.model.acts import (
    Act,
    Append,
    CreateSession,
    CreateUser,
    DeleteMessage,
    DeleteSession,
    DeleteUser,
    EditMessage,
    Keyed,
    MergeMessage,
    Refused,
    RememberMessage,
    RememberSession,
    Saying,
    UpdateSession,
    UpdateUser,
)
from tests.model.file_acts import DeleteFiles, InsertIntoFile, PutFile

SESSIONS = ["a", "b", "c", "d e/ü%2F"]
USERS = ["u", "v"]

sessions = st.sampled_from(SESSIONS)
users = st.sampled_from(USERS)
keys = st.sampled_from(["k1", "k2", "k3"])

_scalars = st.none() | st.booleans() | st.sampled_from([0, 1, 2**60 + 1, "", "x", "null\\u0000byte"])
_values = st.recursive(
    _scalars | st.just([1, {"a": None}]),
    lambda inner: st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=4,
)
metadata = st.none() | st.dictionaries(st.sampled_from(["a", "b", "a.b", "", "system"]), _values, max_size=3)
"""What is merged into users and sessions, and into messages by a PATCH."""

message_metadata: st.SearchStrategy[dict[str, Any] | None] = st.none() | st.fixed_dictionaries(
    {}, optional={"n": st.integers(0, 2), "ok": st.booleans()}
)
"""What filters look at."""

_contents = st.sampled_from(["", "bees", "wasps and bees", "zero\x00byte", "ü😀", "one", "two", "three"])
_plain = st.builds(
    Saying,
    _contents,
    st.sampled_from(["human", "ai", ""]),
    message_metadata,
    remember=st.sampled_from([True, True, False]),
)
_named = st.integers(0, 2).flatmap(
    lambda number: st.builds(Saying, st.sampled_from([f"named {number}", "another"]), uuid=st.just(number))
)


def with_tools(results: int) -> list[Saying]:
    """What an agent says that calls tools, and their results, as LangChain's history writes them down."""
    calls = [{"name": "look_up", "args": {}, "id": f"c{number}", "type": "tool_call"} for number in range(results)]
    call = Saying("", "ai", {"langchain": {"type": "ai", "data": {"tool_calls": calls}}})
    answers = [
        Saying(f"result {each['id']}", "tool", {"langchain": {"type": "tool", "data": {"tool_call_id": each["id"]}}})
        for each in calls
    ]
    return [call, *answers]


_turns = st.one_of(
    _plain.map(lambda saying: [saying]), _named.map(lambda saying: [saying]), st.integers(1, 2).map(with_tools)
)


def _flat(turns: list[list[Saying]]) -> tuple[Saying, ...]:
    return tuple(saying for turn in turns for saying in turn)


sayings = st.lists(_turns, max_size=3).map(_flat)
conversations = st.lists(_turns, min_size=2, max_size=6).map(_flat)

appends = st.builds(Append, sessions, sayings)
creations = st.one_of(
    st.builds(CreateUser, users, st.sampled_from(["", "Ada"]), metadata),
    st.builds(CreateSession, sessions, st.none() | users, metadata, st.booleans()),
)
paths = st.sampled_from(["notes", "trips", "trips/may"])
"""What is a file in one example is a folder in another."""
files = st.one_of(
    st.builds(PutFile, users, paths, st.sampled_from(["", "bees", "two wasps"])),
    st.builds(InsertIntoFile, users, paths, st.sampled_from(["ü", "lines"])),
    st.builds(DeleteFiles, users, paths),
)
changes = st.one_of(
    files,
    st.builds(UpdateUser, users, st.sampled_from(["", "Bo"]), metadata),
    st.builds(UpdateSession, sessions, metadata),
    st.builds(UpdateSession, sessions, st.none(), users),
    st.builds(MergeMessage, sessions, st.integers(0, 2), message_metadata | metadata),
    st.builds(EditMessage, sessions, st.integers(0, 2), st.sampled_from(["bees again", "other\x00words", "two"])),
    st.builds(RememberSession, sessions, st.booleans()),
    st.builds(RememberMessage, sessions, st.integers(0, 2), st.booleans()),
    st.builds(DeleteMessage, sessions, st.integers(0, 2)),
    st.builds(DeleteSession, sessions),
    st.builds(DeleteUser, users),
)

LONG = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=4_000))
"""A name that no database can index."""

_IN_A = "/api/v1/sessions/{prefix}a"
_ONE = {"messages": [{"role": "human", "content": "never"}]}
REFUSED = [
    Refused("a session id that is too long", "POST", f"/api/v1/sessions/{{prefix}}{LONG}/memory", _ONE),
    Refused("a new session with an id that is too long", "POST", "/api/v1/sessions", {"session_id": "{prefix}" + LONG}),
    Refused("a user id that is too long", "POST", "/api/v1/user", {"user_id": "{prefix}" + LONG}),
    Refused("a UUID that is none", "POST", _IN_A + "/memory", {"messages": [*_ONE["messages"], {"uuid": "none"}]}),
    Refused("messages that are no list", "POST", _IN_A + "/memory", {"messages": "one"}),
    Refused("a message in place of a memory", "POST", _IN_A + "/memory", _ONE["messages"][0]),
    Refused("a memory inside a memory", "POST", _IN_A + "/memory", {"memory": _ONE}),
    Refused("null among messages", "POST", _IN_A + "/memory", {"messages": [*_ONE["messages"], None]}),
    Refused("a session without an id", "POST", "/api/v1/sessions", {"metadata": {}}),
    Refused("a session of nobody", "POST", "/api/v1/sessions", {"session_id": "{prefix}a", "user_id": "{prefix}w"}),
    Refused("a negative lastn", "GET", _IN_A + "/memory?lastn=-1"),
    Refused("a filter with an unknown operator", "POST", _IN_A + "/search", {"metadata": {"where": {"not": {"n": 1}}}}),
    Refused("a filter with a key in place of a path", "POST", _IN_A + "/search", {"metadata": {"where": {"n": 1}}}),
    Refused("a filter without where", "POST", _IN_A + "/search", {"text": "x", "metadata": {"jsonpath": "$.n"}}),
    Refused("a misspelt date", "POST", _IN_A + "/search", {"text": "x", "metadata": {"startDate": "2020-01-01"}}),
]
refusals: st.SearchStrategy[Act] = st.sampled_from(REFUSED)
too_long: st.SearchStrategy[Act] = st.just(REFUSED[0])

keyed = st.builds(Keyed, st.one_of(appends, creations), keys)
acts: st.SearchStrategy[Act] = st.one_of(appends, appends, creations, changes, keyed, refusals)
