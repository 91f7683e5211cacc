"""Pictures of numbers: the coordinates that templates draw as SVG."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from holdfast.operations.overview import Day

CHART_WIDTH = 600
CHART_HEIGHT = 120
_GAP = 4


class Bar(msgspec.Struct, frozen=True):
    """One bar, from the top left, and what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str


def day_bars(days: Sequence[Day]) -> list[Bar]:
    """A bar for each day; any number of messages but none can be seen."""
    highest = max((day.messages for day in days), default=0) or 1
    step = CHART_WIDTH / max(len(days), 1)
    bars = []
    for place, day in enumerate(days):
        height = max(2.0, CHART_HEIGHT * day.messages / highest) if day.messages else 0.0
        label = f"{day.date.strftime('%a')} {day.date.isoformat()}: {day.messages}"
        x, y = round(place * step + _GAP / 2, 1), round(CHART_HEIGHT - height, 1)
        bars.append(Bar(x, y, round(step - _GAP, 1), round(height, 1), label))
    return bars


class Share(msgspec.Struct, frozen=True):
    """A part of a whole: where it begins and how wide it is, in hundredths of the whole, and its value."""

    name: str
    x: float
    width: float
    value: float


def shares(parts: Sequence[tuple[str, float]], *, whole: float | None = None) -> list[Share]:
    """Parts side by side, those that are nothing left out; of the sum of them unless ``whole`` is greater."""
    total = max(sum(value for _, value in parts if value > 0), whole or 0.0)
    found, x = [], 0.0
    for name, value in parts:
        if value > 0 and total > 0:
            width = 100 * value / total
            found.append(Share(name, round(x, 2), round(width, 2), value))
            x += width
    return found
