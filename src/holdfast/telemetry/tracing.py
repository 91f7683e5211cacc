"""Recording spans with OpenTelemetry and sending them, by OTLP over HTTP, to where the operator wants them.

Whether a request is recorded is decided once, when it comes in: by its caller, if that sent a ``traceparent``, else by
lot.  What is not recorded costs next to nothing, also further down.
"""

from __future__ import annotations

import random
import re
from contextlib import AbstractContextManager
from types import TracebackType

from opentelemetry import context as contexts
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span as RecordedSpan
from opentelemetry.sdk.trace import SpanLimits, Tracer, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from holdfast.telemetry.requests import current_request
from holdfast.telemetry.spans import NOTHING, Attribute, Span, recording

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_LONGEST_ATTRIBUTE = 2048
_SAMPLED = 0x01


class Tracing:
    """A `holdfast.telemetry.spans.Recorder`; ``share`` of what nobody else decided about is recorded, 0 to 1."""

    def __init__(self, exporter: SpanExporter, resource: Resource, *, share: float) -> None:
        # The exporter sends from a thread of its own, in batches, and drops what it cannot get rid of.
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=resource,
            shutdown_on_exit=False,
            span_limits=SpanLimits(max_span_attribute_length=_LONGEST_ATTRIBUTE),
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer: Tracer = self._provider.get_tracer("holdfast")  # type: ignore[assignment]
        self._share = share

    def request(self, name: str, traceparent: str | None) -> AbstractContextManager[Span]:
        """See `Recorder`."""
        caller = _caller(traceparent) if traceparent else None
        if caller is None:
            return self._by_lot(name, SpanKind.SERVER)
        if not caller.trace_flags.sampled:
            return NOTHING
        parent = trace.set_span_in_context(NonRecordingSpan(caller))
        return _Recording(self._tracer, name, SpanKind.SERVER, parent, {})

    def background(self, name: str) -> AbstractContextManager[Span]:
        """See `Recorder`."""
        return self._by_lot(name, SpanKind.INTERNAL)

    def part(self, name: str, attributes: dict[str, Attribute]) -> AbstractContextManager[Span]:
        """See `Recorder`."""
        context = contexts.get_current()
        kind = SpanKind.CLIENT if "db.system.name" in attributes else SpanKind.INTERNAL
        return _Recording(self._tracer, name, kind, context, attributes)

    def close(self) -> None:
        """Send what has not been sent; it may take some seconds."""
        self._provider.shutdown()

    def _by_lot(self, name: str, kind: SpanKind) -> AbstractContextManager[Span]:
        if random.random() >= self._share:
            return NOTHING
        return _Recording(self._tracer, name, kind, contexts.Context(), {})


class _Recording:
    """A span that is recorded, current while its ``with`` lasts."""

    __slots__ = ("_outer", "_span", "_token")

    def __init__(
        self,
        tracer: Tracer,
        name: str,
        kind: SpanKind,
        parent: contexts.Context,
        attributes: dict[str, Attribute],
    ) -> None:
        span = tracer.start_span(name, parent, kind, attributes, record_exception=False, set_status_on_exception=False)
        assert isinstance(span, RecordedSpan)
        self._span = span
        self._token = contexts.attach(trace.set_span_in_context(span, parent))
        self._outer = recording.set(True)

    def __enter__(self) -> _Recording:
        if self._span.parent is None and (request := current_request.get()):
            self._span.set_attribute("holdfast.request", request)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        recording.reset(self._outer)
        contexts.detach(self._token)
        if kind is not None:
            # The text of an error may quote what a caller sent; the log has it.
            self._span.set_status(Status(StatusCode.ERROR, kind.__name__))
            self._span.set_attribute("error.type", kind.__name__)
        self._span.end()

    def set(self, name: str, value: Attribute) -> None:
        self._span.set_attribute(name, value)

    def rename(self, name: str) -> None:
        self._span.update_name(name)


def _caller(traceparent: str) -> SpanContext | None:
    """Of whose span a request is a part, as told in the form of W3C Trace Context; ``None`` if that is not readable."""
    match = _TRACEPARENT.fullmatch(traceparent)
    if match is None or traceparent.startswith("ff"):
        return None
    trace_id, span_id, flags = match.group(1, 2, 3)
    return SpanContext(
        int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16) & _SAMPLED)
    )
