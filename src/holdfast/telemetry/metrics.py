"""The metrics of `/metrics` in the form of OpenTelemetry, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Gauge,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from prometheus_client.metrics_core import Metric as Family

_SCOPE = InstrumentationScope("holdfast")
_CUMULATIVE = AggregationTemporality.CUMULATIVE


def metrics_data(families: Iterable[Family], *, resource: Resource, started: int, now: int) -> MetricsData:
    """Prometheus' families as one message of OpenTelemetry; ``started`` and ``now`` are nanoseconds of Unix time."""
    metrics = [metric for family in families if (metric := _metric(family, started, now)) is not None]
    scope = ScopeMetrics(_SCOPE, metrics, schema_url="")
    return MetricsData([ResourceMetrics(resource, [scope], schema_url="")])


def _metric(family: Family, started: int, now: int) -> Metric | None:
    data: Gauge | Histogram | Sum
    if family.type == "histogram":
        data = Histogram(list(_histogram_points(family, started, now)), _CUMULATIVE)
    elif family.type == "counter":
        points = [
            NumberDataPoint(sample.labels, started, now, sample.value)
            for sample in family.samples
            if sample.name.endswith("_total")
        ]
        data = Sum(points, _CUMULATIVE, is_monotonic=True)
    else:
        data = Gauge([NumberDataPoint(sample.labels, 0, now, sample.value) for sample in family.samples])
    if not data.data_points:
        return None
    return Metric(family.name, family.documentation, _unit(family.name), data)


def _histogram_points(family: Family, started: int, now: int) -> Iterator[HistogramDataPoint]:
    """Prometheus counts what is at or below each bound, OpenTelemetry what is between two."""
    cells: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
    for sample in family.samples:
        labels = {name: value for name, value in sample.labels.items() if name != "le"}
        cell = cells.setdefault(tuple(labels.items()), {"labels": labels, "below": [], "sum": 0.0})
        if sample.name.endswith("_bucket"):
            cell["below"].append((float(sample.labels["le"]), int(sample.value)))
        elif sample.name.endswith("_sum"):
            cell["sum"] = sample.value
    for cell in cells.values():
        below = sorted(cell["below"])
        counts = [count - before for (_, count), before in zip(below, [0, *(one for _, one in below)], strict=False)]
        bounds = [bound for bound, _ in below[:-1]]
        yield HistogramDataPoint(
            cell["labels"], started, now, below[-1][1], cell["sum"], counts, bounds, float("nan"), float("nan")
        )


def _unit(name: str) -> str:
    return "s" if name.endswith("_seconds") else "By" if name.endswith("_bytes") else "1"
