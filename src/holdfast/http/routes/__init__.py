"""The routes, one module per part of the URL tree."""

from __future__ import annotations

from holdfast.http.routes import docs, health, memory, messages, search, sessions, users
from holdfast.http.routing import Route

ROUTES: tuple[Route, ...] = (
    *sessions.ROUTES,
    *memory.ROUTES,
    *search.ROUTES,
    *messages.ROUTES,
    *users.ROUTES,
    *health.ROUTES,
    *docs.ROUTES,
)
