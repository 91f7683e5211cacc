"""What all shapes of the API have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

__all__ = ["Model"]

_SHOWN_NUMBERS = 4


class Model(BaseModel):
    """An object of the API. Keys this version does not know are ignored, so a newer server does no harm."""

    # Numbers JSON does not have are to be refused when a body is made, not to become null.
    model_config = ConfigDict(
        extra="ignore", protected_namespaces=(), coerce_numbers_to_str=True, ser_json_inf_nan="constants"
    )

    def to_dict(self) -> dict[str, Any]:
        """All fields by name, those without a value as None."""
        return self.model_dump()

    def to_body(self) -> dict[str, Any]:
        """The JSON object to send: only fields which have a value."""
        return self.model_dump(mode="json", exclude_none=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            if value is not None:
                yield name, _shortened(value)


class _Numbers:
    """A long vector, as a person wants to see it."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __repr__(self) -> str:
        return f"<{self._count} numbers>"


def _shortened(value: Any) -> Any:
    if isinstance(value, list) and len(value) > _SHOWN_NUMBERS and all(isinstance(item, float) for item in value):
        return _Numbers(len(value))
    return value
