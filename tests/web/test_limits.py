"""Whoever is limited to Ada sees nothing of Ben, on no page.

Every page must have a rule here; a page without one fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

import httpx
import pytest

from holdfast.web.pages import SCREENS
from tests.http.test_limits import ADAS_WORDS, BENS_WORDS, NO_UUID, UUID_OF_ADA, UUID_OF_BEN, World, world
from tests.web.guarded import form_token, log_in

BEN = (*BENS_WORDS, "airship", "ben-1", "ben-2", "ben-gone", "benfiles", "adabert", "stray", UUID_OF_BEN)
"""What only somebody who may see Ben could know."""


RETRACTED = "5f0e1c52-8d43-4f6e-9c47-0e6f4d0f1a11"
"""A message of Ben's that was retracted."""


class Rule(NamedTuple):
    """Addresses of a page that Ada's key may ask for, and those that are closed to it, with what forms hold."""

    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    form: Mapping[str, str] = MappingProxyType({})


SESSIONS = ("ben-1", "stray", "nobody-1")
RULES = {
    "GET /admin": Rule(open=("/admin",)),
    "GET /admin/users": Rule(open=("/admin/users", "/admin/users?q=e", "/admin/users?q=adaber")),
    "POST /admin/users": Rule(closed=("/admin/users",), form={"user_id": "ben"}),
    "GET /admin/users/{user_id}": Rule(open=("/admin/users/ada",), closed=("/admin/users/ben", "/admin/users/adabert")),
    "POST /admin/users/{user_id}": Rule(closed=("/admin/users/ben",), form={"first_name": "B"}),
    **{
        f"GET /admin/users/{{user_id}}{tail}": Rule(
            open=(f"/admin/users/ada{tail}",), closed=(f"/admin/users/ben{tail}", f"/admin/users/adabert{tail}")
        )
        for tail in ("/timeline", "/export.jsonl", "/export.md")
    },
    "GET /admin/users/{user_id}/edit": Rule(open=("/admin/users/ada/edit",), closed=("/admin/users/ben/edit",)),
    "GET /admin/users/{user_id}/erase": Rule(open=("/admin/users/ada/erase",), closed=("/admin/users/ben/erase",)),
    "POST /admin/users/{user_id}/erase": Rule(closed=("/admin/users/ben/erase",), form={"sure": "yes"}),
    "GET /admin/sessions": Rule(open=("/admin/sessions", "/admin/sessions?q=-1", "/admin/sessions?q=ben-")),
    "GET /admin/users/{user_id}/session/{session_id}": Rule(
        open=("/admin/users/ada/session/ada-1",), closed=("/admin/users/ben/session/ben-1",)
    ),
    "GET /admin/sessions/{session_id}/messages/{message_id}": Rule(
        open=(f"/admin/sessions/ada-1/messages/{UUID_OF_ADA}",),
        closed=(f"/admin/sessions/ben-1/messages/{UUID_OF_BEN}", f"/admin/sessions/ada-1/messages/{UUID_OF_BEN}"),
    ),
    "POST /admin/sessions/{session_id}/messages/{message_id}": Rule(
        closed=(f"/admin/sessions/ben-1/messages/{UUID_OF_BEN}",), form={"metadata": '{"a": 1}'}
    ),
    "GET /admin/sessions/{session_id}/messages/{message_id}/retract": Rule(
        open=(f"/admin/sessions/ada-1/messages/{UUID_OF_ADA}/retract",),
        closed=(f"/admin/sessions/ben-1/messages/{UUID_OF_BEN}/retract",),
    ),
    "POST /admin/sessions/{session_id}/messages/{message_id}/retract": Rule(
        closed=(f"/admin/sessions/ben-1/messages/{UUID_OF_BEN}/retract",)
    ),
    "POST /admin/sessions/{session_id}/retracted/{message_id}": Rule(
        closed=(f"/admin/sessions/ben-1/retracted/{RETRACTED}", f"/admin/sessions/ada-1/retracted/{RETRACTED}")
    ),
    "GET /admin/users/{user_id}/facts": Rule(
        open=("/admin/users/ada/facts", "/admin/users/ada/facts?state=invalid"), closed=("/admin/users/ben/facts",)
    ),
    "POST /admin/users/{user_id}/facts": Rule(closed=("/admin/users/ben/facts",), form={"text": "A fact."}),
    "GET /admin/facts/{uuid}": Rule(closed=(f"/admin/facts/{NO_UUID}",)),
    "POST /admin/facts/{uuid}": Rule(
        closed=(f"/admin/facts/{NO_UUID}",), form={"action": "invalidate", "reason": "why"}
    ),
    "GET /admin/facts/{uuid}/forget": Rule(closed=(f"/admin/facts/{NO_UUID}/forget",)),
    "POST /admin/facts/{uuid}/forget": Rule(closed=(f"/admin/facts/{NO_UUID}/forget",)),
    "GET /admin/deleted": Rule(open=("/admin/deleted",)),
    "POST /admin/deleted/{session_id}": Rule(closed=("/admin/deleted/ben-gone", "/admin/deleted/ben-1")),
    "GET /admin/import": Rule(open=("/admin/import",)),
    "POST /admin/import": Rule(closed=("/admin/import",), form={"text": "user: hi", "session_id": "ben-1"}),
    "GET /admin/search": Rule(
        open=(
            "/admin/search",
            "/admin/search?q=think",
            "/admin/search?q=think&user=ben",
            "/admin/search?q=think&session=ben-1",
            "/admin/search?q=think&in=summaries",
            "/admin/search?from=2020-01-01",
        )
    ),
    "GET /admin/context": Rule(
        open=(
            "/admin/context",
            "/admin/context?user=ada&q=think",
            "/admin/context?user=ben&q=think",
            "/admin/context?session=ben-1",
            "/admin/context?session=stray",
        )
    ),
    "GET /admin/collections": Rule(open=("/admin/collections",)),
    "GET /admin/collections/{name}": Rule(open=("/admin/collections/adafiles", "/admin/collections/adafiles?q=about")),
    "GET /admin/collections/{name}/documents/{uuid}": Rule(
        closed=(f"/admin/collections/benfiles/documents/{UUID_OF_BEN}",)
    ),
    "GET /admin/server": Rule(forbidden=("/admin/server",)),
    "POST /admin/server/jobs": Rule(forbidden=("/admin/server/jobs",), form={"which": "all", "action": "drop"}),
    "GET /admin/keys": Rule(forbidden=("/admin/keys",)),
    "POST /admin/keys": Rule(forbidden=("/admin/keys",), form={"name": "n", "right": "read"}),
    "GET /admin/keys/{key_id}/revoke": Rule(forbidden=("/admin/keys/a/revoke",)),
    "POST /admin/keys/{key_id}/revoke": Rule(forbidden=("/admin/keys/a/revoke",)),
    "GET /admin/audit": Rule(forbidden=("/admin/audit",)),
    "GET /admin/settings": Rule(forbidden=("/admin/settings",)),
}
for tail in ("", "/edit", "/delete", "/memory", "/new", "/retracted", "/export.json", "/export.md"):
    RULES[f"GET /admin/sessions/{{session_id}}{tail}"] = Rule(
        open=(f"/admin/sessions/ada-1{tail}",), closed=tuple(f"/admin/sessions/{name}{tail}" for name in SESSIONS)
    )
for tail in ("/edit", "/delete"):
    RULES[f"POST /admin/sessions/{{session_id}}{tail}"] = Rule(
        closed=tuple(f"/admin/sessions/{name}{tail}" for name in SESSIONS), form={"metadata": '{"a": 1}'}
    )
for method, tail in (("GET", "/delete"), ("POST", "/delete"), ("POST", "/index")):
    RULES[f"{method} /admin/collections/{{name}}{tail}"] = Rule(closed=(f"/admin/collections/benfiles{tail}",))

WITHOUT_DATA = {"GET /admin/static/{digest}/{name}", "GET /admin/login", "POST /admin/login", "POST /admin/logout"}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    import time

    def poll(read: object, fits: object, *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not fits(read()):  # type: ignore[operator]
            assert time.monotonic() < deadline

    both = world(tmp_path_factory.mktemp("both"), with_ben=True, poll=poll)
    both.admin.post("/api/v1/sessions", json={"session_id": "ben-gone", "user_id": "ben"}).raise_for_status()
    both.admin.delete("/api/v1/sessions/ben-gone/memory").raise_for_status()
    said = {"messages": [{"uuid": RETRACTED, "role": "user", "content": "My airship leaks."}]}
    both.admin.post("/api/v1/sessions/ben-1/memory", json=said).raise_for_status()
    both.admin.delete(f"/api/v1/sessions/ben-1/messages/{RETRACTED}").raise_for_status()
    yield both
    for client in (both.admin, *both.callers.values()):
        client.close()
    assert both.server.stop() == 0, both.server.output
    assert "Traceback" not in both.server.output


@pytest.fixture(scope="module", params=["key", "token"])
def visitor(request: pytest.FixtureRequest, both: World) -> Iterator[httpx.Client]:
    """Somebody who is limited to Ada, logged in."""
    headers = both.callers[request.param].headers
    secret = headers.get("x-api-key") or headers["authorization"].removeprefix("Bearer ")
    with both.server.client() as client:
        assert log_in(client, secret).status_code == 303
        yield client


def test_every_page_has_a_rule() -> None:
    assert {f"{screen.method} {screen.path}" for screen in SCREENS} == RULES.keys() | WITHOUT_DATA


@pytest.mark.parametrize("label", RULES)
def test_nothing_of_others_is_on_any_page(visitor: httpx.Client, label: str) -> None:
    rule, method = RULES[label], label.split(maxsplit=1)[0]
    form = {"form_token": form_token(visitor.get("/admin").text), **rule.form} if method == "POST" else None
    if label == "GET /admin/collections/{name}" and "x-api-key" not in visitor.headers:
        rule = rule._replace(open=())  # a token for one user opens no collection
    for addresses, statuses in ((rule.open, {200}), (rule.closed, {404}), (rule.forbidden, {403})):
        for address in addresses:
            answer = visitor.request(method, address, data=form)
            assert answer.status_code in statuses, (address, answer.status_code, answer.text)
            shown = answer.text
            for asked in (*re.split("[/?&=]", address), *rule.form.values()):  # what was asked for may be named
                shown = shown.replace(unquote(asked), "") if unquote(asked) in BEN else shown
            assert not [word for word in BEN if word in shown], address


def test_facts_of_others_do_not_exist(both: World, visitor: httpx.Client) -> None:
    found = both.admin.get("/api/v1/facts", params={"user_id": "ben"}).json()["facts"]
    assert found
    token = form_token(visitor.get("/admin").text)
    for fact in found:
        address = f"/admin/facts/{fact['uuid']}"
        assert [visitor.get(each).status_code for each in (address, f"{address}/forget")] == [404, 404]
        for tail, form in (("", {"action": "invalidate", "reason": "why"}), ("/forget", {})):
            assert visitor.post(address + tail, data={"form_token": token, **form}).status_code == 404


def test_what_is_not_allowed_is_said_once(visitor: httpx.Client) -> None:
    page = visitor.get("/admin/server").text
    assert "<h1>Not allowed</h1>" in page
    assert "What is counted is everybody&#39;s" in page


def test_what_is_open_is_shown(visitor: httpx.Client) -> None:
    assert "ada-1" in visitor.get("/admin").text
    assert ADAS_WORDS[0] in visitor.get("/admin/sessions/ada-1").text
    assert ADAS_WORDS[0] in visitor.get("/admin/search?q=think").text.replace("<mark", "")


def test_ben_is_there_for_who_may_see_him(both: World) -> None:
    with both.server.client() as admin:
        assert log_in(admin, both.admin.headers["authorization"].removeprefix("Bearer ")).status_code == 303
        assert "ben-1" in admin.get("/admin/sessions").text
        assert "ben-gone" in admin.get("/admin/deleted").text
        retracted = admin.get("/admin/sessions/ben-1/retracted")
        assert "My airship leaks." in retracted.text
        form = {"form_token": form_token(retracted.text)}
        assert admin.post(f"/admin/sessions/ben-1/retracted/{RETRACTED}", data=form).status_code == 303
        assert "My airship leaks." in admin.get("/admin/sessions/ben-1").text
        assert BENS_WORDS[0] in admin.get("/admin/sessions/ben-1").text
