"""A hostile page in a real browser, on the machine where the server runs: what it sends, and what it gets to see.

Needs Chromium, as ``chromium`` on the path; skipped without.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.running_server import RunningServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]

PAGE = """<!doctype html><meta charset="utf-8"><pre id="log"></pre>
<iframe name="sink"></iframe>
<form id="form" method="post" target="sink" enctype="text/plain" action="{target}/api/v1/sessions/form/memory">
<input name='{{"messages":[{{"role":"a","content":"' value='forged"}}]}}'></form>
<script>
const body = '{{"messages":[{{"role":"a","content":"forged"}}]}}';
const note = (what, how) => {{ document.getElementById("log").textContent += what + ": " + how + "\\n"; }};
const memory = name => "{target}/api/v1/sessions/" + name + "/memory";
async function attempt(what, work) {{ try {{ note(what, await work()); }} catch (error) {{ note(what, "failed"); }} }}
(async () => {{
  await attempt("no-cors", async () => (await fetch(memory("simple"),
    {{method: "POST", mode: "no-cors", credentials: "include", body}})).type);
  await attempt("cors", async () => (await fetch(memory("cors"),
    {{method: "POST", headers: {{"Content-Type": "application/json"}}, body}})).status);
  await attempt("delete", async () => (await fetch(memory("victim"), {{method: "DELETE"}})).status);
  await attempt("read", async () => (await fetch(memory("victim"))).text());
  await attempt("read no-cors", async () =>
    "[" + await (await fetch(memory("victim"), {{mode: "no-cors"}})).text() + "]");
  await attempt("beacon", async () => navigator.sendBeacon(memory("beacon"), body));
  await attempt("websocket", () => new Promise((done) => {{
    const socket = new WebSocket("{target}/api/v1/sessions".replace("http", "ws"));
    socket.onopen = () => done("open"); socket.onerror = () => done("refused");
  }}));
  document.getElementById("form").submit();
  await new Promise(done => setTimeout(done, 500));
  note("end", "reached");
}})();
</script>"""


@pytest.fixture
def victim(server: RunningServer) -> RunningServer:
    body = {"messages": [{"role": "human", "content": "my secret"}]}
    assert httpx.post(f"{server.url}/api/v1/sessions/victim/memory", json=body).status_code == 200
    return server


@pytest.fixture
def hostile_page(victim: RunningServer) -> Iterator[str]:
    """The address of a page that attacks the server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = PAGE.format(target=victim.url).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *arguments: object) -> None:
            pass

    hostile = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=hostile.serve_forever, daemon=True).start()
    yield f"http://evil.example:{hostile.server_port}/"
    hostile.shutdown()
    hostile.server_close()


def visit(url: str, profile: Path) -> str:
    """What the page looks like after a while, in a browser whose name server leads evil.example to this machine."""
    assert CHROMIUM is not None
    finished = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={profile}",
            "--host-resolver-rules=MAP evil.example 127.0.0.1",
            "--virtual-time-budget=10000",
            "--dump-dom",
            url,
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr[-2000:]
    return finished.stdout


def test_a_hostile_page_writes_nothing_and_sees_nothing(
    victim: RunningServer, hostile_page: str, tmp_path: Path, poll: Callable[..., Any]
) -> None:
    # The browser may show the page before its script is done; then it is visited again.
    seen = poll(lambda: visit(hostile_page, tmp_path / "profile"), lambda shown: "end: reached" in shown)
    assert "no-cors: opaque" in seen  # it was sent, and the page does not see what came of it
    for what in ("cors: failed", "delete: failed", "read: failed", "read no-cors: []", "websocket: refused"):
        assert what in seen, seen
    assert "my secret" not in seen
    sessions = {session["session_id"] for session in httpx.get(f"{victim.url}/api/v1/sessions").json()}
    assert not sessions & {"simple", "cors", "beacon", "form"}
    kept = httpx.get(f"{victim.url}/api/v1/sessions/victim/memory").json()["messages"]
    assert [message["content"] for message in kept] == ["my secret"]


def test_a_page_whose_name_comes_to_mean_this_machine_reads_nothing(victim: RunningServer, tmp_path: Path) -> None:
    port = victim.url.rpartition(":")[2]
    seen = visit(f"http://evil.example:{port}/api/v1/sessions/victim/memory", tmp_path / "profile")
    assert "allowed_hosts" in seen, seen
    assert "my secret" not in seen
