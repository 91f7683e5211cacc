"""Pictures of numbers: the coordinates that templates draw as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from holdfast.domain.facts import Fact
from holdfast.domain.timestamps import Timestamp
from holdfast.operations.facts import ProfileSlot
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


LANE_WIDTH = 1000
LANE_HEIGHT = 34
_LANE_LABEL = 130
_MOST_LANES = 14
_LEAST_BAR = 6.0
_TICKS = 4


class Stretch(msgspec.Struct, frozen=True):
    """For how long a value held, as a bar in its lane."""

    x: float
    width: float
    current: bool
    uuid: str
    value: str
    since: str
    until: str


class Lane(msgspec.Struct, frozen=True):
    """What filled a slot, one value after the other; ``y`` is the top of the lane."""

    slot: str
    y: int
    stretches: list[Stretch]


class Lanes(msgspec.Struct, frozen=True):
    """The slots of a person over time, and days along the axis with their places; ``hidden`` rows are left out."""

    lanes: list[Lane]
    ticks: list[tuple[float, str]]
    height: int
    hidden: int
    width: int = LANE_WIDTH


def lanes(profile: Sequence[ProfileSlot], moment: Timestamp) -> Lanes | None:
    """When which value held, as far as ``moment``; ``None`` when nothing is known."""
    rows = [row for each in profile for row in _rows(each)]
    if not rows:
        return None
    first, last = min(_seconds(fact.valid_at) for _, held in rows for fact, _ in held), _seconds(moment)
    axis = _Axis(first, (LANE_WIDTH - _LANE_LABEL) / max(last - first, 1.0))
    made = [
        Lane(slot, number * LANE_HEIGHT, [axis.stretch(fact, moment, current=current) for fact, current in held])
        for number, (slot, held) in enumerate(rows[:_MOST_LANES])
    ]
    moments = [first + (last - first) * number / _TICKS for number in range(_TICKS)]
    ticks = [(axis.place(each), datetime.fromtimestamp(each, UTC).date().isoformat()) for each in moments]
    ticks = [tick for tick, before in zip(ticks, [(0.0, ""), *ticks], strict=False) if tick[1] != before[1]]
    return Lanes(made, ticks, len(made) * LANE_HEIGHT, len(rows) - len(made))


def _rows(slot: ProfileSlot) -> list[tuple[str, list[tuple[Fact, bool]]]]:
    """One row for a slot that holds one value at a time, else one for each value; each fact with whether it holds."""
    held = [(fact, True) for fact, _ in slot.current] + [(fact, False) for fact, _ in slot.former]
    held.sort(key=lambda one: one[0].valid_at)
    return [(slot.slot, held)] if slot.single else [(slot.slot, [one]) for one in held]


class _Axis(msgspec.Struct, frozen=True):
    """Where moments are: from ``first``, in Unix seconds, on, so many units of the picture for each second."""

    first: float
    scale: float

    def place(self, seconds: float) -> float:
        return round(_LANE_LABEL + self.scale * max(seconds - self.first, 0.0), 1)

    def stretch(self, fact: Fact, moment: Timestamp, *, current: bool) -> Stretch:
        ended = fact.ended_at if fact.ended_at and fact.ended_at < moment else None
        x, end = self.place(_seconds(fact.valid_at)), self.place(_seconds(ended or moment))
        width = max(end - x, _LEAST_BAR)
        since, until = fact.valid_at[:10], ended[:10] if ended else ""
        return Stretch(min(x, LANE_WIDTH - width), width, current, fact.uuid, fact.value or fact.text, since, until)


def _seconds(moment: Timestamp) -> float:
    return datetime.fromisoformat(moment).timestamp()


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
