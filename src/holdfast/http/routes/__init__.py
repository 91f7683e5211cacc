"""The routes, one module per part of the URL tree."""

from __future__ import annotations

from holdfast.http.routes import (
    agents,
    archive,
    audit,
    collections,
    context,
    docs,
    documents,
    enrichment,
    erasures,
    facts,
    files,
    health,
    keys,
    memory,
    messages,
    metrics,
    oauth,
    search,
    sessions,
    users,
)
from holdfast.http.routing import Route

ROUTES: tuple[Route, ...] = (
    *sessions.routes,
    *memory.routes,
    *enrichment.routes,
    *search.routes,
    *messages.routes,
    *users.routes,
    *collections.routes,
    *documents.routes,
    *facts.routes,
    *context.routes,
    *files.routes,
    *archive.routes,
    *erasures.routes,
    *keys.routes,
    *audit.routes,
    *health.routes,
    *metrics.routes,
    *docs.routes,
    *agents.routes,
    *oauth.routes,
)
