"""Facts over HTTP: asserted, listed, searched, changed, forgotten; and what of them is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from holdfast.domain.metadata import MAXIMUM_METADATA
from tests.running_server import RunningServer

FACTS = "/api/v1/facts"
UNKNOWN = "dead0000-0000-4000-8000-000000000001"


@pytest.fixture
def user(client: httpx.Client, name: str) -> str:
    assert client.post("/api/v1/user", json={"user_id": name}).status_code == 201
    return name


def add(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    answer = client.post(FACTS, json=fields)
    assert answer.status_code == 201, answer.text
    assert answer.headers["ETag"] == f'"{answer.json()["revision"]}"'
    return answer.json()


def listed(client: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = client.get(FACTS, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def texts(client: httpx.Client, **query: Any) -> list[str]:
    return [fact["text"] for fact in listed(client, **query)["facts"]]


def profile(client: httpx.Client, user: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/user/{user}/profile", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["slots"]


def test_a_fact_is_asserted_and_read_with_its_history(client: httpx.Client, user: str) -> None:
    made = add(
        client, user_id=user, text="Lives in Porto", slot="home", value="Porto", valid_at="2024-05-01T00:00:00Z",
        topics=["places"], metadata={"by": "hand"}, pinned=True,
    )  # fmt: skip
    read = client.get(f"{FACTS}/{made['uuid']}")
    assert read.headers["ETag"] == '"1"'
    fact = read.json()
    assert {key: fact[key] for key in made} == made
    assert (fact["origin"], fact["state"], fact["sources"]) == ("asserted", "valid", [])
    assert [(one["revision"], one["text"], one["actor"]) for one in fact["history"]] == [
        (1, "Lives in Porto", "anyone")
    ]
    assert (fact["valid_at"], fact["invalid_at"]) == ("2024-05-01T00:00:00.000000Z", None)
    assert (fact["topics"], fact["metadata"], fact["pinned"]) == (["places"], {"by": "hand"}, True)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": "t", "user_id": None}, "user_id"),
        ({"text": "t", "user_id": "nobody at all"}, "user_id"),
        ({"text": "t", "session_id": "no such session"}, "session_id"),
        ({"text": " "}, "text"),
        ({}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "t", "slot": "shoe_size"}, "slot"),
        ({"text": "t", "slot": "x-"}, "slot"),
        ({"text": "t", "value": "v"}, "value"),
        ({"text": "t", "slot": "home", "value": "v" * 2001}, "value"),
        ({"text": "t", "valid_at": "yesterday"}, "valid_at"),
        ({"text": "t", "valid_at": "2024-05-01T00:00:00Z", "invalid_at": "2024-04-01T00:00:00Z"}, "invalid_at"),
        ({"text": "t", "supersedes": "no uuid"}, "supersedes"),
        ({"text": "t", "supersedes": UNKNOWN}, "supersedes"),
        ({"text": "t", "sources": ["no uuid"]}, "sources"),
        ({"text": "t", "sources": [UNKNOWN]}, "sources[0]"),
        ({"text": "t", "topics": [""]}, "topics[0]"),
        ({"text": "t", "topics": ["a"] * 0 + [str(number) for number in range(21)]}, "topics"),
        ({"text": "t", "subject": ""}, "subject"),
        ({"text": 7}, "text"),
        ({"text": "t", "metadata": []}, "metadata"),
    ],
)
def test_what_is_wrong_with_a_fact_is_named(
    client: httpx.Client, user: str, fields: dict[str, Any], named: str
) -> None:
    answer = client.post(FACTS, json={"user_id": user, **fields})
    assert answer.status_code == 400, answer.text
    assert answer.text.startswith(f"{named}"), answer.text
    assert listed(client, user_id=user, state="all")["total_count"] == 0


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"slot": "shoe_size"}, "slot"),
        ({"slot": ""}, "value"),
        ({"state": "forgotten"}, "state"),
        ({"state": "dubious"}, "state"),
        ({"invalid_at": "soon"}, "invalid_at"),
        ({"invalid_at": "2024-04-01T00:00:00Z"}, "invalid_at"),
        ({"reason": "x" * 2001}, "reason"),
    ],
)
def test_what_is_wrong_with_a_change_is_named(
    client: httpx.Client, user: str, fields: dict[str, Any], named: str
) -> None:
    made = add(client, user_id=user, text="t", slot="home", value="v", valid_at="2024-05-01T00:00:00Z")
    answer = client.patch(f"{FACTS}/{made['uuid']}", json=fields)
    assert answer.status_code == 400, answer.text
    assert answer.text.startswith(f"{named}:"), answer.text
    assert client.get(f"{FACTS}/{made['uuid']}").json()["revision"] == 1


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("state=dubious", "state"),
        ("origin=heard", "origin"),
        ("slot=shoe_size", "slot"),
        ("as_of=2024-05-01T00:00:00Z", "as_of"),
        ("as_of=soon&user_id=x", "as_of"),
        ("valid_on=2024", "valid_on"),
        ("limit=-1", "limit"),
        ("cursor=x", "cursor"),
        ("pinned=perhaps", "pinned"),
    ],
)
def test_what_is_wrong_with_a_list_is_named(client: httpx.Client, query: str, named: str) -> None:
    answer = client.get(f"{FACTS}?{query}")
    assert (answer.status_code, answer.text[: len(named) + 1]) == (400, f"{named}:")


def test_facts_of_others_are_refused_as_if_there_were_none(client: httpx.Client, user: str) -> None:
    assert client.post("/api/v1/user", json={"user_id": f"{user}-other"}).status_code == 201
    foreign = add(client, user_id=f"{user}-other", text="theirs")
    answers = [
        client.post(FACTS, json={"user_id": user, "text": "t", "supersedes": uuid}).text.replace(uuid, "…")
        for uuid in (foreign["uuid"], UNKNOWN)
    ]
    assert answers[0] == answers[1]
    assert answers[0].startswith("supersedes: ")
    assert client.get(f"{FACTS}/{foreign['uuid']}").json()["state"] == "valid"


def test_lists_are_paged_by_a_cursor_with_the_whole_number(client: httpx.Client, user: str) -> None:
    for number in range(5):
        add(client, user_id=user, text=f"fact {number}", topics=["even"] if number % 2 == 0 else [])
    first = listed(client, user_id=user, limit=2)
    second = listed(client, user_id=user, limit=2, cursor=first["next_cursor"])
    third = listed(client, user_id=user, limit=2, cursor=second["next_cursor"])
    assert [fact["text"] for page in (first, second, third) for fact in page["facts"]] == [
        f"fact {number}" for number in range(4, -1, -1)
    ]
    assert [page["total_count"] for page in (first, second, third)] == [5, 5, 5]
    assert third["next_cursor"] is None
    assert texts(client, user_id=user, topic="even") == ["fact 4", "fact 2", "fact 0"]
    assert listed(client, user_id=f"{user}-unknown") == {"facts": [], "total_count": 0, "next_cursor": None}


def test_a_profile_has_the_current_and_the_former_values(client: httpx.Client, user: str) -> None:
    add(client, user_id=user, text="In Porto", slot="home", value="Porto", valid_at="2023-01-01T00:00:00Z")
    add(client, user_id=user, text="In Braga", slot="home", value="Braga", valid_at="2024-01-01T00:00:00Z")
    add(client, user_id=user, text="In Lagos", slot="home", value="Lagos", valid_at="2022-01-01T00:00:00Z")
    add(client, user_id=user, text="A cat", slot="pets", value="cat")
    add(client, user_id=user, text="A dog", slot="pets", value="dog")
    add(client, user_id=user, text="Shoes", slot="x-shoe", value="43")
    add(client, user_id=user, text="His sister", subject="sister", slot="home", value="Faro")
    slots = profile(client, user)
    assert list(slots) == ["home", "pets", "x-shoe"]
    values = {slot: [each["value"] for each in found["current"]] for slot, found in slots.items()}
    assert values == {"home": ["Braga"], "pets": ["dog", "cat"], "x-shoe": ["43"]}
    assert [(each["value"], each["invalid_at"]) for each in slots["home"]["former"]] == [
        ("Porto", "2024-01-01T00:00:00.000000Z"), ("Lagos", "2023-01-01T00:00:00.000000Z"),
    ]  # fmt: skip
    past = profile(client, user, valid_on="2023-06-01T00:00:00Z")
    assert [each["value"] for each in past["home"]["current"]] == ["Porto"]
    assert texts(client, user_id=user, valid_on="2022-06-01T00:00:00Z") == ["In Lagos"]
    assert profile(client, user, as_of="2020-01-01T00:00:00Z") == {}
    assert client.get(f"/api/v1/user/{user}-unknown/profile").status_code == 404


def test_what_is_to_begin_is_told_from_its_day_on(client: httpx.Client, user: str) -> None:
    def home(**query: str) -> list[str]:
        return [each["value"] for each in profile(client, user, **query)["home"]["current"]]

    add(client, user_id=user, text="In Porto", slot="home", value="Porto", valid_at="2023-01-01T00:00:00Z")
    off = add(client, user_id=user, text="Faro in 3000", slot="home", value="Faro", valid_at="3000-01-01T00:00:00Z")
    add(client, user_id=user, text="Faro in 3001", slot="home", value="Faro", valid_at="3001-01-01T00:00:00Z")
    add(client, user_id=user, text="In Braga", slot="home", value="Braga")
    assert home() == home(valid_on="3000-06-01T00:00:00Z") == ["Braga"]
    assert home(valid_on="3001-06-01T00:00:00Z") == ["Faro"]
    assert texts(client, user_id=user, valid_on="3000-06-01T00:00:00Z") == ["In Braga"]
    assert texts(client, user_id=user, valid_on="3001-06-01T00:00:00Z") == ["Faro in 3001"]
    then = profile(client, user, valid_on="3001-06-01T00:00:00Z")["home"]["former"]
    assert next((each["value"], each["invalid_at"][:10]) for each in then) == ("Braga", "3001-01-01")
    assert "Faro" not in [each["value"] for each in then], "what is called off was never true"
    assert client.get(f"/api/v1/facts/{off['uuid']}").json()["state"] == "superseded"
    soon = (datetime.now(UTC) + timedelta(seconds=0.4)).isoformat()
    add(client, user_id=user, text="In Evora", slot="home", value="Evora", valid_at=soon)
    deadline = time.monotonic() + 20
    while home() != ["Evora"] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert texts(client, user_id=user, slot="home") == ["In Evora", "Faro in 3001"]
    assert listed(client, user_id=user, slot="home")["total_count"] == 2
    braga = client.get(FACTS, params={"user_id": user, "state": "superseded"}).json()["facts"][0]
    assert (braga["text"], braga["state"]) == ("In Braga", "superseded")
    assert client.get(f"{FACTS}/{braga['uuid']}").json()["state"] == "superseded"
    assert "In Braga" not in search(client, user, "In Braga")


def test_if_match_guards_against_lost_updates(client: httpx.Client, user: str) -> None:
    path = f"{FACTS}/{add(client, user_id=user, text='one')['uuid']}"
    first = client.patch(path, json={"text": "two", "reason": "typo"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["ETag"], first.json()["reason"]) == (200, '"2"', "typo")
    for method, body in (("PATCH", {"text": "three"}), ("DELETE", None)):
        assert client.request(method, path, json=body, headers={"If-Match": '"1"'}).status_code == 412
        assert client.request(method, path, json=body, headers={"If-Match": "one"}).status_code == 400
    history = client.get(path).json()["history"]
    assert [(one["revision"], one["text"], one["reason"]) for one in history] == [(1, "one", ""), (2, "two", "typo")]
    assert client.delete(path, headers={"If-Match": '"2"'}).text == "OK"


def test_forgetting_leaves_nothing_to_be_read_or_found(client: httpx.Client, user: str) -> None:
    made = add(
        client, user_id=user, text="Owns a zeppelin", slot="x-owns", value="zeppelin", metadata={"w": "zeppelin"}
    )
    path = f"{FACTS}/{made['uuid']}"
    assert client.patch(path, json={"text": "Owns one zeppelin", "reason": "zeppelin"}).status_code == 200
    assert len(search(client, user, "zeppelin")) == 1
    assert client.delete(path).text == "OK"
    tombstone = client.get(path)
    assert (tombstone.json()["state"], tombstone.json()["text"]) == ("forgotten", "")
    everything = client.get(FACTS, params={"user_id": user, "state": "all"})
    assert "zeppelin" not in tombstone.text + everything.text
    assert (search(client, user, "zeppelin"), profile(client, user)) == ([], {})
    assert (client.delete(path).status_code, client.patch(path, json={}).status_code) == (404, 404)


def search(client: httpx.Client, user: str, text: str, **more: Any) -> list[str]:
    answer = client.post(f"{FACTS}/search", json={"text": text, "user_id": user, **more})
    assert answer.status_code == 200, answer.text
    return [found["fact"]["text"] for found in answer.json()["results"]]


def test_search_finds_valid_facts_by_meaning_and_follows_every_change(client: httpx.Client, user: str) -> None:
    piano = add(client, user_id=user, text="Plays the piano every evening", metadata={"kind": "music"})
    add(client, user_id=user, text="Works at a bakery in Leeds", metadata={"kind": "work"})
    assert search(client, user, "musical instruments")[0] == "Plays the piano every evening"
    where = {"jsonpath": '$[*] ? (@.kind == "work")'}
    assert search(client, user, "piano", where=where) == ["Works at a bakery in Leeds"]
    path = f"{FACTS}/{piano['uuid']}"
    client.patch(path, json={"text": "Plays the cello every evening"})
    assert search(client, user, "cello", limit=1) == ["Plays the cello every evening"]
    client.patch(path, json={"state": "invalid"})
    assert search(client, user, "cello") == ["Works at a bakery in Leeds"]
    assert search(client, user, "cello", min_score=0.9) == []
    assert search(client, f"{user}-unknown", "cello") == []
    answer = client.post(f"{FACTS}/search", json={"text": "bakery", "explain": True}).json()["results"][0]
    assert answer["explanation"]
    assert client.post(f"{FACTS}/search", json={"text": " "}).status_code == 400


def test_what_was_known_at_a_moment_is_searched_and_listed(client: httpx.Client, user: str) -> None:
    old = add(client, user_id=user, text="Rides a bicycle to work", metadata={"on": "wheels"})
    moment = add(client, user_id=user, text="Walks to the shops")["created_at"]
    add(client, user_id=user, text="Takes the tram to work", supersedes=[old["uuid"]], metadata={"on": "wheels"})
    assert search(client, user, "way to work")[0] == "Takes the tram to work"
    assert search(client, user, "way to work", as_of=moment)[0] == "Rides a bicycle to work"
    where = {"jsonpath": '$[*] ? (@.on == "wheels")'}
    assert search(client, user, "way", as_of=moment, where=where) == ["Rides a bicycle to work"]
    refused = client.post(f"{FACTS}/search", json={"text": "way", "as_of": moment})
    assert (refused.status_code, refused.text) == (400, "as_of: needs a user_id or a session_id\n")
    first = listed(client, user_id=user, as_of=moment, limit=1)
    second = listed(client, user_id=user, as_of=moment, limit=1, cursor=first["next_cursor"])
    assert [fact["text"] for page in (first, second) for fact in page["facts"]] == [
        "Walks to the shops", "Rides a bicycle to work",
    ]  # fmt: skip
    assert [page["total_count"] for page in (first, second)] == [2, 2]
    assert second["next_cursor"] is None


def test_a_search_in_a_session_finds_nothing_where_it_is_unknown_or_of_another_user(
    client: httpx.Client, user: str
) -> None:
    assert client.post("/api/v1/sessions", json={"session_id": f"{user}-s", "user_id": user}).status_code == 201
    add(client, user_id=user, session_id=f"{user}-s", text="Keeps bees")
    for session, whose, found in (
        (f"{user}-s", user, ["Keeps bees"]), (f"{user}-s", f"{user}-other", []), (f"{user}-none", user, []),
    ):  # fmt: skip
        assert search(client, whose, "bees", session_id=session) == found


def test_facts_that_rest_on_messages_are_listed_with_them_and_go_with_them(client: httpx.Client, user: str) -> None:
    session = f"/api/v1/sessions/{user}-s"
    assert client.post("/api/v1/sessions", json={"session_id": f"{user}-s", "user_id": user}).status_code == 201
    said = {"role": "human", "content": "The boiler is from 1998."}
    assert client.post(f"{session}/memory", json={"messages": [said]}).status_code == 200
    (message,) = client.get(f"{session}/messages").json()["messages"]
    made = add(client, user_id=user, text="Has an old boiler", sources=[message["uuid"]])
    of_message = client.get(f"{session}/messages/{message['uuid']}/facts").json()["facts"]
    assert made["uuid"] in [fact["uuid"] for fact in of_message]
    (source,) = client.get(f"{FACTS}/{made['uuid']}").json()["sources"]
    assert source == {
        "message": message["uuid"], "session_id": f"{user}-s", "role": "human", "said_at": message["created_at"],
        "start": 0, "end": len(said["content"]), "quote": said["content"],
    }  # fmt: skip
    assert search(client, user, "boiler") != []
    assert client.delete(f"{session}/memory").status_code == 200
    assert client.get(f"{FACTS}/{made['uuid']}").status_code == 404
    assert (texts(client, user_id=user, state="all"), search(client, user, "boiler")) == ([], [])


def test_what_a_user_says_becomes_a_profile_and_goes_with_the_messages(client: httpx.Client, user: str) -> None:
    for number, content in ((1, "I live in Ghent. I'm vegan."), (2, "I moved to Bruges, and I'm not vegan any more.")):
        session = f"{user}-{number}"
        assert client.post("/api/v1/sessions", json={"session_id": session, "user_id": user}).status_code == 201
        said = {"messages": [{"role": "human", "content": content}, {"role": "ai", "content": "I live in Rome."}]}
        assert client.post(f"/api/v1/sessions/{session}/memory?wait=true", json=said).status_code == 200
    slots = profile(client, user)
    assert [each["value"] for each in slots["home"]["current"]] == ["Bruges"]
    assert slots["home"]["former"][0]["quote"]["quote"] == "I live in Ghent."
    assert slots["diet"]["current"] == []
    assert search(client, user, "which town is home")[0].startswith("I moved to Bruges")
    assert client.delete(f"/api/v1/sessions/{user}-2/memory").status_code == 200
    slots = profile(client, user)
    assert [each["value"] for slot in ("home", "diet") for each in slots[slot]["current"]] == ["Ghent", "vegan"]
    assert "Bruges" not in client.get(FACTS, params={"user_id": user, "state": "all"}).text
    assert client.delete(f"/api/v1/user/{user}").status_code == 200
    assert listed(client, user_id=user, state="all")["total_count"] == 0
    assert search(client, user, "which town is home") == []


def test_a_repetition_under_an_idempotency_key_adds_nothing(client: httpx.Client, user: str) -> None:
    headers = {"Idempotency-Key": f"key-{user}"}
    first, again = (client.post(FACTS, json={"user_id": user, "text": "t"}, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert listed(client, user_id=user)["total_count"] == 1


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., httpx.Client]]:
    """Makes clients with keys of any limits, on a server that asks for keys."""
    running = RunningServer(
        tmp_path_factory.mktemp("guarded") / "data",
        environment={"HOLDFAST_AUTH_REQUIRED": "true", "HOLDFAST_AUTH_SECRET": "a secret that is long enough for it"},
    )
    import jwt

    token = jwt.encode({}, "a secret that is long enough for it", algorithm="HS256")
    admin = running.client(headers={"Authorization": f"Bearer {token}"})
    clients = [admin]

    def with_limits(**limits: Any) -> httpx.Client:
        body = {"name": "n", "rights": ["read", "write", "forget"], **limits}
        made = admin.post("/api/v1/keys", json=body)
        assert made.status_code == 201, made.text
        clients.append(running.client(headers={"X-API-Key": made.json()["token"]}))
        return clients[-1]

    with_limits.admin = admin  # type: ignore[attr-defined]
    yield with_limits
    for client in clients:
        client.close()
    assert running.stop() == 0


def test_who_is_limited_neither_sees_nor_changes_nor_rests_on_what_is_closed(guarded: Any) -> None:
    admin = guarded.admin
    for user in ("ada", "ben"):
        admin.post("/api/v1/user", json={"user_id": user})
        admin.post("/api/v1/sessions", json={"session_id": f"{user}-1", "user_id": user})
        said = {"role": "human", "content": f"{user} said so."}
        admin.post(f"/api/v1/sessions/{user}-1/memory", json={"messages": [said]})
    (his,) = admin.get("/api/v1/sessions/ben-1/messages").json()["messages"]
    foreign = add(admin, user_id="ben", text="a secret of his", sources=[his["uuid"]])
    client = guarded(users=["ada"])
    mine = add(client, user_id="ada", text="hers")
    for uuid in (foreign["uuid"], UNKNOWN):
        path = f"{FACTS}/{uuid}"
        answers = client.get(path), client.patch(path, json={"pinned": True}), client.delete(path)
        assert [(each.status_code, each.text) for each in answers] == [(404, f"fact: {uuid} not found\n")] * 3
    for fields in ({"supersedes": foreign["uuid"]}, {"sources": [his["uuid"]]}):
        assert client.post(FACTS, json={"user_id": "ada", "text": "t", **fields}).status_code == 400
    assert client.post(FACTS, json={"user_id": "ben", "text": "t"}).status_code == 404
    assert client.post(FACTS, json={"session_id": "ben-1", "text": "t"}).status_code == 404
    assert texts(client) == ["hers"]
    assert listed(client)["total_count"] == 1
    assert (texts(client, user_id="ben"), search(client, "ben", "secret")) == ([], [])
    assert client.get(f"{FACTS}/{mine['uuid']}").status_code == 200
    assert admin.get(f"{FACTS}/{foreign['uuid']}").json()["revision"] == 1


@pytest.mark.parametrize(("limits", "user"), [({}, "eve"), ({"users": ["eva"]}, "eva")])
def test_who_may_see_some_sessions_only_sees_what_rests_on_these_alone(
    guarded: Any, limits: dict[str, Any], user: str
) -> None:
    admin = guarded.admin
    admin.post("/api/v1/user", json={"user_id": user})
    uuids = []
    for name in (f"work-{user}", f"home-{user}"):
        admin.post("/api/v1/sessions", json={"session_id": name, "user_id": user})
        admin.post(f"/api/v1/sessions/{name}/memory", json={"messages": [{"role": "a", "content": "Quiet words."}]})
        uuids.append(admin.get(f"/api/v1/sessions/{name}/messages").json()["messages"][0]["uuid"])
    work = add(admin, user_id=user, text="from work", sources=uuids[:1])
    home = add(admin, user_id=user, text="from home", sources=uuids[1:], metadata={"of": "work"})
    add(admin, user_id=user, text="from both", sources=uuids)
    client = guarded(**limits, session_prefixes=[f"work-{user}"])
    assert texts(client) == ["from work"]
    assert listed(client, user_id=user)["total_count"] == 1
    assert search(client, user, "from") == ["from work"]
    where = {"jsonpath": '$[*] ? (@.of == "work")'}
    assert [search(client, user, "from", where=where) for client in (client, admin)] == [[], ["from home"]]
    assert client.get(f"{FACTS}/{home['uuid']}").status_code == 404
    assert client.get(f"{FACTS}/{work['uuid']}").status_code == 200
    fields = {"session_id": f"work-{user}", "text": "t", "sources": uuids[1:]}
    assert client.post(FACTS, json=fields).status_code == 400


def test_metadata_of_a_fact_are_bounded_when_sent_and_when_changed(client: httpx.Client, user: str) -> None:
    long = {"a": "x" * MAXIMUM_METADATA}
    made = add(client, user_id=user, text="t", metadata={"b": 1})
    for answer in (
        client.post(FACTS, json={"user_id": user, "text": "t", "metadata": long}),
        client.patch(f"{FACTS}/{made['uuid']}", json={"metadata": long}),
    ):
        assert answer.status_code == 400
        assert answer.text.startswith(f"metadata: at most {MAXIMUM_METADATA} bytes of JSON are kept, got")
    assert client.get(f"{FACTS}/{made['uuid']}").json()["metadata"] == {"b": 1}
