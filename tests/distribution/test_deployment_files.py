"""The files for deploying are what the tools that read them expect."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def passes(*command: object) -> str:
    """What the command says when it finds nothing wrong."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_container_file_is_sound() -> None:
    passes(BIN / "hadolint", "Dockerfile")


def test_the_compose_file_is_valid() -> None:
    passes(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")


def test_the_manifests_are_valid() -> None:
    passes(BIN / "kubernetes-validate", "--strict", "deploy/kubernetes/holdfast.yaml")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_service_is_valid(tmp_path: Path) -> None:
    text = (ROOT / "deploy/systemd/holdfast.service").read_text("utf-8")
    unit = tmp_path / "holdfast.service"
    # The command need not be installed here.
    unit.write_text(text.replace("/opt/holdfast/bin/holdfast", "/bin/true"), "utf-8")
    # A key that it does not know is only warned of.
    assert unit.name not in passes("systemd-analyze", "verify", unit)


@pytest.mark.skipif(not (ROOT / ".github").exists(), reason="workflows are no part of the source distribution")
def test_the_workflows_are_valid_and_safe() -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    passes(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    passes(BIN / "zizmor", "--offline", "--quiet", ".github")


@pytest.mark.skipif(not (ROOT / ".github").exists(), reason="workflows are no part of the source distribution")
def test_the_workflows_name_groups_and_files_that_there_are() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / ".github/workflows").glob("*.yml")))
    named = re.findall(r"--group (\S+)", text)
    assert named
    assert set(named) <= set(groups)
    paths = re.findall(r"\b(?:tests|tools|sdk)/[\w./-]+", text)
    assert len(paths) > 8
    assert [path for path in paths if not (ROOT / path).exists() and not path.endswith("/dist")] == []


def test_what_the_image_is_built_from_is_not_kept_from_it() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY "):
            assert all(f"!{name}" in ignored for name in line.split()[1:-1]), line
