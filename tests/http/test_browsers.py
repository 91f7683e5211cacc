"""Pages in a browser: what they may not make it do."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.running_server import RunningServer

BODY = b'{"messages":[{"role":"a","content":"x"}]}'
SECRET = "a secret for tests that is long enough"


def post(server: RunningServer, name: str, headers: dict[str, str]) -> int:
    return httpx.post(f"{server.url}/api/v1/sessions/{name}/memory", content=BODY, headers=headers).status_code


def is_stored(server: RunningServer, name: str) -> bool:
    return bool(httpx.get(f"{server.url}/api/v1/sessions/{name}/memory").json()["messages"])


@pytest.fixture(scope="module")
def invited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that was told of a host and an origin."""
    environment = {
        "HOLDFAST_SERVER_ALLOWED_HOSTS": "memory.example.com,*.example.org",
        "HOLDFAST_SERVER_CORS_ORIGINS": "https://app.example.com",
    }
    running = RunningServer(tmp_path_factory.mktemp("invited") / "data", environment=environment)
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example", "Content-Type": "text/plain"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Origin": "chrome-extension://abcdef"},
        {"Origin": "http://evil.example", "Content-Type": "application/x-www-form-urlencoded"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_a_foreign_page_cannot_write(server: RunningServer, name: str, headers: dict[str, str]) -> None:
    assert post(server, name, headers) == 403
    assert not is_stored(server, name)


def test_every_method_that_changes_something_is_refused_to_a_foreign_page(server: RunningServer, name: str) -> None:
    foreign = {"Origin": "http://evil.example"}
    url = f"{server.url}/api/v1/sessions/{name}"
    assert httpx.patch(url, json={"metadata": {"a": 1}}, headers=foreign).status_code == 403
    assert httpx.delete(url + "/memory", headers=foreign).status_code == 403
    delete = f"{server.url}/api/v1/collection/docks/document/list/delete"
    assert httpx.post(delete, content="[]", headers=foreign).status_code == 403


def test_our_own_pages_and_programs_may_write(server: RunningServer, name: str) -> None:
    host = server.url.removeprefix("http://")
    port = host.rpartition(":")[2]
    assert post(server, name, {}) == 200
    assert post(server, name, {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}) == 200
    assert post(server, name, {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}) == 200
    assert post(server, name, {"Host": "holdfast", "Origin": "http://holdfast:80"}) == 200
    assert post(server, name, {"Host": "holdfast.internal", "Origin": "https://HOLDFAST.internal"}) == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.com"])
def test_a_name_that_somebody_could_register_reads_nothing(server: RunningServer, host: str) -> None:
    for path in ("/api/v1/sessions", "/docs", "/metrics", "/readyz", "/nowhere"):
        refused = httpx.get(server.url + path, headers={"Host": host})
        assert refused.status_code == 421
        assert "allowed_hosts" in refused.text
    assert httpx.get(server.url + "/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.:80", "[::1]:8000", "192.168.7.7", "holdfast:8000", "memory.default.svc.cluster.local"],
)
def test_names_that_nobody_can_register_are_known(server: RunningServer, host: str) -> None:
    assert httpx.get(server.url + "/api/v1/sessions", headers={"Host": host}).status_code == 200


def test_the_operator_may_name_hosts_and_origins(invited: RunningServer, name: str) -> None:
    for host in ("memory.example.com", "Memory.Example.com:443", "a.b.example.org"):
        assert post(invited, name, {"Host": host}) == 200
    for host in ("example.com", "example.org", "evil-example.org"):
        assert post(invited, name, {"Host": host}) == 421
    assert post(invited, name, {"Origin": "https://app.example.com"}) == 200
    assert post(invited, name, {"Origin": "https://app.example.com.evil.example"}) == 403


def test_with_authentication_any_host_will_do_and_a_foreign_page_still_cannot_write(tmp_path, name: str) -> None:
    environment = {"ZEP_AUTH_REQUIRED": "true", "ZEP_AUTH_SECRET": SECRET}
    running = RunningServer(tmp_path / "data", environment=environment)
    assert post(running, name, {"Host": "memory.example.com"}) == 401
    assert post(running, name, {"Origin": "http://evil.example"}) == 403
    assert running.stop() == 0
