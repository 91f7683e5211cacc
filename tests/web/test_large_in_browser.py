"""Every screen, and what people do there, with 10⁵ messages in 10⁴ conversations, in a real Chromium.

The server asks who comes; one that asks nobody takes its turn in the slow tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")

from tests.running_server import RunningServer  # noqa: E402
from tests.web.chromium import CHROMIUM, MISSING, Visit, chromium  # noqa: E402
from tests.web.guarded import key  # noqa: E402

pytestmark = [pytest.mark.timeout(400), pytest.mark.skipif(CHROMIUM is None, reason=MISSING)]

SCREENS = {
    "people": ("/admin/users", "Person 999"),
    "people-older": ("/admin/users?before=500", "Person 498"),
    "person": ("/admin/users/u0", "long"),
    "person-older": ("/admin/users/u0?before=9000", "s8000"),
    "timeline": ("/admin/users/u0/timeline", "50\u202f000 messages"),
    "facts": ("/admin/users/u0/facts", "Add a fact"),
    "conversations": ("/admin/sessions", "s9999"),
    "conversations-found": ("/admin/sessions?q=s77", "s7799"),
    "conversations-not-found": ("/admin/sessions?q=nothing", "No conversation"),
    "conversation": ("/admin/sessions/long", "49\u202f951–50\u202f000 of 50\u202f000"),
    "conversation-middle": ("/admin/sessions/long?from=25000", "25\u202f000–25\u202f049 of 50\u202f000"),
    "memory": ("/admin/sessions/long/memory", "12 messages"),
    "delete": ("/admin/sessions/long/delete", "50\u202f000 messages"),
    "erase": ("/admin/users/u0/erase", "50\u202f050 messages"),
    "search-all": ("/admin/search?q=tea+in+Lisbon", "tea"),
    "search-person": ("/admin/search?q=tea+in+Lisbon&user=u0", "tea"),
    "search-session": ("/admin/search?q=tea+in+Lisbon&session=long", "tea"),
    "context": ("/admin/context?user=u0&q=Where+did+we+have+tea%3F", "tea"),
    "collections": ("/admin/collections", "No collections"),
    "server": ("/admin/server", "Background work"),
    "settings": ("/admin/settings", "web_enabled"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=["large", pytest.param("large_open", marks=pytest.mark.slow)])
def visit(request: pytest.FixtureRequest, browser: Any) -> Iterator[Visit]:
    server: RunningServer = request.getfixturevalue(request.param)
    visit = Visit(browser, server.url)
    visit.context.set_default_timeout(60_000)  # the first search makes an index of everything
    if request.param == "large":
        page = visit.go("/admin")
        page.get_by_label("Key or token").fill(key(server, rights=["read", "write", "forget", "admin"])["token"])
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Log out").wait_for()
    yield visit
    visit.close()


def test_every_screen_of_a_large_memory(visit: Visit) -> None:
    lacking = []
    for number, (address, text) in enumerate(SCREENS.values()):
        visit.look(phone=number % 2 > 0, dark=number % 2 > 0)
        page = visit.go(address)
        lacking += [] if page.get_by_text(text).count() else [(address, text)]
        visit.check(contrast=False)  # colours are those of the same pages of a small memory
        visit.look(phone=number % 2 == 0, dark=number % 2 == 0)
        visit.check_that_all_is_seen()
    assert lacking == []
    visit.look()
    page = visit.go("/admin")
    visit.picture("large-home")
    # One of a thousand people may have been erased meanwhile.
    page.get_by_text(re.compile("^(100\u202f000|99\u202f950)$")).wait_for()
    page.get_by_text(re.compile("^(10\u202f001|9\u202f991)$")).wait_for()
    visit.settle()
    visit.check(contrast=False)


def test_what_people_do_in_a_large_memory(visit: Visit) -> None:
    page = visit.go("/admin/users")
    person = 777
    page.get_by_label("Identifier, name or e-mail address").fill(f"Person {person}")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=f"Person {person} ").first.click()
    page.locator(f'a[href="/admin/sessions/s{person}"]').click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete 5 messages").click()
    page.get_by_role("button", name=f"Restore s{person}").click()
    page.get_by_text("The conversation is back").wait_for()
    assert page.locator(".speech").count() == 5
    visit.go("/admin/search?q=tea+number+7&session=long")
    page.locator(".hit a").first.click()
    page.locator(".speech.marked header a").click()
    page.get_by_role("link", name="Retract it").click()
    page.get_by_role("button", name="Retract it").click()
    page.get_by_text("49\u202f999 messages").first.wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("50\u202f000 messages").first.wait_for()
    page.locator(".speech.marked").wait_for()
    visit.settle()
    visit.check(contrast=False)
    page.goto(f"/admin/users/u{person}/erase")
    page.get_by_text("50 messages").first.wait_for()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase").click()
    page.get_by_text("is erased, with 10 conversations and 50 messages").wait_for()
    visit.check(contrast=False)
