"""A forked server is like one that was started: exit codes, output, surroundings, and nothing shared with others."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import psutil
import pytest

from tests.forked.process import POSSIBLE, ForkedServer, run_forked
from tests.loop.watched_server import FILE_VARIABLE, SIZE
from tests.running_server import RunningServer, without_settings

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="servers are forked on Linux only")


@pytest.fixture
def server(tmp_path: Path):
    running = RunningServer(tmp_path / "data")
    yield running
    running.kill()


def finished(tmp_path: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code and the output of a command."""
    (tmp_path / "stalls").write_bytes(bytes(SIZE))
    surroundings = {**without_settings(os.environ), FILE_VARIABLE: str(tmp_path / "stalls"), **environment}
    process = ForkedServer(arguments, environment=surroundings, directory=tmp_path)
    with process.stdout:
        return process.wait(60), process.stdout.read()


def test_it_is_forked_and_no_interpreter_of_its_own(server: RunningServer) -> None:
    assert "tests.forked.server_parent" in psutil.Process(server.process_id).cmdline()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)])
def test_it_ends_as_it_is_told(server: RunningServer, number: signal.Signals, code: int) -> None:
    assert server.is_alive
    assert server.stop(number) == code
    assert not server.is_alive
    assert ("has stopped" in server.output) == (code == 0)
    server.kill()


def test_a_command_that_fails_says_why_and_with_which_code(tmp_path: Path) -> None:
    assert finished(tmp_path, "nonsense")[0] == 2
    code, output = finished(tmp_path, "serve", "--host", "0.0.0.0", "--port", "0")
    assert code == 1
    assert output.startswith("holdfast: listening on 0.0.0.0 without authentication")


def test_output_and_errors_of_a_command_are_apart(tmp_path: Path) -> None:
    told = run_forked(["--version"], environment={}, directory=tmp_path, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.strip()
    refused = run_forked(["nonsense"], environment={}, directory=tmp_path, timeout=60)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "nonsense" in refused.stderr
    with pytest.raises(subprocess.TimeoutExpired):
        run_forked(["serve", "--port", "0", "--data", "d"], environment={}, directory=tmp_path, timeout=0.01)


def test_settings_and_directory_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("server: {host: 203.0.113.7}")
    output = finished(tmp_path, "--dump-config", HOLDFAST_SERVER_PORT="4711", HOLDFAST_LOG_LEVEL="debug")[1]
    assert "203.0.113.7" in output
    assert "4711" in output
    assert "4711" not in finished(tmp_path, "--dump-config")[1]


def test_waiting_has_an_end(tmp_path: Path) -> None:
    (tmp_path / "stalls").write_bytes(bytes(SIZE))
    surroundings = {**without_settings(os.environ), FILE_VARIABLE: str(tmp_path / "stalls")}
    process = ForkedServer(["serve", "--port", "0", "--data", "d"], environment=surroundings, directory=tmp_path)
    with process.stdout:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.01)
        process.kill()
        assert process.wait(60) == -signal.SIGKILL


def test_two_servers_draw_different_numbers(server: RunningServer, tmp_path: Path) -> None:
    other = RunningServer(tmp_path / "other")
    ids = set()
    for each in (server, other):
        with each.client() as client:
            client.post("/api/v1/sessions/s/memory", json={"messages": [{"role": "user", "content": "x"}]})
            ids |= {message["uuid"] for message in client.get("/api/v1/sessions/s/memory").json()["messages"]}
    assert other.stop() == 0
    assert len(ids) == 2


def test_who_has_ended_can_be_signalled_before_that_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stalls").write_bytes(bytes(SIZE))
    surroundings = {**without_settings(os.environ), FILE_VARIABLE: str(tmp_path / "stalls")}
    process = ForkedServer(["nonsense"], environment=surroundings, directory=tmp_path)
    with process.stdout:
        process.stdout.read()
        assert process.wait(60) == 2
        monkeypatch.setattr(process, "poll", lambda: None)
        process.kill()
        assert process.returncode == 2


def test_what_computes_for_it_is_forked_too_and_ends_with_it(server: RunningServer) -> None:
    parent = psutil.Process(server.process_id).parent()
    assert parent is not None
    before = {child.pid for child in parent.children()}
    with server.client() as client:
        messages = [{"role": "user", "content": "I live in Lisbon."}]
        assert client.post("/api/v1/sessions/s/memory?wait=true", json={"messages": messages}).status_code == 200
    started = [child for child in parent.children() if child.pid not in before]
    assert len(started) == 1
    assert not psutil.Process(server.process_id).children()
    server.kill()
    psutil.wait_procs(started, timeout=60)
    assert not [child for child in started if child.is_running()]
