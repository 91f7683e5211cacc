"""What a model is told when its call cannot be carried out."""

from __future__ import annotations

import json
from typing import Any

_LONGEST = 80


class Misunderstood(Exception):
    """A call that makes no sense; its text tells the model what to send instead."""


def shown(value: Any, most: int = _LONGEST) -> str:
    """A value as a sentence shows it, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= most else f"{text[:most]}…"
