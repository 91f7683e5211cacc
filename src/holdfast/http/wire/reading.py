"""Reading request bodies with the leniency of the contract (http-api §1.5).

A body that is spelt as it is described may be read at once (`PlainlySpelt`).  Any other that is well-formed takes the
short way (`holdfast.domain.json_text`).  What that refuses and the contract accepts takes the long way through the
standard library: bytes after the value, invalid UTF-8, unpaired surrogates.  Then the value is fitted to the expected
type: field names match in any case, ``null`` means absent, unknown fields are ignored.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import Annotated, Any, NoReturn, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from holdfast.domain import json_text
from holdfast.domain.identifiers import ZERO_UUID, canonical_uuid
from holdfast.domain.timestamps import Timestamp, parse_timestamp
from holdfast.errors import InvalidRequest

Kind = TypeVar("Kind")


Integer = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class Uuid(str):
    """A UUID field, in canonical form."""

    __slots__ = ()

    @property
    def given(self) -> str | None:
        """The UUID; ``None`` for the zero UUID, which stands for "not given"."""
        return None if self == ZERO_UUID else str(self)


class Time(str):
    """A time field, as the timestamp it stands for."""

    __slots__ = ()


class PlainlySpelt(msgspec.Struct, forbid_unknown_fields=True):
    """A body that is read at once when all its fields are spelt as they are described; `read_body` takes any other too.

    All structs in it are of this kind.
    """


def read_body(body: bytes, kind: type[Kind]) -> Kind:
    """Read a request body as ``kind``, a struct or a list; `InvalidRequest` names the field and the reason."""
    found = _read_at_once(body, kind) if _is_plainly_spelt(cast(Any, kind)) else None
    if found is not None:
        return found
    try:
        value = _fit(_parse(body), _shape(cast(Any, kind)), spell_nul=b"\\u0000" in body)
        return msgspec.convert(value, kind, strict=True, dec_hook=_convert_text)
    except msgspec.ValidationError as error:
        raise InvalidRequest(_explain(str(error))) from None
    except RecursionError:
        raise InvalidRequest("invalid JSON: nested too deeply") from None


def _read_at_once(body: bytes, kind: type[Kind]) -> Kind | None:
    """The body, if nothing in it needs leniency or a refusal."""
    if len(body) > json_text.MAXIMUM_PARTS or b"\\u0000" in body or not json_text.is_quick(body):
        return None
    try:
        found: Kind = _decoder(cast(Any, kind)).decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    needed = getattr(kind, "NEEDED", "")
    return found if not needed or getattr(found, needed) else None


@cache
def _is_plainly_spelt(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, PlainlySpelt)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, dec_hook=_convert_text)


def plain(text: str) -> str:
    """A text as it is stored in plain columns: without U+0000."""
    return text.replace("\x00", "") if "\x00" in text else text


def _parse(body: bytes) -> Any:
    json_text.check_parts(body)
    try:
        return json_text.decode(body)
    except ValueError:
        return _parse_leniently(body)


def _parse_leniently(body: bytes) -> Any:
    text = body.decode("utf-8", "replace").lstrip(" \t\r\n")
    if not text:
        raise InvalidRequest("invalid JSON: the body is empty (EOF)")
    try:
        value, _ = _DECODER.raw_decode(text)
    except json.JSONDecodeError as error:
        raise InvalidRequest(f"invalid JSON: {error}") from None
    except ValueError as error:
        raise InvalidRequest(f"invalid JSON: {error}") from None
    return _without_surrogates(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"number out of range: {digits[:40]}")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _without_surrogates(value: Any) -> Any:
    """``value`` with each unpaired surrogate replaced by U+FFFD."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


class _Shape(msgspec.Struct, frozen=True):
    """How to fit a value: the fields of an object with their shapes, or the shape of a list's elements.

    Without either it is a free object, such as metadata.  An object that is not empty must have the field ``needed``.
    ``inner`` are the fields that have a shape, and ``built`` those of them that are no free objects.
    """

    fields: dict[str, _Shape | None] | None = None
    elements: _Shape | None = None
    needed: str = ""
    inner: tuple[str, ...] = ()
    built: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether it is a free object."""
        return self.fields is None and self.elements is None


@cache
def _shape(kind: Any) -> _Shape | None:
    """The shape of a type; ``None`` when its values stay as they are.

    A struct names a field that it needs in its class variable ``NEEDED``.
    """
    if get_origin(kind) is Annotated:
        return _shape(get_args(kind)[0])
    if get_origin(kind) is dict:
        return _Shape()
    if get_origin(kind) is list:
        elements = _shape(get_args(kind)[0])
        return _Shape(elements=elements) if elements else None
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        fields = {name: _shape(hints[name]) for name in kind.__struct_fields__}
        inner = {name: shape for name, shape in fields.items() if shape is not None}
        built = [name for name, shape in inner.items() if not shape.is_free]
        return _Shape(fields=fields, needed=getattr(kind, "NEEDED", ""), inner=tuple(inner), built=tuple(built))
    for alternative in get_args(kind):
        if found := _shape(alternative):
            return found
    return None


def _fit(value: Any, shape: _Shape | None, *, spell_nul: bool) -> Any:
    if shape is None:
        return value
    if shape.fields is not None:
        return _fit_object(value, shape, spell_nul=spell_nul)
    if shape.elements is None:
        return _spelt(value) if spell_nul else value
    if value is None:
        return []
    if isinstance(value, list):
        return [None if item is None else _fit(item, shape.elements, spell_nul=spell_nul) for item in value]
    return value


def _spelt(value: Any) -> Any:
    """A free value with each U+0000 replaced by the six characters that escape it in JSON (http-api §1.5)."""
    if isinstance(value, str):
        return value.replace("\x00", "\\u0000")
    if isinstance(value, list):
        return [_spelt(item) for item in value]
    if isinstance(value, dict):
        return {_spelt(key): _spelt(item) for key, item in value.items()}
    return value


def _fit_object(value: Any, shape: _Shape, *, spell_nul: bool) -> Any:
    if value is None:
        return {}
    if not isinstance(value, dict):
        return value
    if shape.needed and value and shape.needed not in value:
        _check_needed(value, shape.needed)
    fields = cast("dict[str, _Shape | None]", shape.fields)
    if fields.keys() >= value.keys() and None not in value.values():
        # Nearly all are spelt as they are described, so nothing is left out and nothing renamed.
        for name in shape.inner if spell_nul else shape.built:
            if name in value:
                value[name] = _fit(value[name], fields[name], spell_nul=spell_nul)
        return value
    fitted: dict[str, Any] = {}
    for key, item in value.items():
        name = key if key in fields else key.lower()
        if name not in fields:
            continue
        if item is None:
            fitted.pop(name, None)
        else:
            inner = fields[name]
            fitted[name] = item if inner is None else _fit(item, inner, spell_nul=spell_nul)
    return fitted


def _check_needed(value: dict[str, Any], needed: str) -> None:
    """`InvalidRequest` when an object has other keys only: it was meant to be something else."""
    if not any(key.lower() == needed for key in value):
        given = ", ".join(sorted(repr(key[:40]) for key in list(value)[:5]))
        raise InvalidRequest(f"{needed}: missing; the body has {given} in its place")


def _convert_text(kind: type, value: Any) -> Any:
    """Read a UUID or a time; msgspec adds the place to a ``ValueError``."""
    if not isinstance(value, str):
        raise ValueError("expected a string")
    if kind is Uuid:
        return Uuid(canonical_uuid(value))
    if kind is Time:
        return Time(parse_timestamp(value))
    raise NotImplementedError(kind)


def timestamp(time: Time | None) -> Timestamp | None:
    """The timestamp of a time field that may be missing."""
    return None if time is None else Timestamp(str(time))


_WORDS = {
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "a boolean",
    "object": "an object",
    "array": "an array",
    "null": "null",
    "dict": "an object",
    "list": "an array",
}
_TOO_LONG = re.compile(r"Expected `array` of length <= (\d+)")
_TYPES = re.compile("`([a-z]+(?: [|] [a-z]+)*)`")


def _explain(text: str) -> str:
    """Msgspec's message in the words of JSON, the field first."""
    reason, _, place = text.partition(" - at `$")
    reason = _TOO_LONG.sub(r"at most \1 are taken in one request; send smaller batches", reason)
    reason = _TYPES.sub(_in_words, reason)
    field = place.rstrip("`").lstrip(".")
    return f"{field or 'body'}: {reason[:1].lower()}{reason[1:]}"


def _in_words(types: re.Match[str]) -> str:
    names = [name for name in types[1].split(" | ") if name != "null" or types[1] == "null"]
    return " or ".join(_WORDS.get(name, name) for name in names)
