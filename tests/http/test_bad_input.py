"""Whatever is sent: never a 5xx, always a text on what is wrong, and nothing half-written."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.schemas import BaseSchema

from holdfast.http.openapi import describe_api
from holdfast.http.routes import ROUTES
from holdfast.operations.limits import MAXIMUM_DEPTH

_TEXT = st.text(max_size=20)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | _TEXT
_JSON = st.recursive(
    _SCALARS,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(_TEXT, children, max_size=4),
    max_leaves=8,
)
_FIELDS = (
    "session_id",
    "user_id",
    "metadata",
    "messages",
    "text",
    "uuid",
    "role",
    "content",
    "created_at",
    "limit",
    "token_count",
    "email",
    "search_scope",
    "search_type",
    "mmr_lambda",
    "summary",
    "where",
    "start_date",
    "document_id",
    "embedding",
    "name",
    "uuids",
)
_OBJECTS = st.dictionaries(st.sampled_from(_FIELDS), _JSON | st.lists(st.dictionaries(st.sampled_from(_FIELDS), _JSON)))
_QUERIES = st.dictionaries(st.sampled_from(["limit", "cursor", "lastn", "keep_timestamps", "wait"]), _TEXT, max_size=2)
_IDENTIFIERS = st.lists(st.text(min_size=1, max_size=8), min_size=3, max_size=3)
_MUTATING = [(route.method, route.path) for route in ROUTES if route.method in {"POST", "PATCH"}]
_READING = [(route.method, route.path) for route in ROUTES if route.method in {"GET", "DELETE"}]

relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def filled(path: str, identifiers: list[str]) -> str:
    """A path template with its parameters replaced."""
    for identifier in identifiers:
        start, end = path.find("{"), path.find("}")
        if start < 0:
            break
        path = path[:start] + quote(identifier.encode("utf-8", "replace"), safe="") + path[end + 1 :]
    return path


def assert_honest(response: httpx.Response) -> None:
    asked = f"{response.request.method} {response.request.url}"
    assert response.status_code < 500, f"{asked}: {response.text}"
    if response.status_code >= 400 and response.status_code != 405:
        assert response.text.strip(), asked
        assert "Traceback" not in response.text, asked


@pytest.mark.timeout(600)
@relaxed
@given(st.data())
def test_any_body_is_stored_or_refused_with_a_reason(client: httpx.Client, data: st.DataObject) -> None:
    """Each body goes to all routes that take one: making it up takes longer than any of them."""
    identifiers, query = data.draw(_IDENTIFIERS), data.draw(_QUERIES)
    body = data.draw(st.binary(max_size=60) | (_OBJECTS | _JSON).map(_as_json))
    for method, path in _MUTATING:
        assert_honest(client.request(method, filled(path, identifiers), params=query, content=body))


@pytest.mark.timeout(600)
@relaxed
@given(st.data())
def test_any_id_and_query_is_answered(client: httpx.Client, data: st.DataObject) -> None:
    identifiers, query = data.draw(_IDENTIFIERS), data.draw(_QUERIES)
    for method, path in _READING:
        assert_honest(client.request(method, filled(path, identifiers), params=query))


def test_metadata_as_deep_as_they_may_be_are_found_again(client: httpx.Client, name: str) -> None:
    """Whoever reads them needs a part of the stack; what is taken can be searched and cut as well."""

    def told(depth: int) -> httpx.Response:
        value = '{"a":' * depth + f'"{9000 * "x"}"' + "}" * depth
        body = f'{{"messages":[{{"role":"human","content":"The {name} is deep.","metadata":{value}}}]}}'
        return client.post(f"/api/v1/sessions/{name}/memory", content=body)

    refused = told(MAXIMUM_DEPTH + 1)
    assert (refused.status_code, "messages[0].metadata: nested too deeply" in refused.text) == (400, True)
    assert told(MAXIMUM_DEPTH).status_code == 200
    deep = {"where": {"jsonpath": "$" + ".a" * 30}}
    found = client.post(f"/api/v1/sessions/{name}/search", json={"text": name, "metadata": deep})
    assert (found.status_code, "cut: 9002 bytes" in found.text) == (200, True), found.text


def test_a_refused_batch_leaves_no_trace(client: httpx.Client, name: str) -> None:
    wrong = [
        {"messages": [{"content": "fine"}, {"uuid": "nonsense"}]},
        {"messages": [{"content": "fine"}, {"created_at": "yesterday"}]},
        {"messages": {"role": "human"}},
        {"messages": [{"content": "fine"}], "summary": {"uuid": 1}},
    ]
    for body in wrong:
        assert client.post(f"/api/v1/sessions/{name}/memory", json=body).status_code == 400
    assert client.get(f"/api/v1/sessions/{name}").status_code == 404
    assert client.get(f"/api/v1/sessions/{name}/messages").json()["total_count"] == 0


DESCRIBED = describe_api(ROUTES)


@pytest.fixture(scope="module")
def description() -> BaseSchema:
    return schemathesis.openapi.from_dict(DESCRIBED)


@pytest.mark.parametrize(
    ("method", "path"), [(method.upper(), path) for path, methods in DESCRIBED["paths"].items() for method in methods]
)
def test_the_server_keeps_to_its_description(
    client: httpx.Client, description: BaseSchema, method: str, path: str
) -> None:
    """Statuses, content types and bodies are those that the OpenAPI document declares.

    The cases are made up here and not when tests are collected, which each process of tests does for itself.
    """
    load_all_checks()
    checks = [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ in _DECLARED]

    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=str(client.base_url), checks=checks)

    config = HypothesisTestConfig(
        project=description.config,
        modes=list(HypothesisTestMode),
        explicit_settings=settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck)),
    )
    create_test(operation=description[path][method], test_func=check, config=config)()


_DECLARED = {"not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"}


def _as_json(value: object) -> bytes:
    """JSON text, with the constants that JSON does not know among it."""
    return json.dumps(value).encode()
