"""What a running server tells its operators: spans, log records, and which request each belongs to.

Whatever does work asks `holdfast.telemetry.spans` for a span; nothing comes of it unless telemetry is enabled.  The
OpenTelemetry library is needed, and imported, only then.
"""
