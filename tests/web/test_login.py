"""Logging in to the pages: cookies, forms, where it leads, when it ends."""

from __future__ import annotations

import time

import httpx
import jwt
import pytest

from holdfast.web.pages import SCREENS
from tests.running_server import RunningServer
from tests.web.guarded import api, form_token, key, log_in, token

OPEN = {"/admin/login", "/admin/static/{digest}/{name}"}


def cookie(response: httpx.Response, name: str) -> str:
    """The header that sets a cookie."""
    return next(value for value in response.headers.get_list("set-cookie") if value.startswith(f"{name}="))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen.method} {screen.path}")
def test_no_page_is_open_to_those_who_have_not_logged_in(guarded: RunningServer, screen: object) -> None:
    method, path = screen.method, screen.path  # type: ignore[attr-defined]
    assert screen.public == (path in OPEN)  # type: ignore[attr-defined]
    if path in OPEN:
        return
    with api(guarded) as admin:
        admin.post("/api/v1/sessions/s/memory", json={"messages": [{"role": "user", "content": "my secret"}]})
    address = path.replace("{session_id}", "s")
    with guarded.client() as client:
        answer = client.request(method, address, data={"form_token": "x"} if method == "POST" else None)
        assert answer.status_code == (303 if method == "GET" else 401)
        if method == "GET":
            assert answer.headers["location"].startswith("/admin/login?next=")
        assert "my secret" not in answer.text
        # The cookie of the API's own contract opens no page.
        assert client.get("/admin", headers={"Cookie": f"jwt={token()}"}).status_code == 303


@pytest.mark.parametrize("by", ["key", "token"])
def test_a_key_or_a_token_lets_in(guarded: RunningServer, visitor: httpx.Client, by: str) -> None:
    secret = key(guarded)["token"] if by == "key" else token()
    answer = log_in(visitor, secret)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    set_cookie = cookie(answer, "holdfast_visit")
    assert all(flag in set_cookie for flag in ("HttpOnly", "SameSite=strict", "Path=/admin", "Max-Age=43"))
    assert "Secure" not in set_cookie
    assert secret not in set_cookie
    home = visitor.get("/admin")
    assert home.status_code == 200
    assert home.headers["cache-control"] == "no-store"
    # What the browser keeps opens the pages and nothing else.
    assert visitor.get("/api/v1/sessions").status_code == 401
    value = visitor.cookies["holdfast_visit"]
    with guarded.client() as other:
        assert other.get("/api/v1/sessions", headers={"Authorization": f"Bearer {value}"}).status_code == 401


@pytest.mark.parametrize("secret", ["", "wrong", "hf_abc_def", "ключ", "a" * 5000])
def test_what_opens_nothing_lets_nobody_in(visitor: httpx.Client, secret: str) -> None:
    answer = log_in(visitor, secret)
    assert answer.status_code == 401
    assert "does not open anything" in answer.text
    assert "holdfast_visit" not in visitor.cookies
    assert visitor.get("/admin").status_code == 303


def test_behind_tls_the_cookie_goes_over_nothing_else(visitor: httpx.Client) -> None:
    secure = {"X-Forwarded-Proto": "https"}
    page = visitor.get("/admin/login", headers=secure)
    assert "Secure" in cookie(page, "holdfast_guest")
    form = {"form_token": form_token(page.text), "token": token()}
    guest = page.cookies["holdfast_guest"]
    answer = visitor.post("/admin/login", data=form, headers={**secure, "Cookie": f"holdfast_guest={guest}"})
    assert "Secure" in cookie(answer, "holdfast_visit")


def test_logging_out_ends_the_visit_also_for_who_kept_the_cookie(visitor: httpx.Client) -> None:
    log_in(visitor, token())
    kept = visitor.cookies["holdfast_visit"]
    form = {"form_token": form_token(visitor.get("/admin").text)}
    answer = visitor.post("/admin/logout", data=form)
    assert answer.headers["location"] == "/admin/login?out=1"
    assert "holdfast_visit" not in visitor.cookies
    assert "You are logged out" in visitor.get("/admin/login?out=1").text
    assert visitor.get("/admin", headers={"Cookie": f"holdfast_visit={kept}"}).status_code == 303


def test_a_visit_ends_with_its_key(guarded: RunningServer, visitor: httpx.Client) -> None:
    made = key(guarded)
    log_in(visitor, made["token"])
    assert visitor.get("/admin").status_code == 200
    with api(guarded) as admin:
        assert admin.delete(f"/api/v1/keys/{made['id']}").is_success
    deadline = time.monotonic() + 60
    while visitor.get("/admin").status_code == 200:
        assert time.monotonic() < deadline


def test_a_visit_ends_no_later_than_its_token(visitor: httpx.Client) -> None:
    answer = log_in(visitor, token(exp=int(time.time()) + 60))
    assert 0 < int(cookie(answer, "holdfast_visit").partition("Max-Age=")[2].partition(";")[0]) <= 60
    assert jwt.decode(visitor.cookies["holdfast_visit"], options={"verify_signature": False})["exp"] <= time.time() + 60


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[:-2] + ("AA" if value[-2:] != "AA" else "BB"),
        lambda value: jwt.encode(
            {"jti": "x", "exp": time.time() + 60}, "a secret that was guessed and is long", algorithm="HS256"
        ),
        lambda value: jwt.encode({"jti": "x", "exp": time.time() + 60}, None, algorithm="none"),
        lambda value: token(jti="x", exp=int(time.time()) + 60),
        lambda value: "x" * 3000,
    ],
    ids=["changed", "another secret", "unsigned", "a token of the API", "rubbish"],
)
def test_a_cookie_that_is_not_ours_opens_nothing(visitor: httpx.Client, change: object) -> None:
    log_in(visitor, token())
    value = change(visitor.cookies["holdfast_visit"])  # type: ignore[operator]
    assert visitor.get("/admin", headers={"Cookie": f"holdfast_visit={value}"}).status_code == 303


def test_a_visit_cannot_be_prepared_by_somebody_else(visitor: httpx.Client) -> None:
    """Whatever cookies the browser had before, logging in gives it a new one."""
    log_in(visitor, token())
    first = visitor.cookies["holdfast_visit"]
    visitor.cookies.delete("holdfast_visit", path="/admin")
    planted = {"Cookie": f"holdfast_visit={first}x; holdfast_guest=planted"}
    page = visitor.get("/admin/login", headers=planted)
    form = {"form_token": form_token(page.text), "token": token()}
    answer = visitor.post("/admin/login", data=form, headers=planted)
    assert answer.status_code == 303
    given = cookie(answer, "holdfast_visit").partition("=")[2].partition(";")[0]
    assert given != first


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/admin/sessions?q=%C3%A9", "/admin/sessions?q=%C3%A9"),
        ("https://evil.example/", "/admin"),
        ("//evil.example/admin", "/admin"),
        ("/admin\\@evil.example", "/admin"),
        ("/admin/\r\nSet-Cookie: a=b", "/admin"),
        ("/adminevil", "/admin"),
        ("javascript:alert(1)", "/admin"),
        ("/api/v1/sessions", "/admin"),
        ("/admin/login?next=/admin", "/admin"),
    ],
)
def test_logging_in_leads_nowhere_but_to_our_pages(visitor: httpx.Client, wanted: str, leads: str) -> None:
    assert log_in(visitor, token(), wanted).headers["location"] == leads


def test_a_link_from_elsewhere_finds_the_visit(visitor: httpx.Client) -> None:
    """The browser keeps a strict cookie to itself on the way from another site; our own page leads on."""
    for path, address in (("/admin/sessions?q=a&b", "/admin/sessions?q=a&amp;b"), ("//admin/sessions", "/admin")):
        answer = visitor.get(f"{visitor.base_url}{path}", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 200
        assert f'content="0;url={address}"' in answer.text
    again = visitor.get("/admin/sessions", headers={"Sec-Fetch-Site": "same-origin"})
    assert again.headers["location"].startswith("/admin/login")


@pytest.mark.parametrize("sent", ["", "0" * 64, "ключ"])
def test_a_form_without_its_token_does_nothing(visitor: httpx.Client, sent: str) -> None:
    log_in(visitor, token())
    assert visitor.post("/admin/logout", data={"form_token": sent}).status_code == 403
    assert visitor.get("/admin").status_code == 200


def test_the_token_of_somebody_elses_form_does_nothing(guarded: RunningServer, visitor: httpx.Client) -> None:
    log_in(visitor, token())
    with guarded.client() as other:
        log_in(other, token())
        stolen = form_token(other.get("/admin").text)
    assert visitor.post("/admin/logout", data={"form_token": stolen}).status_code == 403


def test_a_form_from_a_foreign_page_is_refused(visitor: httpx.Client) -> None:
    log_in(visitor, token())
    form = {"form_token": form_token(visitor.get("/admin").text)}
    answer = visitor.post("/admin/logout", data=form, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert visitor.get("/admin").status_code == 200


def test_pages_cannot_be_framed_and_run_nothing_from_elsewhere(visitor: httpx.Client) -> None:
    log_in(visitor, token())
    for path in ("/admin/login", "/admin", "/admin/nothing", "/admin/sessions"):
        headers = visitor.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_where_nobody_is_asked_there_is_no_login(open_server: RunningServer) -> None:
    with open_server.client() as client:
        assert client.get("/admin").status_code == 200
        assert client.get("/admin/login?next=/admin/sessions").headers["location"] == "/admin/sessions"


def test_an_authorization_header_opens_the_pages_too(guarded: RunningServer) -> None:
    with api(guarded) as client:
        assert client.get("/admin").status_code == 200


def test_the_pages_can_be_switched_off(tmp_path: object) -> None:
    running = RunningServer(tmp_path / "data", environment={"HOLDFAST_SERVER_WEB_ENABLED": "false"})  # type: ignore[operator]
    try:
        for path in ("/admin", "/admin/login", "/admin/sessions"):
            answer = httpx.get(running.url + path)
            assert (answer.status_code, answer.text) == (404, "404 page not found\n")
    finally:
        running.stop()


def test_files_are_kept_by_browsers_for_as_long_as_they_do_not_change(visitor: httpx.Client) -> None:
    page = visitor.get("/admin/login").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = visitor.get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    digest = address.split("/")[-2]
    assert visitor.get(address.replace(digest, "0" * 16)).status_code == 404
    assert visitor.get("/admin/static/x/..%2f..%2fpage.py").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/admin/sessions/s"), ("PUT", "/admin"), ("GET", "/admin/logout")]
)
def test_other_methods_are_not_allowed(visitor: httpx.Client, method: str, path: str) -> None:
    log_in(visitor, token())
    answer = visitor.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"]


def test_the_head_of_a_page_can_be_asked_for(visitor: httpx.Client) -> None:
    log_in(visitor, token())
    answer = visitor.head("/admin")
    assert (answer.status_code, answer.content) == (200, b"")
