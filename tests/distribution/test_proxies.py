"""Behind the proxies that the documentation offers, identifiers arrive as they were sent."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running_server import RunningServer

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def running(command: list[str], url: str) -> Iterator[str]:
    """A proxy that answers at ``url``, ended afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                httpx.get(f"{url}/healthz", verify=False).raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None, f"{command[0]} has ended"
                assert time.monotonic() < deadline, f"{command[0]} does not answer"
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(START_SECONDS)


@pytest.fixture
def nginx(server: RunningServer, tmp_path: Path) -> Iterator[str]:
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        pytest.skip("nginx is not installed")
    certificate, key, port = tmp_path / "certificate.pem", tmp_path / "key.pem", free_port()
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=memory.example.com"]
    subprocess.run([*making, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    text = (ROOT / "deploy/nginx/holdfast.conf").read_text("utf-8")
    text = text.replace("127.0.0.1:8000", server.url.removeprefix("http://")).replace("listen 443", f"listen {port}")
    text = text.replace("/etc/ssl/certs/memory.example.com.pem", str(certificate))
    text = text.replace("/etc/ssl/private/memory.example.com.key", str(key))
    places = "".join(
        f"{kind}_temp_path {tmp_path / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {tmp_path / 'pid'}; error_log {tmp_path / 'log'}; events {{}}\n"
        f"http {{ access_log off; {places}\n{text}\n}}"
    )
    yield from running(["nginx", "-p", str(tmp_path), "-c", str(configuration)], f"https://127.0.0.1:{port}")


@pytest.fixture
def caddy(server: RunningServer, tmp_path: Path) -> Iterator[str]:
    if shutil.which("caddy") is None:
        pytest.skip("Caddy is not installed")
    port = free_port()
    text = (ROOT / "deploy/caddy/Caddyfile").read_text("utf-8")
    text = text.replace("127.0.0.1:8000", server.url.removeprefix("http://"))
    text = text.replace("memory.example.com", f"http://:{port}")
    configuration = tmp_path / "Caddyfile"
    configuration.write_text(f"{{\n\tadmin off\n}}\n{text}")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(configuration)]
    yield from running(command, f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_identifiers_pass_a_proxy_as_they_were_sent(
    proxy: str, request: pytest.FixtureRequest, name: str, client: httpx.Client
) -> None:
    url = request.getfixturevalue(proxy)
    session = f"{name}/a//b%20c"
    path = "/api/v1/sessions/" + session.replace("%", "%25").replace("/", "%2F") + "/memory"
    with httpx.Client(base_url=url, verify=False, headers={"Host": "localhost"}) as through:
        stored = through.post(path, json={"messages": [{"role": "human", "content": "through a proxy"}]})
        assert stored.status_code == 200, stored.text
    (message,) = client.get(path).json()["messages"]
    assert message["content"] == "through a proxy"
    listed = {found["session_id"] for found in client.get("/api/v1/sessions", params={"limit": 1000}).json()}
    assert session in listed
