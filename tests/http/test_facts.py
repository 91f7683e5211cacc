"""Facts over HTTP: what would be kept of a conversation."""

from __future__ import annotations

import httpx
import pytest


def preview(client: httpx.Client, *messages: dict[str, object]) -> list[dict[str, object]]:
    answer = client.post("/api/v1/facts/preview", json={"messages": list(messages)})
    assert answer.status_code == 200, answer.text
    return answer.json()["facts"]


def test_a_conversation_is_previewed_with_the_words_and_where_they_stand(client: httpx.Client) -> None:
    content = "Hi 👋 there. I live in Ghent."
    assert preview(client, {"role": "assistant", "content": "I live in a server."}, {"content": content}) == [
        {
            "message": 1,
            "start": content.index("I live"),
            "end": len(content),
            "text": "I live in Ghent.",
            "slot": "home",
            "value": "Ghent",
            "ends": False,
        }
    ]


def test_a_long_conversation_is_previewed_whole(client: httpx.Client) -> None:
    found = preview(client, *({"content": f"I am allergic to pollen{number}."} for number in range(100)))
    assert [one["value"] for one in found] == [f"pollen{number}" for number in range(100)]


def test_a_preview_ends_what_the_conversation_told_before(client: httpx.Client) -> None:
    found = preview(
        client, {"content": "I live in Leeds."}, {"content": "Packed in leeds, we swapped Acme for Initech."}
    )
    assert {(one["slot"], one["value"], one["ends"]) for one in found if one["slot"]} == {
        ("home", "Leeds", False),
        ("home", "Leeds", True),
    }


def test_nothing_is_stored(client: httpx.Client, name: str) -> None:
    preview(client, {"content": f"I live in {name.title()}."})
    hits = client.post("/api/v1/search", json={"text": name}).json()
    assert all(name not in hit["message"]["content"].lower() for hit in hits)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "messages"),
        ({"messages": None}, "messages"),
        ({"messages": [None]}, "messages"),
        ({"messages": [{"role": "user"}]}, "content"),
        ({"messages": [{"content": 1}]}, "content"),
        ({"messages": [{"content": "x"}] * 101}, "at most 100"),
    ],
)
def test_what_is_no_conversation_is_refused(client: httpx.Client, body: dict[str, object], reason: str) -> None:
    answer = client.post("/api/v1/facts/preview", json=body)
    assert answer.status_code == 400
    assert reason in answer.text
