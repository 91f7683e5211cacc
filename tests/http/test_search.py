"""Search through HTTP.

1. A message is found by the very next search after its POST was answered, in every scope, under concurrent load.
2. What was deleted is never found again, in any scope, also when its session comes back.
3. Results are sorted by `dist`, within −1 … 1, and shaped as the contract says; several sessions are told apart.
4. Filters are applied before ranking and limits; metadata alone lists the newest first.
5. `min_score`, `explain`, `now`, `time_zone` and the search types do what they say.
6. Bad input is refused with the place of the fault.
7. What was said several times, word for word, is found once, with where else it was said; unless one session is
   searched or all are wanted.
8. Long values of metadata are cut in results and nowhere else, unless they are asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.running_server import RunningServer

TALK = [
    {"role": "human", "content": "My sister Agnes plays the violin in an orchestra in Vienna.", "metadata": {"n": 0}},
    {"role": "ai", "content": "How lovely, an orchestra! Do you go to her concerts?", "metadata": {"n": 1}},
    {"role": "human", "content": "We had pumpkin soup with roasted seeds for dinner.", "metadata": {"n": 2}},
    {"role": "ai", "content": "Pumpkin soup is perfect for autumn evenings.", "metadata": {"n": 3, "tags": ["food"]}},
    {"role": "human", "content": "Next week I start to learn sailing on the lake.", "metadata": {"n": 4}},
]


def remember(client: httpx.Client, session: str, messages: list[dict[str, Any]], **query: Any) -> None:
    answer = client.post(f"/api/v1/sessions/{session}/memory", json={"messages": messages}, params=query)
    assert answer.status_code == 200, answer.text


def search(client: httpx.Client, path: str, text: str = "", **body: Any) -> list[dict[str, Any]]:
    query = {name: body.pop(name) for name in ("limit", "explain", "min_score") if name in body}
    answer = client.post(f"/api/v1/{path}search", json={"text": text, **body}, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def contents(found: list[dict[str, Any]]) -> list[str]:
    return [hit["message"]["content"] for hit in found]


@pytest.fixture
def talk(client: httpx.Client, name: str) -> str:
    """A user with one session of a few messages; the path below which to search."""
    client.post("/api/v1/user", json={"user_id": name})
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    remember(client, name, TALK)
    return f"sessions/{name}/"


@pytest.fixture(params=["sessions/{}/", "user/{}/", ""])
def scope(request: pytest.FixtureRequest, name: str) -> str:
    return request.param.format(name)


def test_the_best_answer_comes_first(client: httpx.Client, talk: str, scope: str) -> None:
    found = search(client, scope, "Which instrument does my sister play in Vienna?")
    assert contents(found)[0] == TALK[0]["content"]
    dists = [hit["dist"] for hit in found]
    assert dists == sorted(dists, reverse=True)
    assert all(-1 <= dist <= 1 for dist in dists)


def test_a_result_has_the_shape_of_the_contract(client: httpx.Client, talk: str, name: str) -> None:
    (hit,) = search(client, talk, "pumpkin soup", limit=1)
    assert set(hit) == {"message", "summary", "dist", "embedding"}
    assert hit["summary"] is None
    assert hit["embedding"] is None
    assert hit["message"]["metadata"]["n"] in (2, 3)
    (hit,) = search(client, f"user/{name}/", "pumpkin soup", limit=1)
    assert hit["session_id"] == name


def test_a_question_about_something_else_scores_lower(client: httpx.Client, talk: str) -> None:
    right = search(client, talk, "What did we have for dinner?")[0]["dist"]
    foreign = search(client, talk, "Which password opens the garage?")[0]["dist"]
    assert right > foreign


def test_a_message_is_found_by_the_next_search(client: httpx.Client, talk: str, scope: str, name: str) -> None:
    for number in range(20):
        word = f"marker{name}{number}"
        remember(client, name, [{"role": "human", "content": f"The code word is {word}."}])
        assert word in contents(search(client, scope, word, limit=1))[0]


def test_messages_are_found_at_once_under_concurrent_load(server: RunningServer, name: str) -> None:
    failures: list[str] = []

    def write_and_look(writer: int) -> None:
        with server.client() as client:
            for number in range(12):
                word, session = f"word{name}w{writer}n{number}", f"{name}-{writer % 3}"
                remember(client, session, [{"role": "human", "content": f"Remember {word} please"}])
                for path in (f"sessions/{session}/", f"user/{name}/", ""):
                    found = search(client, path, word, limit=1)
                    if not found or word not in found[0]["message"]["content"]:
                        failures.append(f"{word} in {path or 'everything'}")

    with server.client() as client:
        client.post("/api/v1/user", json={"user_id": name})
        for number in range(3):
            client.post("/api/v1/sessions", json={"session_id": f"{name}-{number}", "user_id": name})
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write_and_look, range(6)))
    assert failures == []


def test_what_was_deleted_is_never_found(client: httpx.Client, talk: str, scope: str, name: str) -> None:
    word = f"secret{name}"
    remember(client, name, [{"role": "human", "content": f"The password is {word}."}])
    assert search(client, scope, word)
    client.delete(f"/api/v1/sessions/{name}/memory")
    assert not [text for text in contents(search(client, scope, word, limit=1000)) if word in text]
    remember(client, name, [{"role": "human", "content": "A new beginning."}])
    assert contents(search(client, f"sessions/{name}/", word)) == ["A new beginning."]


def test_a_deleted_user_leaves_nothing_to_find(client: httpx.Client, talk: str, name: str) -> None:
    word = f"secret{name}"
    remember(client, name, [{"role": "human", "content": word}])
    assert word in contents(search(client, "", word))
    client.delete(f"/api/v1/user/{name}")
    for path in (f"sessions/{name}/", f"user/{name}/"):
        assert search(client, path, word) == []
    assert word not in contents(search(client, "", word, limit=1000))


def test_deleted_messages_are_not_found_while_others_search(server: RunningServer, name: str) -> None:
    """Once a deletion is acknowledged, no search that begins later finds what was deleted."""
    stop, wrong = threading.Event(), []

    def look() -> None:
        with server.client() as client:
            while not stop.is_set():
                search(client, "", f"secret{name}")

    def come_and_go(number: int) -> None:
        session, word = f"{name}-{number}", f"secret{name}n{number}"
        with server.client() as client:
            for _ in range(6):
                remember(client, session, [{"role": "human", "content": word}])
                client.delete(f"/api/v1/sessions/{session}/memory")
                for path in (f"sessions/{session}/", ""):
                    wrong.extend(text for text in contents(search(client, path, word)) if text == word)

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(look) for _ in range(2)]
        list(pool.map(come_and_go, range(4)))
        stop.set()
        for reader in readers:
            reader.result()
    assert wrong == []


def test_unknown_scopes_find_nothing(client: httpx.Client, name: str) -> None:
    assert search(client, f"sessions/{name}/", "anything") == []
    assert search(client, f"user/{name}/", "anything") == []


def test_a_user_wide_search_stays_with_the_user(client: httpx.Client, talk: str, name: str) -> None:
    remember(client, f"{name}-other", [{"role": "human", "content": TALK[0]["content"]}])
    assert {hit["session_id"] for hit in search(client, f"user/{name}/", "violin in Vienna", limit=50)} == {name}


def test_a_filter_is_applied_before_the_limit(client: httpx.Client, talk: str, scope: str) -> None:
    where = {"where": {"jsonpath": "$ ? (@.n == 4)"}}
    found = search(client, scope, "violin orchestra Vienna", metadata=where, limit=1)
    assert found[0]["message"]["metadata"]["n"] == 4


def test_metadata_alone_lists_the_newest_first(client: httpx.Client, talk: str) -> None:
    where = {"where": {"or": [{"jsonpath": "$ ? (@.n < 2)"}, {"jsonpath": '$.tags ? (@ == "food")'}]}}
    found = search(client, talk, metadata=where)
    assert [hit["message"]["metadata"]["n"] for hit in found] == [3, 1, 0]
    assert {hit["dist"] for hit in found} == {0}


def test_metadata_that_changed_counts_at_once(client: httpx.Client, talk: str, name: str) -> None:
    (hit,) = search(client, talk, "sailing", limit=1)
    path = f"/api/v1/sessions/{name}/messages/{hit['message']['uuid']}"
    client.patch(path, json={"metadata": {"starred": True}})
    found = search(client, talk, "soup", metadata={"where": {"jsonpath": "$.starred"}})
    assert contents(found) == [TALK[4]["content"]]


def test_dates_narrow_a_search(client: httpx.Client, name: str) -> None:
    messages = [
        {"role": "human", "content": f"We met in {year}.", "created_at": f"{year}-06-01T12:00:00Z"}
        for year in (2021, 2022, 2023)
    ]
    remember(client, name, messages, keep_timestamps="true")
    dates = {"start_date": "2022-01-01", "end_date": "2022-12-31"}
    assert contents(search(client, f"sessions/{name}/", "met", metadata=dates)) == ["We met in 2022."]
    assert contents(search(client, f"sessions/{name}/", "Who met in June 2023?", limit=1)) == ["We met in 2023."]
    assert contents(search(client, f"sessions/{name}/", metadata={"end_date": "2021-06-01T12:00:00Z"})) == [
        "We met in 2021."
    ]


def test_min_score_leaves_out_weak_results(client: httpx.Client, talk: str) -> None:
    whole = search(client, talk, "pumpkin soup")
    floor = (whole[0]["dist"] + whole[-1]["dist"]) / 2
    assert contents(search(client, talk, "pumpkin soup", min_score=floor)) == contents(
        [hit for hit in whole if hit["dist"] >= floor]
    )


def test_explain_tells_what_a_score_is_made_of(client: httpx.Client, talk: str) -> None:
    hit = search(client, talk, "What did I learn?", explain="true")[0]
    assert {"lexical", "segment", "length", "speaker", "dense", "coverage", "cosine"} <= set(hit["explanation"])


def test_mmr_gives_embeddings_and_keeps_dist(client: httpx.Client, talk: str) -> None:
    found = search(client, talk, "pumpkin soup", search_type="mmr", mmr_lambda=0.3, limit=3)
    assert len(found) == 3
    assert all(isinstance(hit["embedding"], list) for hit in found)
    plain = {hit["message"]["uuid"]: hit["dist"] for hit in search(client, talk, "pumpkin soup")}
    assert all(plain[hit["message"]["uuid"]] == pytest.approx(hit["dist"]) for hit in found)


def test_summaries_are_searched_apart_from_messages(
    client: httpx.Client, talk: str, name: str, poll: Callable[..., Any]
) -> None:
    remember(client, name, TALK * 2)
    path = f"/api/v1/sessions/{name}/memory"
    memory = poll(lambda: client.get(path).json(), lambda memory: memory["summary"]["content"])
    for scope in (talk, f"user/{name}/"):
        (hit,) = search(client, scope, "sister in Vienna", search_scope="summary")
        assert hit["message"] is None
        assert hit["summary"]["uuid"] == memory["summary"]["uuid"]
        assert search(client, scope, metadata={"start_date": "2020-01-01"}, search_scope="summary")[0]["summary"]
    client.delete(path)
    assert search(client, talk, "sister in Vienna", search_scope="summary") == []


@pytest.mark.parametrize("kind", ["similarity", "mmr", "vector", "lexical", "no such type"])
def test_each_type_finds_the_answer(client: httpx.Client, talk: str, kind: str) -> None:
    assert contents(search(client, talk, "pumpkin soup for dinner", search_type=kind))[0] in (
        TALK[2]["content"],
        TALK[3]["content"],
    )


def test_results_are_the_same_before_and_after_the_background_step(
    client: httpx.Client, talk: str, name: str, poll: Callable[..., Any]
) -> None:
    before = search(client, talk, "sister in Vienna")
    poll(lambda: client.get("/readyz").json(), lambda state: state["jobs_pending"] == 0)
    remember(client, name, [{"role": "ai", "content": "Good night."}])
    after = search(client, talk, "sister in Vienna")
    assert contents(after)[: len(before)][:2] == contents(before)[:2]


@pytest.mark.parametrize(
    ("body", "query", "place"),
    [
        ({}, {}, "text"),
        ({"text": "", "metadata": {}}, {}, "text"),
        ({"text": "x", "search_scope": "documents"}, {}, "search_scope"),
        ({"text": "", "metadata": {"where": None}, "search_type": "mmr"}, {}, "text"),
        ({"text": "x", "metadata": {"where": {"jsonpath": "$ ? (@.a =="}}}, {}, "position"),
        ({"text": "x", "metadata": {"where": "all"}}, {}, "metadata.where"),
        ({"text": "x", "metadata": {"start_date": "2023-06-31"}}, {}, "start_date"),
        ({"text": 5}, {}, "text"),
        ({"text": "x", "mmr_lambda": "much"}, {}, "mmr_lambda"),
        ({"text": "x"}, {"limit": "-1"}, "limit"),
        ({"text": "x"}, {"limit": "ten"}, "limit"),
        ({"text": "x"}, {"min_score": "high"}, "min_score"),
        ({"text": "x"}, {"explain": "perhaps"}, "explain"),
        ({"text": "x", "now": "yesterday"}, {}, "now"),
        ({"text": "x", "now": "2024-05-02"}, {}, "now"),
        ({"text": "x", "now": 5}, {}, "now"),
        ({"text": "x", "time_zone": "Atlantis/Capital"}, {}, "time_zone"),
        ({"text": "x", "time_zone": "America"}, {}, "time_zone"),
        ({"text": "x", "time_zone": "../etc/passwd"}, {}, "time_zone"),
        ({"text": "x", "time_zone": "\u0000"}, {}, "time_zone"),
        ({"text": "x", "now": "0001-01-01T00:00:00Z", "time_zone": "America/Lima"}, {}, "time_zone"),
    ],
)
def test_bad_input_is_refused_with_its_place(
    client: httpx.Client, talk: str, scope: str, body: dict[str, Any], query: dict[str, str], place: str
) -> None:
    answer = client.post(f"/api/v1/{scope}search", json=body, params=query)
    assert answer.status_code == 400
    assert place in answer.text


def test_yesterday_counts_from_the_moment_and_the_zone_that_are_given(client: httpx.Client, name: str) -> None:
    moments = {"I pruned the roses.": "2021-03-04T05:30:00Z", "I pruned the vines.": "2021-03-05T03:30:00Z"}
    talk = [{"role": "user", "content": text, "created_at": at} for text, at in moments.items()]
    remember(client, name, talk, keep_timestamps="true")
    asked = {"text": "What did I prune yesterday?", "now": "2021-03-05T20:00:00Z"}

    def first(**body: Any) -> str:
        return contents(search(client, f"sessions/{name}/", **{**asked, **body}))[0]

    assert first() == "I pruned the roses."
    assert first(time_zone="America/New_York") == first(now="2021-03-05T15:00:00-05:00") == "I pruned the vines."
    assert first(now="2021-03-06T09:00:00Z") == "I pruned the vines."
    assert first(time_zone="", now=None) in moments


@pytest.mark.parametrize("text", ["???", "the and of", " ", "\u0000", "🎻", "a" * 20000, "'; DROP TABLE messages"])
def test_odd_texts_are_searched_without_failing(client: httpx.Client, talk: str, scope: str, text: str) -> None:
    assert len(search(client, scope, text, limit=5)) == 5


def test_repetitions_of_texts_without_terms_take_no_place_of_others(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    for number in range(3):
        session = f"{name}-{number}"
        client.post("/api/v1/sessions", json={"session_id": session, "user_id": name})
        bare = [{"role": "human", "content": "It is what it is."}] * 8
        remember(client, session, [*bare, {"role": "human", "content": f"Pumpkins in garden {number}."}])
    found = search(client, f"user/{name}/", "what is it", limit=4)
    assert contents(found)[0] == "It is what it is."
    assert found[0]["duplicates"] == 23
    assert {hit["message"]["content"][:8] for hit in found[1:]} == {"Pumpkins"}
    assert len(found) == 4


def test_a_message_that_is_quoted_comes_before_the_answers_to_it(client: httpx.Client, name: str) -> None:
    asked = "Will it rain tomorrow in the mountains?"
    messages = [{"role": "human", "content": asked}, {"role": "ai", "content": "Bring boots."}]
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    for limit in (1, 2):
        found = client.post(f"/api/v1/sessions/{name}/search?limit={limit}", json={"text": asked}).json()
        assert len(found) == limit
        assert found[0]["message"]["content"] == asked
        assert sorted((hit["dist"] for hit in found), reverse=True) == [hit["dist"] for hit in found]


WALNUTS = "I am allergic to walnuts."


@pytest.fixture
def often(client: httpx.Client, name: str) -> str:
    """A user who said the same in six sessions, and other things about it in one."""
    client.post("/api/v1/user", json={"user_id": name})
    for number in range(6):
        client.post("/api/v1/sessions", json={"session_id": f"{name}-{number}", "user_id": name})
        text = WALNUTS if number % 2 else f" I am  allergic to\nwalnuts.{number * ' '}"
        remember(client, f"{name}-{number}", [{"role": "user", "content": text}])
    others = ["Walnuts make my throat itch.", "Walnuts allergic am I to.", "The walnuts are in the cupboard."]
    remember(client, f"{name}-0", [{"role": "user", "content": text} for text in others])
    remember(client, f"{name}-0", [{"role": "assistant", "content": WALNUTS}])
    return f"user/{name}/"


@pytest.mark.parametrize("kind", ["similarity", "mmr", "vector", "lexical"])
def test_what_was_said_several_times_is_found_once(client: httpx.Client, often: str, name: str, kind: str) -> None:
    found = search(client, often, "What am I allergic to?", limit=5, search_type=kind)
    assert len(found) == 5
    said = [(hit["message"]["role"], " ".join(hit["message"]["content"].split())) for hit in found]
    assert len(set(said)) == 5
    (walnuts,) = (hit for hit, what in zip(found, said, strict=True) if what == ("user", WALNUTS))
    assert walnuts["duplicates"] == 5
    places = {(place["session_id"], place["uuid"]) for place in walnuts["duplicates_at"]}
    assert {session for session, _ in places} | {walnuts["session_id"]} == {f"{name}-{n}" for n in range(6)}
    for session, uuid in places:
        content = client.get(f"/api/v1/sessions/{session}/messages/{uuid}").json()["content"]
        assert " ".join(content.split()) == WALNUTS
    assert not [hit for hit in found if hit is not walnuts and ("duplicates" in hit or "duplicates_at" in hit)]


def test_all_that_say_the_same_are_given_when_asked_for(client: httpx.Client, often: str, name: str) -> None:
    found = search(client, often, "What am I allergic to?", collapse=False)
    assert len(found) == 10
    assert "duplicates" not in str(found)
    session = f"sessions/{name}-0/"
    remember(client, f"{name}-0", [{"role": "user", "content": WALNUTS}])
    assert len(search(client, session, "What am I allergic to?")) == 6
    assert len(once := search(client, session, "What am I allergic to?", collapse=True)) == 5
    assert [hit["duplicates"] for hit in once if "duplicates" in hit] == [1]


def test_many_repetitions_leave_room_for_the_others(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    remember(client, name, [{"role": "user", "content": "Good morning, kettle!"}] * 900)
    remember(client, name, [{"role": "user", "content": f"My kettle is number {n}."} for n in range(5)])
    for kind in ("similarity", "lexical", "mmr"):
        found = search(client, f"user/{name}/", "Good morning, kettle!", limit=4, search_type=kind)
        assert len(set(contents(found))) == 4
        assert found[0]["duplicates"] >= 50


def test_texts_without_words_are_never_taken_for_the_same(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    remember(client, name, [{"role": "user", "content": "", "metadata": {"image": n}} for n in range(3)])
    assert len(search(client, f"user/{name}/", "image")) == 3


IMAGE = "data:image/png;base64," + 40_000 * "A"


def test_long_values_of_metadata_are_cut_in_results_alone(client: httpx.Client, name: str, scope: str) -> None:
    client.post("/api/v1/user", json={"user_id": name})
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    word = f"lighthouse{name}"
    kept = {"n": 12345678901234567890, "note": 8190 * "x", "tags": ["a", None, 1.5]}
    metadata = {**kept, "langchain": {"data": {"content": [{"url": IMAGE}, "text"]}}, "vector": [0.25] * 4000}
    remember(client, name, [{"role": "user", "content": f"A photo of the {word}.", "metadata": metadata}])
    (hit, *_) = search(client, scope, word, limit=1)
    shown = hit["message"]["metadata"]
    assert {key: shown[key] for key in kept} == kept
    url, text = (shown["langchain"]["data"]["content"][0]["url"], shown["langchain"]["data"]["content"][1])
    assert text == "text"
    assert url.startswith(IMAGE[:50])
    assert f"[cut: {len(IMAGE) + 2} bytes in all" in url
    assert len(url) < 300
    assert "[cut: 20001 bytes in all" in shown["vector"]
    (whole, *_) = search(client, scope, word, limit=1, whole_metadata=True)
    assert {key: whole["message"]["metadata"][key] for key in metadata} == metadata
    page = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    assert {key: page[0]["metadata"][key] for key in metadata} == metadata


@pytest.mark.parametrize("asked", ["Where do I live now?", "Wo wohne ich jetzt?", "我现在住在哪里"])
def test_what_somebody_stated_last_answers_for_what_they_ask(
    client: httpx.Client, name: str, poll: Callable[..., Any], asked: str
) -> None:
    said = ["I live in Bristol with my cat.", "We moved to Cardiff.", "The rain never stops."]
    messages = [{"role": "user", "content": content} for content in said]
    client.post(f"/api/v1/sessions/{name}/memory", json={"messages": messages})
    facts = {"session_id": name, "slot": "home"}
    poll(lambda: client.get("/api/v1/facts", params=facts).json()["facts"], lambda found: "Cardiff" in str(found))
    found = client.post(f"/api/v1/sessions/{name}/search", json={"text": asked, "explain": True}).json()
    stated = {hit["message"]["content"]: hit["explanation"]["stated"] for hit in found}
    assert stated["We moved to Cardiff."] > 0 > stated["I live in Bristol with my cat."]
    assert found[0]["message"]["content"] == "We moved to Cardiff."
    before = {"text": "Where did I live before?", "explain": True}
    (first, *_) = client.post(f"/api/v1/sessions/{name}/search", json=before).json()
    assert first["message"]["content"] == "I live in Bristol with my cat."
    assert first["explanation"]["stated"] > 0
