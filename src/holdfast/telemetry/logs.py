"""Log records: as lines for people, or as JSON for machines; each says which request it belongs to."""

from __future__ import annotations

import logging

from holdfast.settings import LogSettings
from holdfast.telemetry.requests import current_request

# Names of levels in the reference.
_LEVELS = {"panic": "critical", "fatal": "critical", "trace": "debug", "warn": "warning"}

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logging(settings: LogSettings, *, development: bool = False) -> None:
    """Log to standard error, from the level that is set, or from debug on; of other libraries, warnings."""
    handler = logging.StreamHandler()
    handler.addFilter(_add_request)
    handler.setFormatter(_json_formatter() if settings.format == "json" else _LineFormatter(_LINE))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    name = "debug" if development else settings.level.lower()
    number = logging.getLevelNamesMapping().get(_LEVELS.get(name, name).upper(), logging.INFO)
    logging.getLogger("holdfast").setLevel(number)


class _LineFormatter(logging.Formatter):
    """The usual line, with the request at its end."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is the library's)
        line = super().formatMessage(record)
        request = getattr(record, "request_id", "")
        return f"{line} [request {request}]" if request else line


def _add_request(record: logging.LogRecord) -> bool:
    if not hasattr(record, "request_id"):
        record.request_id = current_request.get()
    return True


def _json_formatter() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 (wanted by few)

    return JsonFormatter(
        ["levelname", "name", "message", "request_id"],
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="time",
        json_ensure_ascii=False,
    )
