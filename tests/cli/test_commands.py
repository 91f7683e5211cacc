"""The command line, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import jwt
import pytest
from click.testing import CliRunner

from holdfast.cli.group import group
from tests.running_server import RunningServer

SECRET = "a secret for tests that is long enough"
COMMANDS = (
    "serve",
    "worker",
    "init-db",
    "copy",
    "token",
    "purge",
    "jobs",
    "import",
    "export",
    "migrate",
    "certificates",
    "backup",
    "restore",
    "doctor",
    "check",
    "settings",
    "json-schema",
)


def test_help_lists_every_command_with_a_sentence(run_command) -> None:
    text = run_command("--help", started_anew=True).stdout
    for command in COMMANDS:
        (line,) = [line for line in text.splitlines() if line.split()[:1] == [command]]
        assert len(line.split()) > 2, line


@pytest.mark.parametrize("command", [*COMMANDS, "jobs list", "jobs count", "jobs retry", "jobs drop"])
def test_every_command_has_help(command: str) -> None:
    finished = CliRunner().invoke(group, [*command.split(), "--help"], prog_name="holdfast", catch_exceptions=False)
    assert finished.exit_code == 0
    assert "Usage: holdfast" in finished.output


def test_the_version_is_the_one_that_clients_see(run_command, client: httpx.Client) -> None:
    assert run_command("--version", started_anew=True).stdout.strip() == client.get("/healthz").headers["X-Zep-Version"]


def test_a_token_is_signed_with_the_secret(run_command) -> None:
    environment = {"ZEP_AUTH_SECRET": SECRET}
    for arguments in (["token"], ["--generate-token"], ["-g"]):
        token = run_command(*arguments, environment=environment).stdout.strip()
        assert jwt.decode(token, SECRET, algorithms=["HS256"]) == {}
    limited = run_command("token", "--expires-in", "12h", environment=environment).stdout.strip()
    assert jwt.decode(limited, SECRET, algorithms=["HS256"]).keys() == {"exp", "jti"}


def test_a_token_needs_a_secret(run_command) -> None:
    finished = run_command("token")
    assert finished.returncode == 1
    assert "auth.secret is empty" in finished.stderr


def test_the_dumped_configuration_masks_secrets(run_command, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("server:\n  port: 8111\nllm:\n  openai_api_key: sk-1\n")
    environment = {"ZEP_STORE_POSTGRES_DSN": "postgresql://me:hidden@db/zep", "HOLDFAST_SERVER_PORT": "8222"}
    dumped = run_command("--dump-config", environment=environment)
    tree = json.loads(dumped.stdout)
    assert tree["server"]["port"] == 8222
    assert "sk-1" not in dumped.stdout
    assert "hidden" not in dumped.stdout
    shown = run_command("--dump-config", "--show-secrets", environment=environment).stdout
    assert "sk-1" in shown
    assert "hidden" in shown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("server: [", "malformed"),
        ("server:\n  port: many\n", "$.server.port"),
        ("just text", "sections"),
    ],
)
def test_a_wrong_configuration_is_refused_with_the_place(run_command, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "wrong.yaml").write_text(text)
    finished = run_command("--config", "wrong.yaml", "--dump-config")
    assert finished.returncode == 1
    assert says in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_second_server_on_the_same_data_is_refused(run_command, server: RunningServer) -> None:
    finished = run_command("serve", "--port", "0", "--data", str(server.data))
    assert finished.returncode == 1
    assert "another Holdfast server" in finished.stderr
    assert str(server.process_id) in finished.stderr


def test_a_port_in_use_is_named(run_command, server: RunningServer, tmp_path: Path) -> None:
    port = server.url.rsplit(":", 1)[1]
    finished = run_command("serve", "--host", "127.0.0.1", "--port", port, "--data", str(tmp_path / "other"))
    assert finished.returncode == 1
    assert f"port {port}" in finished.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_that_others_reach_wants_a_word(tmp_path: Path, run_command, host: str) -> None:
    refused = run_command("serve", "--host", host, "--port", "0", "--data", str(tmp_path / "data"))
    assert refused.returncode == 1
    for way_out in ("--auth", "--open"):
        assert way_out in refused.stderr
    for arguments, environment in (["--open"], {}), ([], {"HOLDFAST_SERVER_OPEN": "true"}):
        server = RunningServer(tmp_path / "data", "--host", host, *arguments, environment=environment)
        assert (
            "anyone"
            in httpx.get(server.url.replace("localhost", "[::1]" if host == "::" else "127.0.0.1") + "/readyz").json()[
                "warnings"
            ][0]
        )
        assert server.stop() == 0
        assert "WARNING holdfast.cli.commands.serve: no authentication" in server.output
        assert "Anyone who reaches this machine can read and write" in server.output


def test_without_a_host_only_this_machine_is_served(tmp_path: Path, run_command) -> None:
    assert "127.0.0.1" in run_command("--dump-config").stdout


def test_the_start_tells_where_and_what(tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", started_anew=True)
    assert server.stop() == 0
    for word in ("listens on http://127.0.0.1:", str(tmp_path / "data"), "enrichment", "access", "has stopped"):
        assert word in server.output


def test_purge_removes_what_was_deleted_beside_a_running_server(tmp_path: Path, run_command) -> None:
    server = RunningServer(tmp_path / "data")
    with server.client() as client:
        client.post("/api/v1/sessions/gone/memory", json={"messages": [{"content": "a"}, {"content": "b"}]})
        client.post("/api/v1/sessions/kept/memory", json={"messages": [{"content": "c"}]})
        client.delete("/api/v1/sessions/gone/memory")
        finished = run_command("purge", "--data", str(server.data))
        assert "Removed 1 session, 2 messages and 0 summaries" in finished.stdout
        assert client.patch("/api/v1/sessions/gone", json={"metadata": {"a": 1}}).status_code == 404
        assert client.get("/api/v1/sessions/kept/messages").json()["total_count"] == 1
    assert "sound" in run_command("check", "--data", str(server.data)).stdout
    assert server.stop() == 0


def test_tools_do_not_make_a_database_where_there_is_none(run_command, tmp_path: Path) -> None:
    finished = run_command("purge", "--data", str(tmp_path / "nowhere"))
    assert finished.returncode == 1
    assert "there is no database" in finished.stderr
    assert not (tmp_path / "nowhere").exists()


def test_without_parked_jobs_there_is_nothing_to_retry(run_command, server: RunningServer) -> None:
    data = ["--data", str(server.data)]
    assert "No job is parked" in run_command("jobs", *data, "list").stdout
    assert "0 jobs" in run_command("jobs", *data, "retry", "--all").stdout
    assert run_command("jobs", *data, "retry").returncode == 2
