"""Each page and each form over HTTP: what it shows, what it changes, what it says when that is impossible."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.running_server import RunningServer
from tests.web.hostile import MARKUP, NAMES, TEXTS, active
from tests.web.visiting import path, send, talk


def test_an_empty_server_shows_how_to_begin(tmp_path: Any, poll: Callable[..., Any]) -> None:
    running = RunningServer(tmp_path / "data")
    try:
        with running.client() as client:
            home = client.get("/admin").text
            assert "Nothing is remembered yet" in home
            assert f"curl {running.url}/api/v1/sessions/my-first-chat/memory" in html.unescape(home)
            for way in ("from holdfast_client import", 'from "holdfast-client"', "claude mcp add", "ZEP_API_URL="):
                assert way in html.unescape(home)
            for page, says in {
                "users": "Nobody is known yet",
                "sessions": "No conversations yet",
                "collections": "No collections yet",
                "search?q=tea": "Nothing is stored that could be found",
                "server": "Nothing waits",
                "keys": "No keys yet",
                "audit": "No log is kept",
            }.items():
                answer = client.get(f"/admin/{page}")
                assert answer.status_code == 200
                assert says in html.unescape(re.sub("<[^>]*>", "", answer.text)), page
            old = {"role": "user", "content": "Hello.", "created_at": "2020-01-01T00:00:00Z"}
            send(
                client, "/admin/import", {"session_id": "old"}, files={"file": ("old.jsonl", json.dumps(old).encode())}
            )
            home = poll(lambda: client.get("/admin").text, lambda text: "<dt>Messages</dt><dd>1<" in text)
            assert "There are none of the last 30 days" in home
            assert "Last backup: none yet" in home
            (running.data / "backups").mkdir()
            (running.data / "backups" / "20260101T000000Z.holdfast-backup").touch()
            assert "Last backup: <time" in client.get("/admin").text
    finally:
        assert running.stop() == 0


def test_home_tells_how_much_there_is(browser: httpx.Client, name: str, poll: Callable[..., Any]) -> None:
    talk(browser, name, "one", "two", user=name)

    def counted() -> str:
        return browser.get("/admin").text

    page = poll(counted, lambda text: 'class="figures"' in text)
    assert re.search(r"<dt>Messages</dt><dd>[1-9]", page)
    assert "Messages per day" in page
    assert "Last backup: none yet" in page
    assert name in page


def test_what_was_stored_is_counted_again_after_a_while(
    browser: httpx.Client, name: str, poll: Callable[..., Any]
) -> None:
    def messages() -> int:
        found = re.search(r"<dt>Messages</dt><dd>([\d\u202f]+)", browser.get("/admin").text)
        return int(found[1].replace("\u202f", "")) if found else -1

    talk(browser, name, "one")
    before = poll(messages, lambda count: count >= 0)
    talk(browser, name, *["more"] * 500)
    poll(messages, lambda count: count >= before + 500)


def test_conversations_are_listed_newest_first_page_by_page(browser: httpx.Client, name: str) -> None:
    for number in range(45):
        talk(browser, f"{name}-{number}", f"text {number}")
    seen: list[str] = []
    address: str | None = f"/admin/sessions?q={name}"
    while address:
        page = browser.get(address).text
        rows = re.findall(rf'href="/admin/sessions/{name}-(\d+)"', page)
        assert len(rows) <= 20
        seen += rows
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(older[1]) if older else None
    assert seen == [str(number) for number in reversed(range(45))]
    assert f"{name}-44" in browser.get("/admin/sessions").text
    assert "No conversation" in browser.get(f"/admin/sessions?q={name}x").text


def test_conversations_are_narrowed_down_by_person_and_by_the_days_they_were_begun(
    browser: httpx.Client, name: str
) -> None:
    for number in range(25):
        talk(browser, f"{name}-{number}", "hello", user=name)
    talk(browser, f"{name}-other", "hello", user=f"{name}-b")
    today = datetime.now(UTC).date()
    yesterday, tomorrow = (str(today + timedelta(days=days)) for days in (-1, 1))

    def listed(**entered: str) -> list[str]:
        page = browser.get("/admin/sessions", params=entered)
        assert page.status_code == 200
        rows = re.findall(rf'href="/admin/sessions/{name}-(\w+)"', page.text)
        older = re.search(r'rel="next" href="([^"]+)"', page.text)
        return rows + (listed(**dict(parse_qsl(html.unescape(older[1]).partition("?")[2]))) if older else [])

    everything = [str(number) for number in reversed(range(25))]
    assert listed(user=name) == everything
    assert listed(user=name, **{"from": yesterday, "to": tomorrow}) == everything
    assert listed(user=name, **{"from": str(today), "to": "today"}) == everything
    far_east = {"zone": "Pacific/Kiritimati", "to": str(datetime.now(ZoneInfo("Pacific/Kiritimati")).date())}
    assert listed(user=name, **{"from": far_east["to"]}, **far_east) == everything
    assert listed(user=name, q=f"{name}-7") == ["7"]
    assert listed(user=name, to=yesterday) == []
    assert listed(q=name, **{"from": yesterday}) == ["other", *everything]
    assert "was begun then" in browser.get("/admin/sessions", params={"from": tomorrow}).text
    wrong = browser.get("/admin/sessions", params={"from": "the other day"})
    assert wrong.status_code == 400
    assert 'role="alert">From' in wrong.text


def test_people_are_listed_with_how_much_they_said(browser: httpx.Client, name: str) -> None:
    for number in range(51):
        talk(browser, f"{name}-{number}", "hello", user=name)
    talk(browser, f"{name}-b", "one", "two", user=f"{name}-b")
    page = re.sub("<[^>]*>", "", browser.get("/admin/users", params={"q": name}).text)
    assert "over 50 conversations, 50 messages" in page
    assert "1 conversation, 2 messages" in page


def test_people_are_found_by_any_part_of_their_names(browser: httpx.Client, name: str) -> None:
    new = {"user_id": name, "first_name": "Ludmila", "last_name": f"Ö{name}", "email": f"{name}@example.org"}
    browser.post("/api/v1/user", json=new)
    for text in (name, name[2:].upper(), f"ludmila ö{name[:4]}", f"{name}@EXAMPLE"):
        assert path("users", name) in browser.get("/admin/users", params={"q": text}).text, text
    assert "Nobody" in browser.get("/admin/users?q=nobodynobody").text


def test_a_person_can_be_made_known_and_changed(browser: httpx.Client, name: str) -> None:
    page = send(browser, "/admin/users", {"user_id": name, "first_name": "Ada", "last_name": "", "email": ""})
    assert "Ada" in page.text
    assert "is known now" in page.text
    again = send(browser, "/admin/users", {"user_id": name})
    assert again.url.path == path("users", name)
    change = {"first_name": "", "last_name": "Byron", "email": "a@b.c", "metadata": '{"plan": {"tier": 1}}'}
    page = send(browser, f"{path('users', name)}/edit", change, path("users", name))
    assert "Ada Byron" in page.text
    stored = browser.get(f"/api/v1/user/{name}").json()
    assert (stored["email"], stored["metadata"]) == ("a@b.c", {"plan": {"tier": 1}})
    refused = send(browser, f"{path('users', name)}/edit", {"metadata": "[1]"}, path("users", name))
    assert refused.status_code == 400
    assert "metadata: give a JSON object" in html.unescape(refused.text)


def test_erasing_a_person_says_in_counts_what_goes_and_asks_once(browser: httpx.Client, name: str) -> None:
    for number in range(3):
        talk(browser, f"{name}-{number}", "one", "two", user=name)
    address = f"{path('users', name)}/erase"
    preview = browser.get(address).text
    assert "3 conversations" in preview
    assert "6 messages" in preview
    unsure = send(browser, address, {})
    assert unsure.status_code == 400
    assert "Nothing was erased yet" in unsure.text
    assert browser.get(f"/api/v1/user/{name}").status_code == 200
    receipt = send(browser, address, {"sure": "yes"})
    assert receipt.status_code == 200
    assert "with 3 conversations and 6 messages" in receipt.text
    assert browser.get(path("users", name)).status_code == 404
    assert browser.get(path("sessions", f"{name}-0")).status_code == 404
    assert browser.get(f"/api/v1/sessions/{name}-0").status_code == 404


def test_searches_show_what_a_rank_is_made_of(browser: httpx.Client, name: str) -> None:
    (uuid, *_) = talk(browser, name, "I keep bees in my garden.", "The weather is mild.", user=f"{name}-u")
    for scope in ({"session": name}, {"user": f"{name}-u"}, {}):
        page = browser.get("/admin/search", params={"q": "Who keeps bees?", **scope}).text
        assert "I keep bees in my garden." in re.sub("<[^>]*>", "", page)
        assert "part-lexical" in page
        assert f"/admin/sessions/{name}?at={uuid}#m-{uuid}" in page
    (again,) = talk(browser, f"{name}-b", "I keep bees in my garden.", user=f"{name}-u")
    page = browser.get("/admin/search", params={"q": "Who keeps bees?", "user": f"{name}-u"}).text
    assert "The same was said 1 more time" in page
    assert f"/admin/sessions/{name}-b?at={again}#m-{again}" in page
    body = {"messages": [{"role": "user", "name": "Åsa Berg", "content": "Bees like lavender."}]}
    browser.post(f"/api/v1/sessions/{name}/memory", json=body).raise_for_status()
    for speaker, said in {"USER": 3, "asa berg": 1, "Berg": 1, "assistant": 0}.items():
        asked = {"q": "Who keeps bees?", "session": name, "speaker": speaker}
        assert browser.get("/admin/search", params=asked).text.count('class="hit"') == said, speaker
        assert browser.get("/admin/search", params={**asked, "q": ""}).text.count('class="hit"') == said
    nothing = browser.get("/admin/search", params={"q": "bees", "session": f"{name}-none"})
    assert "Nothing was found" in nothing.text
    newest = browser.get("/admin/search", params={"session": name, "from": "2020-01-01"}).text
    assert "The weather is mild." in newest


@pytest.mark.parametrize(
    ("entered", "named"),
    [({"where": "$$$"}, "Condition"), ({"from": "the other day"}, "From"), ({"to": "2024-99-99"}, "To")],
)
def test_what_a_search_does_not_understand_is_named(browser: httpx.Client, entered: dict[str, str], named: str) -> None:
    answer = browser.get("/admin/search", params={"q": "tea", **entered})
    assert answer.status_code == 400
    assert f'role="alert">{named}' in answer.text


@pytest.mark.parametrize("entered", [{"type": "nonsense"}, {"limit": "-3"}, {"limit": "9" * 18}, {"zone": "Mars/Base"}])
def test_odd_search_options_count_as_the_usual_ones(browser: httpx.Client, entered: dict[str, str]) -> None:
    assert browser.get("/admin/search", params={"q": "tea", **entered}).status_code == 200


def test_collections_show_their_documents_and_are_searched(
    browser: httpx.Client, name: str, poll: Callable[..., Any]
) -> None:
    new = {"name": name, "description": MARKUP, "embedding_dimensions": 256, "is_auto_embedded": True}
    assert browser.post(f"/api/v1/collection/{name}", json=new).is_success
    documents = [{"document_id": f"d{number}", "content": f"Recipe {number} with leek"} for number in range(30)]
    uuids = browser.post(f"/api/v1/collection/{name}/document", json=documents).json()
    assert name in browser.get("/admin/collections").text
    address = path("collections", name)
    poll(lambda: browser.get(address).text, lambda text: "for a vector" not in text)
    page = browser.get(address).text
    assert "Recipe 19 with leek" in page
    further = html.unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])  # type: ignore[index]
    assert "Recipe 20 with leek" in browser.get(further).text
    found = browser.get(address, params={"q": "recipe 7"}).text
    assert "Recipe 7 with leek" in found
    assert "Recipe 3 with leek" in browser.get(path("collections", name, "documents", uuids[3])).text
    assert browser.get(path("collections", name, "documents", "nonsense")).status_code == 404
    assert "brought up to date" in send(browser, address, {}, f"{address}/index").text
    assert "30 documents" in browser.get(f"{address}/delete").text
    assert "The collection is deleted" in send(browser, f"{address}/delete", {}).text
    assert browser.get(address).status_code == 404


def test_health_and_settings_are_shown(browser: httpx.Client) -> None:
    page = browser.get("/admin/server").text
    assert "Everything works" in page
    assert "purge" in page
    settings = browser.get("/admin/settings").text
    assert "server.web_enabled" in settings


def test_a_key_is_shown_once_and_revoked(browser: httpx.Client) -> None:
    made = send(
        browser, "/admin/keys", {"name": MARKUP[:60], "right": ["read", "write"], "days": "30", "users": "ada\nben"}
    )
    assert made.status_code == 200
    secret = re.search(r'id="token" tabindex="0">(hf_(\w+)_\w+)<', made.text)
    assert secret
    listed = browser.get("/admin/keys").text
    assert secret[1] not in listed
    assert "ada, ben" in listed
    address = path("keys", secret[2], "revoke")
    assert "shut out" in browser.get(address).text
    assert "The key is revoked" in send(browser, address, {}).text
    assert active(listed) == []
    for wrong in (
        {"name": "", "right": ["read"]},
        {"name": "n"},
        {"name": "n", "right": ["fly"]},
        {"name": "n", "right": "read", "days": "7"},
    ):
        assert send(browser, "/admin/keys", wrong).status_code == 400


@pytest.mark.parametrize("hostile", NAMES, ids=range(len(NAMES)))
def test_names_are_shown_as_text_and_can_be_followed(browser: httpx.Client, hostile: str, name: str) -> None:
    named = f"{hostile}{name}"
    body = {
        "user_id": named,
        "first_name": hostile,
        "last_name": hostile,
        "email": hostile,
        "metadata": {hostile: hostile},
    }
    assert browser.post("/api/v1/user", json=body).is_success
    new = {"session_id": named, "user_id": named, "metadata": {hostile: hostile}}
    assert browser.post("/api/v1/sessions", json=new).is_success
    said = {"messages": [{"role": hostile, "content": hostile, "metadata": {hostile: {hostile: hostile}}}]}
    where = f"/api/v1/sessions/{quote(named, safe='')}"
    assert browser.post(f"{where}/memory", json=said).is_success
    uuid = browser.get(f"{where}/messages").json()["messages"][0]["uuid"]
    person, talked = path("users", named), path("sessions", named)
    addresses = [
        "/admin", "/admin/users", "/admin/sessions", person, f"{person}/edit", f"{person}/erase", talked,
        f"{talked}/edit", f"{talked}/delete", f"{talked}/memory", f"{talked}/messages/{uuid}", f"{talked}/new?after=0",
        f"/admin/search?session={quote(named, safe='')}&q={quote(hostile, safe='')}",
        f"/admin/search?where={quote(hostile, safe='')}", f"/admin/users?q={quote(named, safe='')}",
    ]  # fmt: skip
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code in {200, 400}, (address, answer.status_code)
        assert active(answer.text) == [], address
    # The links of the lists lead to them.
    listed = browser.get("/admin/users", params={"q": named}).text
    links = [html.unescape(link) for link in re.findall(r'class="row-link" href="([^"]+)"', listed)]
    assert links
    assert all(browser.get(link).status_code == 200 for link in links)
    exported = browser.get(f"{talked}/export.json")
    assert exported.json()["messages"][0]["content"] == hostile
    assert "Set-Cookie: b" not in str(exported.headers)


@pytest.mark.parametrize("hostile", TEXTS, ids=range(len(TEXTS)))
def test_texts_are_shown_as_text(browser: httpx.Client, hostile: str, name: str) -> None:
    (uuid,) = talk(browser, name, hostile)
    for address in (
        path("sessions", name),
        path("sessions", name, "messages", uuid),
        f"/admin/search?session={name}&q=x",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert active(answer.text) == []
    shown = browser.get(path("sessions", name, "messages", uuid)).text
    assert hostile in html.unescape(re.sub(r"</?(mark|span)[^>]*>", "", shown))


def test_unknown_pages_are_not_found_with_ways_on(browser: httpx.Client) -> None:
    for address in ("/admin/nothing", "/admin/users/nobody", "/admin/sessions/none", "/admin/collections/none"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert 'href="/admin"' in answer.text


def test_a_context_is_shown_as_an_assistant_gets_it(browser: httpx.Client, name: str, poll: Callable[..., Any]) -> None:
    talk(browser, name, "I keep bees in my garden.", "The weather is mild.", user=f"{name}-u")
    poll(lambda: browser.get(f"/api/v1/sessions/{name}/enrichment").json(), lambda state: state["pending"] == 0)
    asked = {"user_id": f"{name}-u", "query": "Who keeps bees?", "max_tokens": 300}
    given = browser.post("/api/v1/context", json=asked).json()
    page = browser.get("/admin/context", params={"user": f"{name}-u", "q": "Who keeps bees?", "tokens": 300})
    shown = re.search(r'<pre class="wrap" id="text"[^>]*>(.*?)</pre>', page.text, re.DOTALL)
    assert shown
    assert html.unescape(shown[1]) == given["context"]
    assert "I keep bees in my garden." in given["context"]
    assert f"/admin/sessions/{name}?at=" in page.text
    assert f"curl {browser.base_url}".rstrip("/") in html.unescape(page.text)
    for call in ("client.context.get(user_id=", "client.context.get({"):
        assert call in html.unescape(page.text)
    refused = browser.get("/admin/context", params={"user": name, "tokens": "999999999"})
    assert refused.status_code == 400
    assert "max_tokens" in refused.text
