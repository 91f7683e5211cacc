"""The screens, one module each."""

from __future__ import annotations

from holdfast.web.pages import (
    assets,
    collections,
    context,
    conversation_changes,
    conversations,
    facts,
    home,
    importing,
    live,
    login,
    people,
    search,
    server,
    timeline,
)
from holdfast.web.screens import Screen

SCREENS: tuple[Screen, ...] = (
    *assets.screens,
    *login.screens,
    *home.screens,
    *people.screens,
    *timeline.screens,
    *facts.screens,
    *conversations.screens,
    *live.screens,
    *conversation_changes.screens,
    *importing.screens,
    *search.screens,
    *context.screens,
    *collections.screens,
    *server.screens,
)
