"""Paths of pages, forms that are sent from them, and something said that they show."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from tests.web.guarded import form_token


def path(*segments: str) -> str:
    return "/".join(["/admin", *(quote(segment, safe="") for segment in segments)])


def send(
    browser: httpx.Client, page: str, form: dict[str, Any], to: str | None = None, **options: Any
) -> httpx.Response:
    """Send a form that is on a page."""
    token = form_token(browser.get(page).text)
    return browser.post(to or page, data={"form_token": token, **form}, **options)


def talk(browser: httpx.Client, session: str, *texts: str, role: str = "user", user: str | None = None) -> list[str]:
    """Store messages; their identifiers."""
    if user is not None:
        browser.post("/api/v1/user", json={"user_id": user})
        browser.post("/api/v1/sessions", json={"session_id": session, "user_id": user})
    said = [{"role": role, "content": text} for text in texts]
    where = f"/api/v1/sessions/{quote(session, safe='')}"
    assert browser.post(f"{where}/memory", json={"messages": said}).is_success
    return [message["uuid"] for message in browser.get(f"{where}/messages").json()["messages"]]
