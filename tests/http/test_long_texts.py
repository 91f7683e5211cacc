"""Very long texts take long to read, to compare and to send; the event loop does not wait for that (`no_stall`)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx

LONG = 4 << 20
"""Bytes of a message: about the longest that a request may bring by default."""


def remember_long_texts(client: httpx.Client, name: str) -> str:
    """Messages of a session of a user, each as long as a message may be."""
    client.post("/api/v1/user", json={"user_id": name}).raise_for_status()
    client.post("/api/v1/sessions", json={"session_id": name, "user_id": name}).raise_for_status()
    for number in range(3):
        filling = f"Zażółć{number} \n " * (LONG // 15)
        message = {"role": "human", "content": f"The marmalade of number {number}? {filling}"}
        client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [message]}).raise_for_status()
    return name


def test_others_are_served_while_they_are_compared_and_sent(client: httpx.Client, name: str) -> None:
    user = remember_long_texts(client, name)
    found = client.post(f"/api/v1/user/{user}/search", json={"text": "Is there any marmalade?"})
    assert len(found.json()) == 3
    assert len(client.get(f"/api/v1/sessions/{user}/messages").json()["messages"]) == 3
    assert len(client.get(f"/api/v1/sessions/{user}/memory").json()["messages"]) == 3
    context = {"user_id": user, "session_id": user, "text": "Is there any marmalade?", "max_tokens": 500}
    assert client.post("/api/v1/context", json=context).json()["tokens"] <= 500
    assert client.get(f"/admin/users/{user}").status_code == 200
    assert client.get(f"/admin/sessions/{user}").status_code == 200
    assert client.get("/admin/search", params={"q": "Is there any marmalade?", "user": user}).status_code == 200


def test_many_with_long_metadata_are_stored_at_once(client: httpx.Client, name: str) -> None:
    metadata = {"measured": [{"at": number, "of": [1.5, 2.5]} for number in range(12_000)], "system": {"by": "hand"}}
    path = f"/api/v1/sessions/{name}/memory"
    text = json.dumps({"messages": [{"role": "human", "content": "Look.", "metadata": metadata}]})

    def send(_: int) -> None:
        client.post(path, content=text, params={"wait": "true"}).raise_for_status()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    uuid = client.get(path).json()["messages"][0]["uuid"]
    changed = client.patch(f"/api/v1/sessions/{name}/messages/{uuid}", json={"metadata": {"seen": True}})
    assert changed.json()["metadata"]["seen"] is True
    assert len(changed.json()["metadata"]["measured"]) == 12_000
