"""What is known about a person, as pages: where it comes from, and putting it right."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.web.hostile import MARKUP, active
from tests.web.test_pages import path, send


@pytest.fixture
def person(browser: httpx.Client, name: str, poll: Callable[..., Any]) -> str:
    """Somebody who has stated where they live, twice, and something that they did not say."""
    browser.post("/api/v1/user", json={"user_id": name})
    browser.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
    for text in ("I live in London.", "I live in Lisbon now.", "I am vegetarian."):
        said = {"messages": [{"role": "user", "content": text}]}
        browser.post(f"/api/v1/sessions/{name}/memory", params={"wait": "true"}, json=said)
    poll(
        lambda: browser.get(f"/api/v1/user/{name}/profile").text, lambda text: "Lisbon" in text and "vegetarian" in text
    )
    return name


def facts(browser: httpx.Client, person: str, **query: str) -> dict[str, str]:
    """Addresses of the facts on a list by their texts."""
    page = browser.get(f"{path('users', person)}/facts", params=query).text
    rows = re.findall(r'href="(/admin/facts/[^"]+)".*?row-title" dir="auto">([^<]*)<', page, re.DOTALL)
    return {html.unescape(text): address for address, text in rows}


def test_a_profile_shows_what_holds_what_held_and_who_said_it(browser: httpx.Client, person: str) -> None:
    page = browser.get(path("users", person)).text
    card = page[page.index('id="profile"') :]
    current, _, former = card[card.index("<dt>home") :].partition("<details>")
    assert "Lisbon" in current
    assert "London" not in current
    assert "London" in former
    assert re.search(rf'href="/admin/sessions/{person}\?at=[0-9a-f-]+#m-', current)


def test_a_profile_shows_some_values_of_a_slot_that_has_very_many(browser: httpx.Client, name: str) -> None:
    browser.post("/api/v1/user", json={"user_id": name})
    for number in range(25):
        fact = {"user_id": name, "text": f"likes tea {number}", "slot": "likes", "value": f"tea {number}"}
        browser.post("/api/v1/facts", json=fact).raise_for_status()
    card = browser.get(path("users", name)).text.partition('id="profile"')[2]
    assert re.findall(r"<strong>tea (\d+)</strong>", card) == [str(number) for number in range(24, 4, -1)]
    assert f'and more: see <a href="{path("users", name)}/facts">' in card


def test_what_is_called_off_before_it_begins_says_so(browser: httpx.Client, name: str) -> None:
    browser.post("/api/v1/user", json={"user_id": name})
    for year in (3000, 3001):
        fact = {"user_id": name, "text": f"Faro in {year}", "slot": "home", "value": "Faro"}
        browser.post("/api/v1/facts", json={**fact, "valid_at": f"{year}-01-01T00:00:00Z"}).raise_for_status()
    page = browser.get(facts(browser, name, state="superseded")["Faro in 3000"]).text
    assert "It was called off</a>" in page
    assert "never: it was to begin" in page
    assert '<span class="quiet">called off ' in browser.get(f"{path('users', name)}/timeline").text


def test_facts_stand_beside_the_sentences_that_they_rest_on(browser: httpx.Client, person: str) -> None:
    page = browser.get(path("sessions", person)).text
    assert re.search(r'<span class="stated">I live in </span><span class="stated"><mark[^>]*>Lisbon</mark>', page)
    first, second, third = page.split("</article>")[:3]
    assert 'home: London</bdi></a> <span class="tag">former' in first
    assert "home: Lisbon" in second
    assert "former" not in second
    assert "diet: vegetarian" in third
    (address,) = re.findall(r'href="(/admin/facts/[^"]+)"', second)
    send(browser, address, {"action": "invalidate", "reason": "no"})
    assert re.search(r'home: Lisbon</bdi></a> <span class="tag bad">wrong', browser.get(path("sessions", person)).text)


def test_a_timeline_shows_what_held_when_and_everything_that_happened(browser: httpx.Client, person: str) -> None:
    address = f"{path('users', person)}/timeline"
    page = browser.get(address).text
    bars = re.findall(r'aria-label="(\w+): (\w+), since [\d-]+( until [\d-]+)?"', page)
    assert [(slot, value, bool(until)) for slot, value, until in bars] == [
        ("home", "London", True), ("home", "Lisbon", False), ("diet", "vegetarian", False),
    ]  # fmt: skip
    for number in range(40):
        browser.post("/api/v1/sessions", json={"session_id": f"{person}-{number}", "user_id": person})
    seen: list[str] = []
    following: str | None = address
    while following:
        page = browser.get(following).text
        seen += re.findall(r'class="row-link" href="([^"]+)"', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        following = html.unescape(older[1]) if older else None
    conversations = [each.removeprefix(path("sessions", person)) for each in seen if each.startswith("/admin/sessions")]
    assert conversations == [*(f"-{number}" for number in reversed(range(40))), ""]
    assert len(set(seen)) == len(seen) == 44


def test_everything_of_a_person_can_be_taken_along(browser: httpx.Client, person: str) -> None:
    archive = browser.get(f"{path('users', person)}/export.jsonl")
    assert archive.headers["content-disposition"] == f"attachment; filename*=UTF-8''{person}.jsonl"
    assert archive.text.splitlines()[1:] == browser.get(f"/api/v1/user/{person}/export").text.splitlines()[1:]
    text = browser.get(f"{path('users', person)}/export.md").text
    assert "> I live in Lisbon now." in text
    for ending in ("jsonl", "md"):
        assert browser.get(f"/admin/users/nobody-{person}/export.{ending}").status_code == 404


def test_a_wrong_fact_is_called_wrong_with_a_reason_and_comes_back(browser: httpx.Client, person: str) -> None:
    (address,) = (address for text, address in facts(browser, person).items() if "Lisbon" in text)
    assert send(browser, address, {"action": "invalidate", "reason": " "}).status_code == 400
    wrong = send(browser, address, {"action": "invalidate", "reason": MARKUP})
    assert "counts as wrong now" in wrong.text
    assert active(wrong.text) == []
    assert MARKUP in html.unescape(wrong.text)
    assert any("Lisbon" in text for text in facts(browser, person, state="invalid"))
    assert "London" in browser.get(path("users", person)).text.partition("<details>")[0]
    right = send(browser, address, {"action": "validate", "reason": ""})
    assert "counts again" in right.text


def test_a_fact_is_corrected_and_says_so_in_its_history(browser: httpx.Client, person: str) -> None:
    (address,) = (address for text, address in facts(browser, person).items() if "Lisbon" in text)
    page = browser.get(address).text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    edit = {"action": "edit", "text": "I live in Porto.", "slot": "home", "value": "Porto", "reason": "moved"}
    changed = send(browser, address, {**edit, "revision": revision[1], "pinned": "yes"})
    assert "kept in its history" in changed.text
    assert "Because: <bdi>moved" in changed.text
    assert "Lisbon" in changed.text  # what it said before, and the quote
    late = send(browser, address, {**edit, "revision": revision[1]})
    assert late.status_code == 400
    assert "somebody else has changed" in late.text
    for wrong in ({"text": ""}, {"slot": "nonsense"}, {"slot": "", "value": "x"}, {"text": "x" * 3000}):
        assert send(browser, address, {**edit, **wrong}).status_code == 400


def test_a_fact_is_added_and_forgotten(browser: httpx.Client, person: str) -> None:
    new = {"text": f"Ada is allergic to walnuts. {MARKUP}", "slot": "allergy", "value": "walnuts"}
    page = send(browser, f"{path('users', person)}/facts", new)
    assert "The fact is stored" in page.text
    assert active(page.text) == []
    address = page.url.path
    assert "for good" in browser.get(f"{address}/forget").text
    gone = send(browser, f"{address}/forget", {})
    assert "nothing of its content is left" in gone.text
    tomb = browser.get(address)
    assert tomb.status_code == 200
    assert "walnuts" not in tomb.text


def test_a_message_is_retracted_with_the_facts_that_rest_on_it(browser: httpx.Client, person: str) -> None:
    messages = browser.get(f"/api/v1/sessions/{person}/messages").json()["messages"]
    address = path("sessions", person, "messages", messages[2]["uuid"])
    assert "Facts that rest on it" in browser.get(address).text
    preview = browser.get(f"{address}/retract").text
    assert "1 fact" in preview
    assert "I am vegetarian." in preview
    done = send(browser, f"{address}/retract", {})
    assert "The message is retracted" in done.text
    assert "vegetarian" not in done.text
    assert browser.get(address).status_code == 404
    assert "vegetarian" not in browser.get(path("users", person)).text
    # Others are still found at their places, and counted.
    assert "2 messages" in done.text
    pointed = browser.get(path("sessions", person), params={"at": messages[1]["uuid"]}).text
    assert f'marked" id="m-{messages[1]["uuid"]}"' in pointed


def test_a_message_is_corrected(browser: httpx.Client, person: str) -> None:
    messages = browser.get(f"/api/v1/sessions/{person}/messages").json()["messages"]
    address = path("sessions", person, "messages", messages[2]["uuid"])
    page = send(browser, address, {"content": "I am vegan.\r\nReally."})
    assert "The message is corrected" in page.text
    stored = browser.get(f"/api/v1/sessions/{person}/messages/{messages[2]['uuid']}").json()
    assert stored["content"] == "I am vegan.\nReally."


def test_unknown_facts_are_not_found(browser: httpx.Client) -> None:
    for uuid in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        for tail in ("", "/forget"):
            assert browser.get(f"/admin/facts/{uuid}{tail}").status_code == 404
