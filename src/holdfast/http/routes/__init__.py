"""The routes, one module per part of the URL tree."""

from __future__ import annotations

from holdfast.http.routes import (
    collections,
    docs,
    documents,
    enrichment,
    health,
    memory,
    messages,
    metrics,
    search,
    sessions,
    users,
)
from holdfast.http.routing import Route

ROUTES: tuple[Route, ...] = (
    *sessions.ROUTES,
    *memory.ROUTES,
    *enrichment.ROUTES,
    *search.ROUTES,
    *messages.ROUTES,
    *users.ROUTES,
    *collections.ROUTES,
    *documents.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
    *docs.ROUTES,
)
