"""The published description of the API, made from the route table and the wire types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from holdfast import __version__
from holdfast.http.routing import Route
from holdfast.http.wire.reading import PlainlySpelt, Time, Uuid

_ERRORS = {
    400: "The request is wrong; the text names the field and the reason.",
    401: "No valid token came with the request.",
    403: "The caller is known and lacks the right to do this.",
    404: "Nothing lives under that identifier.",
    412: "It is not, or no more, what `If-Match` or `If-None-Match` says.",
    413: "The body exceeds the limit.",
    415: "The body is packed; plain JSON is taken.",
    429: "The caller has asked too much lately, or enrichment lags too far behind; `Retry-After` says when to go on.",
    422: "The idempotency key was used for another request.",
    503: "Not ready; `Retry-After` says when to try again.",
}
_REFERENCE = "#/components/schemas/{name}"

_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 255},
    "description": "A retry with the same key within a day is answered as the first was; nothing is stored twice.",
}

_LIVENESS = {
    "get": {
        "operationId": "get_liveness",
        "summary": "Whether the server is alive",
        "tags": ["operations"],
        "security": [],
        "responses": {
            "200": {"description": "A single dot.", "content": {"text/plain": {"schema": {"type": "string"}}}}
        },
    }
}


def describe_api(routes: Iterable[Route]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of ``routes``."""
    routes = tuple(route for route in routes if route.published)
    types = [kind for route in routes for kind in (route.request, route.answer) if kind not in {None, str}]
    schemas, components = msgspec.json.schema_components(types, schema_hook=_schema_of, ref_template=_REFERENCE)
    for kind in _plainly_spelt(PlainlySpelt):  # what is read at once need not be: fields that are unknown are ignored
        components.get(kind.__name__, {}).pop("additionalProperties", None)
    schema_of = {repr(kind): schema for kind, schema in zip(types, schemas, strict=True)}
    paths: dict[str, Any] = {"/healthz": _LIVENESS}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Holdfast",
            "version": __version__,
            "summary": "Long-term memory for AI assistants.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route, schema_of: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "description": route.description or f"{route.summary}.",
        "tags": [route.tag],
        "parameters": _parameters(route),
        "responses": _responses(route, schema_of),
    }
    if not route.authenticated:
        operation["security"] = []
    if route.request is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema_of[repr(route.request)]}},
        }
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    parameters += [
        {
            "name": parameter.name,
            "in": "query",
            "required": False,
            "schema": {"type": parameter.type},
            "description": parameter.description,
        }
        for parameter in route.query
    ]
    if route.keyed:
        parameters.append(_IDEMPOTENCY_KEY)
    return parameters


def _responses(route: Route, schema_of: dict[str, Any]) -> dict[str, Any]:
    if route.media_type:
        content = {route.media_type: {"schema": {"type": "string"}}}
    elif route.answer is str:
        content = {"text/plain": {"schema": {"type": "string", "const": "OK"}}}
    else:
        content = {"application/json": {"schema": schema_of[repr(route.answer)]}}
    responses: dict[str, Any] = {str(route.status): {"description": "Done.", "content": content}}
    failures = set(route.errors)
    if route.authenticated:
        failures |= {401, 403}
    if route.method in {"POST", "PUT", "PATCH"}:
        failures |= {413, 415}
    if route.keyed:
        failures |= {422}
    for status in sorted(failures):
        responses[str(status)] = {
            "description": _ERRORS[status],
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }
    return responses


def _plainly_spelt(kind: type[PlainlySpelt]) -> Iterator[type[PlainlySpelt]]:
    for below in kind.__subclasses__():
        yield below
        yield from _plainly_spelt(below)


def _schema_of(kind: type) -> dict[str, Any]:
    if kind is Uuid:
        return {"type": "string", "format": "uuid"}
    if kind is Time:
        return {"type": "string", "format": "date-time"}
    raise NotImplementedError(kind)
