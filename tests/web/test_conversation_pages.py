"""A conversation: what it shows, what it tells of by itself, how it is changed, deleted, restored and taken along."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx

from holdfast.web.pages.live import WAIT_SECONDS
from tests.running_server import RunningServer
from tests.web.guarded import form_token
from tests.web.hostile import active
from tests.web.visiting import path, send, talk


def test_a_conversation_shows_who_said_what(browser: httpx.Client, name: str) -> None:
    said = [("user", "I moved to Lisbon."), ("assistant", "How nice."), ("tool", "{}"), ("Charles", "Hm."), ("", "")]
    body = {"messages": [{"role": role, "content": text} for role, text in said]}
    browser.post(f"/api/v1/sessions/{name}/memory", params={"wait": "true"}, json=body)
    page = browser.get(path("sessions", name)).text
    assert '<mark title="GPE">Lisbon</mark>' in page
    assert re.findall(r'class="speech (\w+)', page) == [
        "person", "assistant", "tool", "named", "named",
    ]  # fmt: skip
    assert "5 messages" in page


def test_long_conversations_are_paged_and_a_message_can_be_pointed_at(browser: httpx.Client, name: str) -> None:
    uuids = talk(browser, name, *(f"number {place}." for place in range(1, 121)))
    newest = browser.get(path("sessions", name)).text
    assert "number 120." in newest
    assert "number 70." not in newest
    assert "71–120 of 120" in newest
    earlier = browser.get(path("sessions", name), params={"from": 21}).text
    assert all(f"number {place}." in earlier for place in (21, 70))
    assert "number 20." not in earlier
    pointed = browser.get(path("sessions", name), params={"at": uuids[9]}).text
    assert f'marked" id="m-{uuids[9]}"' in pointed
    assert browser.get(path("sessions", name), params={"at": "nonsense"}).status_code == 404
    for odd in ("0", "-1", "1e3", "9" * 30, ""):
        assert browser.get(path("sessions", name), params={"from": odd}).status_code == 200


def test_a_summary_stands_where_it_ends(browser: httpx.Client, name: str, poll: Callable[..., Any]) -> None:
    talk(browser, name, *(f"I like the city of Lisbon, reason {place}." for place in range(30)))
    page = poll(lambda: browser.get(path("sessions", name)).text, lambda text: "Summarised up to here" in text)
    memory = browser.get(f"/api/v1/sessions/{name}/memory").json()
    point = browser.get(f"/api/v1/sessions/{name}/messages").json()["messages"]
    first = point.index(memory["messages"][0])
    before, after = page.split("Summarised up to here")
    assert f"m-{point[first - 1]['uuid']}" in before
    assert f"m-{point[first]['uuid']}" in after
    held = browser.get(f"{path('sessions', name)}/memory").text
    assert html.escape(memory["summary"]["content"], quote=False)[:60] in held
    assert f"{len(memory['messages'])} messages" in held


def test_new_messages_are_told_of_when_they_come(browser: httpx.Client, open_server: RunningServer, name: str) -> None:
    talk(browser, name, "one")
    waiting = f"{path('sessions', name)}/new"
    assert ">one<" in browser.get(waiting, params={"after": 0}).text
    found: list[httpx.Response] = []

    def wait() -> None:
        with open_server.client() as other:
            found.append(other.get(waiting, params={"after": 1}))

    thread = threading.Thread(target=wait)
    thread.start()
    talk(browser, name, "two")
    thread.join(60)
    (answer,) = found
    assert ">two<" in answer.text
    assert ">one<" not in answer.text
    assert f"{waiting}?after=2" in answer.text
    assert answer.elapsed.total_seconds() < WAIT_SECONDS  # it was woken
    browser.delete(f"/api/v1/sessions/{name}/memory")
    assert browser.get(waiting, params={"after": 2}).status_code == 404


def test_changes_of_others_are_told_of_when_they_happen(
    browser: httpx.Client, open_server: RunningServer, name: str
) -> None:
    uuids = talk(browser, name, "one", "two", "three")
    message, waiting = f"/api/v1/sessions/{name}/messages/{uuids[1]}", f"{path('sessions', name)}/new"

    def seen(shown: httpx.Response | None = None) -> dict[str, str]:
        found = re.search(r'hx-get="[^"]*/new\?([^"]+)"', (shown or browser.get(path("sessions", name))).text)
        assert found
        return dict(parse_qsl(html.unescape(found[1])))

    def told(change: Callable[[], httpx.Response]) -> str:
        before, found = seen(), list[httpx.Response]()

        def wait() -> None:
            with open_server.client() as other:
                answer = other.get(waiting, params=before, headers={"HX-Request": "true"})
                while "HX-Retarget" not in answer.headers and answer.is_success:  # enrichment is told of too
                    answer = other.get(waiting, params=seen(answer), headers={"HX-Request": "true"})
                found.append(answer)

        thread = threading.Thread(target=wait)
        thread.start()
        assert change().is_success
        thread.join(60)
        (answer,) = found
        assert answer.headers["HX-Retarget"] == "#chat"
        return answer.text

    edited = told(lambda: browser.patch(message, json={"content": "changed <b>!"}))
    assert "changed &lt;b&gt;!" in edited
    assert ">one<" in edited
    assert active(edited) == []
    retracted = told(lambda: browser.delete(message))
    assert re.findall(r'id="m-([^"]+)"', retracted) == [uuids[0], uuids[2]]
    assert 'hx-swap-oob="true">2 messages' in retracted
    back = path("sessions", name, "retracted")
    restored = told(lambda: send(browser, back, {}, f"{back}/{uuids[1]}"))
    assert re.findall(r'id="m-([^"]+)"', restored) == uuids
    before = seen()
    browser.delete(f"/api/v1/sessions/{name}/memory")
    assert browser.get(waiting, params=before).status_code == 404
    gone = browser.get(waiting, params=before, headers={"HX-Request": "true"})
    assert "deleted meanwhile" in gone.text
    assert "hx-get" not in gone.text


def test_a_conversation_can_be_given_to_a_person_and_described(browser: httpx.Client, name: str) -> None:
    talk(browser, name, "hello")
    browser.post("/api/v1/user", json={"user_id": f"{name}-u"})
    edit = f"{path('sessions', name)}/edit"
    assert send(browser, edit, {"user_id": "nobody-at-all"}).status_code == 400
    assert "belongs to this person now" in send(browser, edit, {"user_id": f"{name}-u"}).text
    assert browser.get(f"/admin/users/{name}-u/session/{name}").status_code == 200
    assert browser.get(f"/admin/users/{name}-x/session/{name}").status_code == 404
    assert "metadata is changed" in send(browser, edit, {"metadata": '{"topic": "tea"}'}).text
    assert send(browser, edit, {"metadata": '{"topic"'}).status_code == 400
    stored = browser.get(f"/api/v1/sessions/{name}").json()
    assert (stored["user_id"], stored["metadata"]) == (f"{name}-u", {"topic": "tea"})


def test_a_message_shows_all_of_itself_and_takes_metadata(browser: httpx.Client, name: str) -> None:
    (uuid,) = talk(browser, name, "y" * 5000 + "the end")
    page = browser.get(path("sessions", name)).text
    assert "the end" not in page
    assert "Show all 5\u202f007 characters" in page
    address = path("sessions", name, "messages", uuid)
    assert "the end" in browser.get(address).text
    changed = send(browser, address, {"metadata": '{"reviewed": true, "system": {"x": 1}}'})
    assert "metadata is changed" in changed.text
    assert browser.get(f"/api/v1/sessions/{name}/messages/{uuid}").json()["metadata"]["reviewed"] is True
    for wrong in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        assert browser.get(path("sessions", name, "messages", wrong)).status_code == 404


def test_deleting_a_conversation_says_in_counts_what_goes(browser: httpx.Client, name: str) -> None:
    talk(browser, name, "one", "two")
    address = f"{path('sessions', name)}/delete"
    assert "2 messages" in browser.get(address).text
    assert "The conversation is deleted" in send(browser, address, {}).text
    assert browser.get(path("sessions", name)).status_code == 404
    assert browser.get(f"{path('sessions', name)}/edit").status_code == 404


def test_a_deleted_conversation_can_be_restored_before_the_purge(
    browser: httpx.Client, name: str, poll: Callable[..., Any]
) -> None:
    talk(browser, name, "I live in Lisbon.", "The ferry was late.", user=name)
    profile = f"/api/v1/user/{name}/profile"
    poll(lambda: browser.get(profile).text, lambda text: "Lisbon" in text)
    search = {"session": name, "q": "ferry"}
    assert "ferry was late" in browser.get("/admin/search", params=search).text
    page = send(browser, f"{path('sessions', name)}/delete", {})
    assert page.url.path == "/admin/deleted"
    assert re.search(rf"<bdi>{name}</bdi>.*?2 messages", page.text, re.DOTALL)
    assert "Lisbon" not in browser.get(profile).text
    assert "ferry was late" not in browser.get("/admin/search", params={"user": name, "q": "ferry"}).text
    restored = send(browser, "/admin/deleted", {}, path("deleted", name))
    assert restored.url.path == path("sessions", name)
    assert "The conversation is back" in restored.text
    assert "The ferry was late." in restored.text
    for where in (search, {"user": name, "q": "ferry"}):
        assert "ferry was late" in browser.get("/admin/search", params=where).text
    poll(lambda: browser.get(profile).text, lambda text: "Lisbon" in text)
    token = form_token(browser.get("/admin/import").text)
    assert browser.post(path("deleted", name), data={"form_token": token}).status_code == 404


def test_a_conversation_can_be_taken_along(browser: httpx.Client, name: str) -> None:
    talk(browser, name, *(f"text {number}" for number in range(600)), "# not a heading\nsecond line")
    whole = browser.get(f"{path('sessions', name)}/export.json")
    assert whole.headers["content-type"] == "application/json"
    assert f"{name}.json" in whole.headers["content-disposition"]
    exported = whole.json()
    assert exported["session"]["session_id"] == name
    assert exported["messages"] == browser.get(f"/api/v1/sessions/{name}/messages?limit=0").json()["messages"]
    text = browser.get(f"{path('sessions', name)}/export.md").text
    assert text.startswith(f"# {name}\n")
    assert "> # not a heading\n> second line\n" in text
    assert text.count("\n## user") == 601
