"""Reading forms."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import parse_qsl

import msgspec
import python_multipart
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from holdfast.errors import InvalidRequest

_MOST_FIELDS = 200


class Upload(msgspec.Struct, frozen=True):
    """A file that was sent with a form."""

    name: str
    content: bytes


class Form(msgspec.Struct, frozen=True):
    """What was entered, with all values of each field, and the files by field."""

    values: dict[str, list[str]]
    files: dict[str, Upload] = {}

    def text(self, name: str) -> str:
        """The value of a field without blanks around it; empty when it was not sent."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """The value of a field as it was entered."""
        values = self.values.get(name)
        return values[0].replace("\x00", "") if values else ""

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return self.values.get(name, [])


def read_form(content_type: str, body: bytes) -> Form:
    """The form in a body; `InvalidRequest` when there is none."""
    if content_type.startswith("multipart/form-data"):
        return _parts(content_type, body)
    if not content_type.startswith("application/x-www-form-urlencoded"):
        raise InvalidRequest("the body is no form")
    values: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise InvalidRequest(f"the form cannot be read: {error}") from None
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return Form(values)


def _parts(content_type: str, body: bytes) -> Form:
    values: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}

    def on_field(field: Field) -> None:
        values.setdefault(_text(field.field_name), []).append(_text(field.value))

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        files[_text(file.field_name)] = Upload(_text(file.file_name), file.file_object.read())
        file.close()

    headers = {"Content-Type": content_type.encode("latin-1"), "Content-Length": str(len(body)).encode()}
    try:
        python_multipart.parse_form(headers, BytesIO(body), on_field, on_file)
    except (FormParserError, ValueError) as error:
        raise InvalidRequest(f"the form cannot be read: {error}") from None
    return Form(values, files)


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")
