"""The pages in a real Chromium: every screen in light and dark, on a desk and a phone, by keyboard, and live."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

playwright = pytest.importorskip("playwright.sync_api")

from tests.running_server import RunningServer  # noqa: E402
from tests.web.chromium import CHROMIUM, MISSING, Visit, chromium  # noqa: E402
from tests.web.guarded import api, form_token, key, token  # noqa: E402
from tests.web.hostile import MARKUP, RIGHT_TO_LEFT  # noqa: E402

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)

TALK = [
    ("user", "Hi! I am Ada. I live in Lisbon now and work as an engineer at Analytical Engines."),
    ("assistant", "Nice to meet you, Ada. How do you like Lisbon?"),
    ("user", "Very much. I am vegetarian, by the way, and I am allergic to walnuts."),
    ("assistant", "Noted: no meat, and no walnuts."),
    ("user", "Please always give prices in euros."),
    ("assistant", "I will. The ferry on 12 May 2025 costs €14 for Ada and Charles Babbage."),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def filled(open_server: RunningServer) -> RunningServer:
    """A server with a person, conversations, a collection, a wrong fact and hostile contents."""
    with open_server.client() as client:
        client.post(
            "/api/v1/user",
            json={
                "user_id": "ada",
                "first_name": "Ada",
                "last_name": "Lovelace",
                "email": "ada@example.org",
                "metadata": {"plan": "pro"},
            },
        )
        client.post("/api/v1/user", json={"user_id": RIGHT_TO_LEFT, "first_name": MARKUP, "email": "x" * 500})
        client.post("/api/v1/sessions", json={"session_id": "trip", "user_id": "ada", "metadata": {"topic": "travel"}})
        said = [{"role": role, "content": text} for role, text in TALK]
        client.post("/api/v1/sessions/trip/memory", params={"wait": "true"}, json={"messages": said})
        client.post("/api/v1/sessions/mistake/memory", json={"messages": [{"role": "user", "content": "oops"}]})
        client.delete("/api/v1/sessions/mistake/memory")
        client.post("/api/v1/sessions", json={"session_id": "long", "user_id": "ada"})
        many = [{"role": "user", "content": f"I saw the ferry to Cacilhas, trip {number}."} for number in range(70)]
        client.post("/api/v1/sessions/long/memory", params={"wait": "true"}, json={"messages": many})
        hostile = quote(MARKUP, safe="")
        bad = [
            {"role": MARKUP, "content": text, "metadata": {MARKUP: text}}
            for text in (MARKUP, RIGHT_TO_LEFT, "w" * 100_000)
        ]
        client.post(f"/api/v1/sessions/{hostile}/memory", json={"messages": bad})
        new = {
            "name": "recipes",
            "description": "What Ada may eat",
            "embedding_dimensions": 256,
            "is_auto_embedded": True,
        }
        client.post("/api/v1/collection/recipes", json=new)
        documents = [{"document_id": f"r{number}", "content": f"Soup {number} with leek"} for number in range(25)]
        client.post("/api/v1/collection/recipes/document", json=documents)
        deadline = time.monotonic() + 60
        while "Lisbon" not in client.get("/api/v1/user/ada/profile").text:
            assert time.monotonic() < deadline
    return open_server


LOOKS = {"": {}, "-phone": {"phone": True, "dark": True}}
"""Screens that are looked at, by the suffix of their pictures: a light desk, and a dark phone."""


@pytest.fixture(scope="module", params=["light-desk", "dark-phone"])
def visit(request: pytest.FixtureRequest, browser: Any, filled: RunningServer) -> Iterator[Visit]:
    visit = Visit(browser, filled.url, **LOOKS["-phone" if request.param == "dark-phone" else ""])
    yield visit
    visit.close()


@pytest.fixture(scope="module")
def reader(browser: Any, filled: RunningServer) -> Iterator[Visit]:
    """Somebody who changes between a desk and a phone."""
    visit = Visit(browser, filled.url)
    yield visit
    visit.close()


@pytest.fixture
def look(visit: Visit) -> str:
    """A suffix for pictures."""
    return "" if visit.page.viewport_size["width"] > 500 else "-phone"  # type: ignore[index]


SCREENS = {
    "home": "/admin",
    "people": "/admin/users",
    "person": "/admin/users/ada",
    "person-edit": "/admin/users/ada/edit",
    "timeline": "/admin/users/ada/timeline",
    "facts": "/admin/users/ada/facts",
    "erase": "/admin/users/ada/erase",
    "conversations": "/admin/sessions",
    "conversation": "/admin/sessions/trip",
    "long": "/admin/sessions/long",
    "memory": "/admin/sessions/long/memory",
    "conversation-edit": "/admin/sessions/trip/edit",
    "delete": "/admin/sessions/trip/delete",
    "hostile": f"/admin/sessions/{quote(MARKUP, safe='')}",
    "hostile-person": f"/admin/users/{quote(RIGHT_TO_LEFT, safe='')}",
    "search-form": "/admin/search",
    "search": "/admin/search?q=Where+does+Ada+live%3F&user=ada",
    "search-nothing": "/admin/search?q=tea&session=nothing",
    "search-wrong": "/admin/search?q=tea&where=$$",
    "context-form": "/admin/context",
    "context": "/admin/context?user=ada&q=What+may+Ada+eat%3F",
    "collections": "/admin/collections",
    "collection": "/admin/collections/recipes",
    "collection-search": "/admin/collections/recipes?q=leek",
    "deleted": "/admin/deleted",
    "import": "/admin/import",
    "server": "/admin/server",
    "keys": "/admin/keys",
    "audit": "/admin/audit",
    "settings": "/admin/settings",
    "not-found": "/admin/users/nobody",
}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_fits_is_accessible_and_runs_nothing_strange(reader: Visit, screen: str) -> None:
    reader.go(SCREENS[screen])
    for suffix, look in LOOKS.items():
        reader.look(**look)
        reader.picture(screen + suffix)
        reader.check()
    reader.look()


def test_the_way_to_every_part_is_seen_on_any_screen(visit: Visit) -> None:
    page = visit.go("/admin")
    for link in page.get_by_role("navigation", name="Main").get_by_role("link").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]  # type: ignore[index]


def test_message_and_fact_are_accessible(visit: Visit, look: str) -> None:
    page = visit.go("/admin/sessions/trip")
    page.locator(".speech header a").nth(2).click()
    page.get_by_role("heading", name="Message", exact=True).wait_for()
    visit.picture("message" + look)
    visit.check()
    page.get_by_role("link", name="Retract it").click()
    visit.check()
    visit.go("/admin/users/ada")
    page.locator("#profile a.plain-link").first.click()
    page.get_by_role("heading", name="Where it comes from").wait_for()
    visit.picture("fact" + look)
    visit.check()


def test_an_empty_server_is_accessible(browser: Any, tmp_path: Any) -> None:
    running = RunningServer(tmp_path / "data")
    try:
        for phone in (False, True):
            visit = Visit(browser, running.url, phone=phone, dark=phone)
            for address in ("/admin", "/admin/users", "/admin/sessions", "/admin/collections", "/admin/search?q=tea"):
                visit.go(address)
                visit.check()
            visit.go("/admin")
            visit.picture("empty" + ("-phone" if phone else ""))
            visit.close()
    finally:
        assert running.stop() == 0


def test_times_are_those_of_the_reader_and_the_exact_one_is_on_hover(visit: Visit, filled: RunningServer) -> None:
    moment = httpx.get(f"{filled.url}/api/v1/sessions/trip/messages").json()["messages"][0]["created_at"]
    page = visit.go("/admin/sessions/trip")
    shown = page.locator(f'time[datetime^="{moment[:19]}"]').last
    tokyo = page.evaluate(
        "moment => new Date(moment).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'})", moment
    )
    assert tokyo in shown.inner_text()
    assert re.search(r"\d\d:\d\d:\d\d.*(GMT\+9|JST)", shown.get_attribute("title") or "")


def test_new_messages_appear_by_themselves(browser: Any, filled: RunningServer, name: str) -> None:
    with filled.client() as client:
        client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [{"role": "user", "content": "first"}]})
        visit = Visit(browser, filled.url)
        page = visit.go(f"/admin/sessions/{name}")
        for text in ("second", "<i>third</i>"):
            client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [{"role": "user", "content": text}]})
            page.get_by_text(text, exact=True).wait_for()
        assert page.locator(".speech").count() == 3
        visit.settle()
        visit.check()
        visit.close()


def test_what_is_found_out_about_a_new_message_appears_by_itself(
    browser: Any, filled: RunningServer, name: str
) -> None:
    with filled.client() as client:
        client.post(f"/api/v1/sessions/{name}/memory", json={"messages": [{"role": "user", "content": "Hello."}]})
        visit = Visit(browser, filled.url)
        page = visit.go(f"/admin/sessions/{name}")
        for town in ("Porto", "Vienna"):
            said = [{"role": "user", "content": f"I live in {town} now."}]
            client.post(f"/api/v1/sessions/{name}/memory", json={"messages": said})
            message = page.locator(".speech", has_text=f"I live in {town} now.")
            message.wait_for()
            kept = message.element_handle()
            message.locator("a").first.focus()
            message.locator(".rests a", has_text=town).wait_for()
            message.locator("mark", has_text=town).wait_for()
            assert kept.evaluate("element => element.isConnected && element.contains(document.activeElement)")
        assert page.locator(".speech").count() == 3
        visit.settle()
        visit.check()
        visit.close()


def test_what_others_edit_retract_restore_and_delete_is_seen_by_itself(
    browser: Any, filled: RunningServer, name: str
) -> None:
    texts = [f"Remark {place}." for place in range(60)]
    where = f"/api/v1/sessions/{name}"
    with filled.client() as client:
        said = [{"role": "user", "content": text} for text in texts]
        client.post(f"{where}/memory", params={"wait": "true"}, json={"messages": said})
        uuids = [each["uuid"] for each in client.get(f"{where}/messages?limit=0").json()["messages"]]
        visit = Visit(browser, filled.url)
        page = visit.go(f"/admin/sessions/{name}")
        shown = page.locator(".speech .said")
        kept = page.locator(f"#m-{uuids[-1]}").element_handle()
        page.locator(f"#m-{uuids[-1]} a").first.focus()

        client.patch(f"{where}/messages/{uuids[30]}", json={"content": "Remark <b>corrected</b>."})
        page.locator(f"#m-{uuids[30]}", has_text="Remark <b>corrected</b>.").wait_for()
        client.delete(f"{where}/messages/{uuids[31]}")
        page.locator(f"#m-{uuids[31]}").wait_for(state="detached")
        page.get_by_text("59 messages").wait_for()
        texts[30:32] = ["Remark <b>corrected</b>."]
        assert shown.all_inner_texts() == texts[9:]
        form = {"form_token": form_token(client.get(f"/admin/sessions/{name}/retracted").text)}
        client.post(f"/admin/sessions/{name}/retracted/{uuids[31]}", data=form)
        page.locator(f"#m-{uuids[31]}").wait_for()
        texts[31:31] = ["Remark 31."]
        assert shown.all_inner_texts() == texts[9:]
        assert kept.evaluate("element => element.isConnected && element.contains(document.activeElement)")
        visit.settle()
        visit.check()

        client.delete(f"{where}/memory")
        page.get_by_text("This conversation was deleted meanwhile").wait_for()
        visit.check()
        visit.close()


def test_a_retracted_message_is_brought_back(visit: Visit, filled: RunningServer, name: str, look: str) -> None:
    said = [{"role": "user", "content": text} for text in ("I live in Porto.", "I like tea.", "Good night.")]
    with filled.client() as client:
        client.post(f"/api/v1/sessions/{name}/memory", params={"wait": "true"}, json={"messages": said})
    page = visit.go(f"/admin/sessions/{name}")
    assert page.get_by_role("link", name="Retracted messages").count() == 0
    for way_back in ("Undo", "Restore"):
        page.locator(".speech header a").first.click()
        page.get_by_role("link", name="Retract it").click()
        page.get_by_text("until then it can be restored").wait_for()
        page.get_by_role("button", name="Retract it").click()
        page.get_by_text("The message is retracted").wait_for()
        visit.settle()
        visit.check()
        assert page.locator(".speech").count() == 2
        visit.picture("undo" + look)
        if way_back == "Restore":
            page.get_by_role("link", name="Retracted messages").click()
            page.get_by_role("heading", name="Retracted messages").wait_for()
            visit.settle()
            visit.check()
            visit.picture("retracted" + look)
        page.get_by_role("button", name=way_back).click()
        page.get_by_text("The message is back").wait_for()
        visit.settle()
        assert page.locator(".speech .said").all_inner_texts() == [each["content"] for each in said]
        page.locator(".speech").first.locator(".rests a", has_text="Porto").wait_for()
    visit.check()


def test_somebody_erases_themselves_with_the_keyboard_alone(browser: Any, filled: RunningServer, name: str) -> None:
    with filled.client() as client:
        client.post("/api/v1/user", json={"user_id": name, "first_name": "Grace"})
        client.post("/api/v1/sessions", json={"session_id": name, "user_id": name})
        said = {"messages": [{"role": "user", "content": "My secret."}] * 3}
        client.post(f"/api/v1/sessions/{name}/memory", json=said)
        visit = Visit(browser, filled.url)
        page = visit.go("/admin")
        press_to(page, "People")
        press_to(page, "q")
        page.keyboard.type(name)
        enter(page)
        press_to(page, "Grace", after="Find")
        press_to(page, "Erase everything")
        page.get_by_text("3 messages").wait_for()
        press_to(page, "Erase", press="")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        enter(page)
        page.get_by_text("is erased, with 1 conversation and 3 messages").wait_for()
        visit.picture("erased")
        visit.check()
        assert client.get(f"/api/v1/user/{name}").status_code == 404
        visit.close()


def enter(page: Any, press: str = "Enter") -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press(press)


def press_to(page: Any, name: str, *, press: str = "Enter", after: str = "") -> None:
    """Tab to what has a name, by its text or identifier, and press a key there; what has the focus must be seen."""
    started = not after
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "() => { const e = document.activeElement; const b = e.getBoundingClientRect();"
            " if (e === document.body) return ['', '', false, false];"
            " return [e.id, e.innerText || '', e.matches(':focus-visible'), b.bottom > 0 && b.top < innerHeight]; }"
        )
        assert focus[2] or not focus[1]
        started = started or after in focus[1]
        if started and (focus[0] == name or focus[1].strip().startswith(name)):
            assert focus[3], f"{name} has the focus and is not seen"
            if press and focus[0] != name:
                enter(page, press)
            return
    raise AssertionError(f"{name} cannot be reached")


def test_logging_in_and_out(browser: Any, guarded: RunningServer) -> None:
    with api(guarded) as client:
        client.post("/api/v1/sessions/ours/memory", json={"messages": [{"role": "user", "content": "ours"}]})
    secret = key(guarded, rights=["read", "write", "forget", "admin"])["token"]
    visit = Visit(browser, guarded.url)
    page = visit.go("/admin/sessions/ours")
    assert "/admin/login" in page.url
    visit.picture("login")
    visit.check()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    visit.check()
    page.get_by_label("Key or token").fill(secret)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="ours").wait_for()
    (cookie,) = (cookie for cookie in visit.context.cookies() if cookie["name"] == "holdfast_visit")
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/admin")
    assert page.evaluate("document.cookie") == ""
    for address in ("/admin", "/admin/server", "/admin/keys", "/admin/audit"):
        visit.go(address)
        visit.check()
    visit.picture("audit")
    page.get_by_role("button", name="Log out").click()
    page.get_by_text("You are logged out").wait_for()
    assert "/admin/login" in visit.go("/admin/sessions").url
    visit.close()


def test_a_key_with_limits_gets_pages_without_dead_ends(browser: Any, guarded: RunningServer) -> None:
    with api(guarded) as client:
        client.post("/api/v1/user", json={"user_id": "eve"})
        client.post("/api/v1/sessions", json={"session_id": "eves", "user_id": "eve"})
        client.post("/api/v1/sessions/eves/memory", json={"messages": [{"role": "user", "content": "mine"}]})
    visit = Visit(browser, guarded.url)
    page = visit.go("/admin/login")
    page.get_by_label("Key or token").fill(token(hf_user="eve", hf_rights=["read"]))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What is remembered").wait_for()
    seen, waiting = set(), ["/admin"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = page.goto(address, wait_until="domcontentloaded")
        assert answer.status == 200, address
        links = page.evaluate(
            "[...document.querySelectorAll('main a[href^=\"/admin\"], nav a')].map(a => a.pathname + a.search)"
        )
        waiting += [
            link for link in dict.fromkeys(links) if link not in seen and link not in waiting and "export" not in link
        ]
        assert len(seen) < 60
    visit.check()
    assert any("eves" in address for address in seen)
    visit.close()


def test_pages_work_without_scripts(browser: Any, filled: RunningServer) -> None:
    context = browser.new_context(base_url=filled.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/users")
    page.get_by_label("Identifier, name or e-mail address").fill("lovelace")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Ada Lovelace").click()
    page.get_by_role("link", name="Search what was said").click()
    page.get_by_label("What was said").fill("walnuts")
    page.get_by_role("button", name="Search").click()
    page.locator(".hit a").first.click()
    page.locator(".speech.marked").wait_for()
    context.close()


def test_a_page_that_frames_ours_shows_nothing_of_it(browser: Any, filled: RunningServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "http://frame.test/",
        lambda route: route.fulfill(
            content_type="text/html", body=f'<iframe src="{filled.url}/admin/users/ada/erase"></iframe>'
        ),
    )
    page.goto("http://frame.test/")
    frame = page.frames[-1]
    assert "Erase" not in frame.content()
    context.close()


def test_texts_are_read_in_their_own_direction(visit: Visit) -> None:
    page = visit.go(SCREENS["hostile"])
    said = page.locator(".said")
    directions = [said.nth(place).evaluate("element => getComputedStyle(element).direction") for place in range(2)]
    assert directions[0] == "ltr"
    assert page.locator("script:not([src^='/admin/static/'])").count() == 0
    assert visit.complaints == []
