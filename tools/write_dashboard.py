"""Write ``deploy/grafana/holdfast.json``: a dashboard over the metrics of `/metrics`.  A test compares it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "deploy" / "grafana" / "holdfast.json"
SOURCE = {"type": "prometheus", "uid": "${source}"}
WIDTH, HEIGHT = 12, 8

_RATE = 'sum by ({by}) (rate({metric}{{instance=~"$instance"}}[$__rate_interval]))'
_QUANTILE = (
    "histogram_quantile({quantile}, sum by (le, route)"
    ' (rate(holdfast_http_request_duration_seconds_bucket{{instance=~"$instance"}}[$__rate_interval])))'
)
_NOW = 'sum by ({by}) ({metric}{{instance=~"$instance"}})'
_SINCE = 'time() - max by ({by}) ({metric}{{instance=~"$instance"}})'

Query = tuple[str, str]
"""An expression, and what each of its lines is called."""


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana imports it."""
    rows: list[tuple[str, str, list[Query]]] = [
        ("Requests", "reqps", [(_RATE.format(by="route", metric="holdfast_http_requests_total"), "{{route}}")]),
        (
            "Answers by status",
            "reqps",
            [(_RATE.format(by="status", metric="holdfast_http_requests_total"), "{{status}}")],
        ),
        ("Half of the requests are faster", "s", [(_QUANTILE.format(quantile=0.5), "{{route}}")]),
        ("99 of 100 requests are faster", "s", [(_QUANTILE.format(quantile=0.99), "{{route}}")]),
        (
            "Messages stored",
            "cps",
            [(_RATE.format(by="instance", metric="holdfast_messages_stored_total"), "{{instance}}")],
        ),
        ("Enrichment that waits", "short", [(_NOW.format(by="kind", metric="holdfast_jobs_pending"), "{{kind}}")]),
        ("Jobs that were given up", "short", [(_NOW.format(by="kind", metric="holdfast_jobs_parked"), "{{kind}}")]),
        (
            "Steps of enrichment",
            "cps",
            [
                (_RATE.format(by="step", metric="holdfast_enrichment_steps_done_total"), "{{step}}"),
                (_RATE.format(by="step", metric="holdfast_enrichment_steps_failed_total"), "{{step}}, failed"),
            ],
        ),
        (
            "Background work that fails",
            "short",
            [(_NOW.format(by="chore", metric="holdfast_chore_failures"), "{{chore}}")],
        ),
        (
            "Since background work last succeeded",
            "s",
            [
                (_SINCE.format(by="chore", metric="holdfast_chore_last_success_timestamp_seconds"), "{{chore}}"),
            ],
        ),
        ("CPU", "percentunit", [(_RATE.format(by="instance", metric="process_cpu_seconds_total"), "{{instance}}")]),
        ("Memory", "bytes", [(_NOW.format(by="instance", metric="process_resident_memory_bytes"), "{{instance}}")]),
    ]
    return {
        "title": "Holdfast",
        "uid": "holdfast",
        "tags": ["holdfast"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": _variables()},
        "panels": [_panel(number, *row) for number, row in enumerate(rows)],
    }


def _variables() -> list[dict[str, Any]]:
    return [
        {"name": "source", "label": "Data source", "type": "datasource", "query": "prometheus"},
        {
            "name": "instance",
            "label": "Server",
            "type": "query",
            "datasource": SOURCE,
            "query": {"query": "label_values(holdfast_messages_stored_total, instance)", "refId": "instance"},
            "refresh": 2,
            "multi": True,
            "includeAll": True,
            "allValue": ".*",
            "current": {"text": "All", "value": "$__all"},
        },
    ]


def _panel(number: int, title: str, unit: str, queries: list[Query]) -> dict[str, Any]:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "datasource": SOURCE,
        "gridPos": {"x": number % 2 * WIDTH, "y": number // 2 * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(ord("A") + place), "datasource": SOURCE, "expr": expression, "legendFormat": legend}
            for place, (expression, legend) in enumerate(queries)
        ],
    }


def text() -> str:
    """The file's contents."""
    return json.dumps(dashboard(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text(), "utf-8")
