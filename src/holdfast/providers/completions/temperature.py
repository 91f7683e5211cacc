"""The temperature with which a model is asked: 0, so that it answers alike each time, until it refuses that."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from holdfast.providers.completions.failures import TemperatureRefused


class Post(Protocol):
    """Asks the model once, with a temperature of 0 where it is ``pinned``."""

    def __call__(self, *, pinned: bool) -> Awaitable[bytes]:
        """The body of the answer; `TemperatureRefused` where the model wants none."""
        ...


class Temperature:
    """Whether a model is asked with a temperature of 0, which newer models refuse: they insist on their own."""

    def __init__(self, *, pinned: bool = True) -> None:
        self._pinned = pinned

    async def ask(self, post: Post) -> bytes:
        """What ``post`` returns, which is called again when the model refuses a temperature."""
        try:
            return await post(pinned=self._pinned)
        except TemperatureRefused:
            self._pinned = False
            return await post(pinned=False)
