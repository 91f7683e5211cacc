"""What the server counts, in the text format of Prometheus; loaded when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from holdfast.domain.jobs import DOCUMENTS, SESSION_KINDS, JobCounts
from holdfast.domain.timestamps import datetime_of
from holdfast.http.request_counts import BOUNDS, Durations

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from holdfast.chores.chore import ChoreState
    from holdfast.enrichment.tally import Tally
    from holdfast.http.services import Services
    from holdfast.operations.health import Figures

_process = ProcessCollector(registry=None)


class Snapshot(Collector):
    """The metrics of a server at one moment, whoever they go to.

    It is taken on the event loop, which changes what is counted, and can be collected in any thread: a server that was
    asked for everything once has thousands of lines.
    """

    def __init__(self, services: Services, figures: Figures) -> None:
        self._requests = services.requests.copied()
        self._others = list(_others(services, figures))

    def collect(self) -> Iterator[Metric]:
        """See the library."""
        yield from _requests(self._requests)
        yield from self._others


def text_of(snapshot: Snapshot) -> bytes:
    """All metrics of a server and of its process."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(snapshot)
    registry.register(_process)
    return generate_latest(registry)


def _others(services: Services, figures: Figures) -> Iterator[Metric]:
    yield CounterMetricFamily(
        "holdfast_http_answers_broken_off", "Answers that failed while they were sent.", value=services.requests.broken
    )
    yield GaugeMetricFamily(
        "holdfast_http_body_bytes", "Bytes of request bodies that are held.", value=services.bodies.held
    )
    yield from _jobs(figures.jobs)
    yield GaugeMetricFamily(
        "holdfast_messages_waiting", "Messages that wait for enrichment.", value=figures.messages_waiting
    )
    yield CounterMetricFamily(
        "holdfast_messages_refused",
        "Requests to store messages that were refused because too many wait for enrichment.",
        value=figures.messages_refused,
    )
    yield from _enrichment(figures.tally)
    yield from _chores(services.supervisor.states)
    yield CounterMetricFamily(
        "holdfast_messages_stored", "Messages stored since the start.", value=figures.messages_stored
    )


def _requests(counted: Sequence[tuple[str, str, int, Durations]]) -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "holdfast_http_requests", "Requests answered, by route.", labels=["method", "route", "status"]
    )
    durations: dict[tuple[str, str], tuple[list[int], float]] = {}
    for method, route, status, cell in counted:
        requests.add_metric([method, route, str(status)], sum(cell.counts))
        counts, seconds = durations.get((method, route), ([0] * len(cell.counts), 0.0))
        durations[method, route] = (
            [left + right for left, right in zip(counts, cell.counts, strict=True)],
            seconds + cell.seconds,
        )
    yield requests
    yield _histogram(durations)


def _histogram(durations: Mapping[tuple[str, str], tuple[list[int], float]]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(
        "holdfast_http_request_duration_seconds", "Time until a request was answered.", labels=["method", "route"]
    )
    for labels, (counts, seconds) in durations.items():
        buckets = []
        total = 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
            total += count
            buckets.append((bound, total))
        family.add_metric(labels, buckets, sum_value=seconds)
    return family


def _jobs(jobs: Mapping[str, JobCounts]) -> Iterator[Metric]:
    pending = GaugeMetricFamily("holdfast_jobs_pending", "Enrichment jobs that wait or run, by kind.", labels=["kind"])
    parked = GaugeMetricFamily("holdfast_jobs_parked", "Enrichment jobs that were given up, by kind.", labels=["kind"])
    for kind in (*SESSION_KINDS, DOCUMENTS):
        counts = jobs.get(kind, JobCounts(0, 0))
        pending.add_metric([kind], counts.pending)
        parked.add_metric([kind], counts.parked)
    yield pending
    yield parked


def _enrichment(tally: Tally) -> Iterator[Metric]:
    for name, sentence, counted in (
        ("holdfast_enrichment_steps_done", "Steps that ended well, by step.", tally.done),
        ("holdfast_enrichment_steps_failed", "Attempts at a step that failed, by step.", tally.failed),
    ):
        family = CounterMetricFamily(name, sentence, labels=["step"])
        for step, count in counted.items():
            family.add_metric([step], count)
        yield family
    yield CounterMetricFamily("holdfast_summaries_stored", "Summaries stored since the start.", value=tally.summaries)
    facts = CounterMetricFamily(
        "holdfast_extracted_facts", "Facts that a language model stated, by what became of them.", labels=["outcome"]
    )
    for outcome in ("stored", "dropped"):
        facts.add_metric([outcome], tally.facts[outcome])
    yield facts
    yield CounterMetricFamily(
        "holdfast_extraction_tokens", "Tokens of questions for facts and their answers.", value=tally.extraction_tokens
    )


def _chores(states: Sequence[ChoreState]) -> Iterator[Metric]:
    runs = CounterMetricFamily(
        "holdfast_chore_runs", "Runs of background work that ended, by their outcome.", labels=["chore", "outcome"]
    )
    failures = GaugeMetricFamily(
        "holdfast_chore_failures", "Runs that failed since the last one that ended well.", labels=["chore"]
    )
    seconds = GaugeMetricFamily(
        "holdfast_chore_last_run_seconds", "How long the last run of background work took.", labels=["chore"]
    )
    success = GaugeMetricFamily(
        "holdfast_chore_last_success_timestamp_seconds", "When a run last ended well, in Unix time.", labels=["chore"]
    )
    for state in states:
        runs.add_metric([state.name, "success"], state.runs - state.failed)
        runs.add_metric([state.name, "failure"], state.failed)
        failures.add_metric([state.name], state.failures)
        seconds.add_metric([state.name], state.seconds)
        if state.last_success is not None:
            success.add_metric([state.name], datetime_of(state.last_success).timestamp())
    yield from (runs, failures, seconds, success)
