"""The screens, one module each."""

from __future__ import annotations

from holdfast.web.pages import assets, conversations, home, login
from holdfast.web.screens import Screen

SCREENS: tuple[Screen, ...] = (
    *assets.screens,
    *login.screens,
    *home.screens,
    *conversations.screens,
)
