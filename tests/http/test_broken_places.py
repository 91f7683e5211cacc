"""A server whose files are damaged, whose memory is short or whose disk is full says so, and loses nothing it has."""

from __future__ import annotations

import resource
from pathlib import Path

import psutil
import pytest

from tests.running_server import RunningServer

QUIET = {
    f"HOLDFAST_EXTRACTORS_MESSAGES_{step}_ENABLED": "false"
    for step in ("SUMMARIZER", "ENTITIES", "INTENT", "EMBEDDINGS")
}
PAGE = 4096


def damage(database: Path, marker: bytes) -> int:
    """Write over all pages that hold ``marker``; how many there were."""
    content = bytearray(database.read_bytes())
    pages = {start for start in range(PAGE, len(content), PAGE) if marker in content[start : start + PAGE]}
    for start in pages:
        content[start : start + PAGE] = b"\xff" * PAGE
    database.write_bytes(content)
    return len(pages)


def test_damaged_pages_answer_503_and_show_in_readiness(tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = RunningServer(data, environment=QUIET)
    with server.client() as client:
        for number in range(20):
            messages = [{"role": "human", "content": f"quokka {number} " + "x" * 3000}]
            assert client.post("/api/v1/sessions/broken/memory", json={"messages": messages}).status_code == 200
        assert client.post("/api/v1/sessions", json={"session_id": "whole"}).status_code == 201
    assert server.stop() == 0
    assert damage(data / "holdfast.db", b"quokka") > 5
    server = RunningServer(data, environment=QUIET)
    with server.client() as client:
        refused = client.get("/api/v1/sessions/broken/messages")
        assert refused.status_code == 503
        assert "the database is damaged" in refused.text
        assert "holdfast check" in refused.text
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert "damaged" in ready.text
        assert client.get("/api/v1/sessions/whole").status_code == 200
    assert server.stop() == 0
    assert "Traceback" not in server.output, server.output


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs limits of another process (Linux)")
def test_a_full_disk_at_the_start_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    server = RunningServer(data, environment=QUIET)
    assert server.stop() == 0
    program = tmp_path / "limited.py"
    program.write_text(
        "import resource, signal, sys\n"
        "from holdfast.storage.sqlite.engine import database\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))\n"
        "database.is_full = lambda path: True\n"
        "from holdfast.cli import main\n"
        "sys.argv[0] = 'holdfast'\n"
        "main()\n"
    )
    with pytest.raises(RuntimeError, match="the disk is full"):
        RunningServer(data, environment=QUIET, program=program)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs limits of another process (Linux)")
def test_requests_that_memory_does_not_suffice_for_are_refused_and_the_others_served(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    server = RunningServer(data, environment={**QUIET, "HOLDFAST_SERVER_MAX_REQUEST_SIZE": str(400 * 2**20)})
    small = {"messages": [{"role": "human", "content": "small"}]}
    large = '{"messages":[{"role":"human","content":"' + "x" * (200 * 2**20) + '"}]}'
    with server.client() as client:
        assert client.post("/api/v1/sessions/s/memory", json=small).status_code == 200
        used = psutil.Process(server.process_id).memory_info().vms
        resource.prlimit(server.process_id, resource.RLIMIT_AS, (used + 260 * 2**20, resource.RLIM_INFINITY))
        refused = client.post("/api/v1/sessions/s/memory", content=large)
        assert refused.status_code == 503, refused.text
        assert client.post("/api/v1/sessions/s/memory", json=small).status_code == 200
        resource.prlimit(server.process_id, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        found = client.get("/api/v1/sessions/s/messages").json()["messages"]
        assert [message["content"] for message in found] == ["small", "small"]
    assert server.stop() == 0, server.output
