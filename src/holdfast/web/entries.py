"""What people enter into forms, as the domain's values."""

from __future__ import annotations

import msgspec

from holdfast.domain.metadata import Metadata
from holdfast.errors import InvalidRequest
from holdfast.web.forms import Form


def metadata_entry(form: Form, field: str = "metadata") -> Metadata | None:
    """A JSON object to be merged; ``None`` when nothing was entered, `InvalidRequest` when it is no object."""
    text = form.text(field)
    if not text:
        return None
    try:
        return msgspec.json.decode(text, type=Metadata)
    except msgspec.DecodeError as error:
        raise InvalidRequest(f'{field}: give a JSON object such as {{"plan": "pro"}}: {error}') from None
