"""``holdfast certificates``: the proofs of erasures."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from tests.running_server import RunningServer


def test_certificates_are_chained_and_a_tampered_one_is_found(run_here, tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data")
    with server.client() as client:
        for number in range(3):
            client.post("/api/v1/user", json={"user_id": f"somebody-{number}"})
            assert client.post(f"/api/v1/user/somebody-{number}/erase").status_code == 200
        found = client.get("/api/v1/certificates").json()
    assert server.stop() == 0
    assert [each["number"] for each in found] == [1, 2, 3]
    assert found[2]["previous"] == found[1]["digest"]
    where = ["--data", str(tmp_path / "data")]
    sound = run_here("certificates", *where, "verify")
    assert (sound.returncode, sound.stdout) == (0, "3 certificates, all as they were made.\n")
    about = run_here("certificates", *where, "list", "--about", "somebody-1").stdout
    assert [json.loads(line)["number"] for line in about.splitlines()] == [2]
    for change, says in (
        ({"counts": {"users": 0}}, "certificate 2 was changed"),
        ({"erased_at": "2020-01-01T00:00:00.000000Z"}, "certificate 2 was changed"),
        ({"previous": "0" * 64}, "certificate 2 does not follow"),
        (None, "certificate 2 is missing"),
    ):
        put(tmp_path / "data", None if change is None else {**found[1], **change})
        tampered = run_here("certificates", *where, "verify")
        assert tampered.returncode == 1
        assert says in tampered.stdout


def put(data: Path, certificate: dict | None) -> None:
    """Put another certificate in the place of the second one, past the server, or none."""
    with sqlite3.connect(data / "holdfast.db") as connection:
        if certificate is None:
            connection.execute("DELETE FROM erasures WHERE number = 2")
        else:
            connection.execute("UPDATE erasures SET certificate = ? WHERE number = 2", (json.dumps(certificate),))
    connection.close()
