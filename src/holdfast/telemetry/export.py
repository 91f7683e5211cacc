"""Telemetry as a whole: put together from the settings, begun with the server and ended with it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from holdfast.errors import StartupError
from holdfast.telemetry.identities import disguise
from holdfast.telemetry.spans import install

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from holdfast.settings import OpenTelemetrySettings

TRACES = "/v1/traces"
METRICS = "/v1/metrics"


class Telemetry:
    """Sends spans and metrics by OTLP over HTTP; only for settings that enable it.

    `StartupError` when the library is not installed.
    """

    def __init__(self, settings: OpenTelemetrySettings, *, version: str, secret: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415 (an optional library)
                OTLPMetricExporter,
            )
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415

            from holdfast.telemetry.tracing import Tracing  # noqa: PLC0415
        except ImportError as error:
            raise StartupError(
                "opentelemetry.enabled is on, but the library is missing: pip install 'holdfast[opentelemetry]'"
            ) from error
        # Without an endpoint of ours the library reads the usual variables, OTEL_EXPORTER_OTLP_ENDPOINT and others.
        place = settings.endpoint.rstrip("/")
        self._resource = Resource.create({"service.name": settings.service_name, "service.version": version})
        self._metrics = OTLPMetricExporter(endpoint=place + METRICS if place else None)
        spans = OTLPSpanExporter(endpoint=place + TRACES if place else None)
        self._tracing = Tracing(spans, self._resource, share=settings.sample_ratio)
        self._started = time.time_ns()
        self.disguised: Callable[[str], str] = str if settings.identifiers else disguise(secret)
        # It logs each failure with a traceback; the server goes on without, and one line says enough.
        logging.getLogger("opentelemetry.exporter").addFilter(_without_traceback)

    def start(self) -> None:
        """Record spans from now on."""
        install(self._tracing)

    async def close(self) -> None:
        """Record no more, and send what is left."""
        install(None)
        await asyncio.to_thread(self._tracing.close)
        await asyncio.to_thread(self._metrics.shutdown)

    async def send_metrics(self, families: Iterable[Metric]) -> None:
        """Send these metrics now; what cannot be sent is logged, and the next ones hold it too."""
        from holdfast.telemetry.metrics import metrics_data  # noqa: PLC0415 (stands on the optional library)

        def send() -> None:
            data = metrics_data(families, resource=self._resource, started=self._started, now=time.time_ns())
            self._metrics.export(data)

        await asyncio.to_thread(send)


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None
    return True
