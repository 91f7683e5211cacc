"""Many clients at once: nothing is lost, nothing is refused that should not be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx


def at_once(count: int, action) -> list[httpx.Response]:
    with ThreadPoolExecutor(50) as pool:
        return list(pool.map(action, range(count)))


def test_fifty_first_posts_to_a_new_session_all_succeed(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}/memory"
    answers = at_once(50, lambda n: client.post(path, json={"messages": [{"role": "human", "content": str(n)}]}))
    assert {answer.text for answer in answers} == {"OK"}
    stored = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    assert sorted(int(message["content"]) for message in stored) == list(range(50))


def test_two_hundred_merges_of_distinct_keys_all_survive(client: httpx.Client, name: str) -> None:
    client.post("/api/v1/sessions", json={"session_id": name})
    answers = at_once(200, lambda n: client.patch(f"/api/v1/sessions/{name}", json={"metadata": {f"k{n}": n}}))
    assert {answer.status_code for answer in answers} == {200}
    assert client.get(f"/api/v1/sessions/{name}").json()["metadata"] == {f"k{n}": n for n in range(200)}


def test_one_of_many_simultaneous_creations_wins(client: httpx.Client, name: str) -> None:
    answers = at_once(30, lambda _: client.post("/api/v1/sessions", json={"session_id": name}))
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 29


def test_deletions_and_posts_in_any_order_leave_a_whole_state(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}/memory"

    def act(number: int) -> httpx.Response:
        if number % 5 == 4:
            return client.delete(path)
        messages = [{"role": "human", "content": f"{number}-{part}"} for part in range(3)]
        return client.post(path, json={"messages": messages})

    answers = at_once(100, act)
    assert {answer.status_code for answer in answers} <= {200, 404}
    contents = [m["content"] for m in client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]]
    assert len(contents) % 3 == 0
    for start in range(0, len(contents), 3):
        number = contents[start].split("-")[0]
        assert contents[start : start + 3] == [f"{number}-{part}" for part in range(3)]


def test_posts_of_one_client_keep_their_order_among_those_of_others(client: httpx.Client, name: str) -> None:
    path = f"/api/v1/sessions/{name}/memory"

    def write(writer: int) -> list[httpx.Response]:
        return [
            client.post(path, json={"messages": [{"role": str(writer), "content": str(number)}]})
            for number in range(20)
        ]

    at_once(8, write)
    messages = client.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    for writer in range(8):
        assert [m["content"] for m in messages if m["role"] == str(writer)] == [str(number) for number in range(20)]
