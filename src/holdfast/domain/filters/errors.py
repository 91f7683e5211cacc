"""The one error of the filter language."""

from __future__ import annotations

from holdfast.errors import InvalidRequest


class InvalidFilter(InvalidRequest, ValueError):
    """A filter that cannot be read: what is wrong, in which field, and where in its text.

    ``reason``    what is wrong and, where possible, what was expected
    ``position``  the offending character of a path, counted from 1; ``None`` where no text is at fault
    ``field``     where the filter stands in the request, such as ``metadata.where.and[1].jsonpath``; empty while
                  unknown, that is while a path is parsed on its own
    """

    def __init__(self, reason: str, *, position: int | None = None, field: str = "") -> None:
        super().__init__(reason, position, field)
        self.reason = reason
        self.position = position
        self.field = field

    def __str__(self) -> str:
        place = f"{self.field}: " if self.field else ""
        where = f" at position {self.position}" if self.position is not None else ""
        return f"{place}{self.reason}{where}"

    def in_field(self, field: str) -> InvalidFilter:
        """Return the same error with the place in the request it belongs to."""
        return InvalidFilter(self.reason, position=self.position, field=field)
