"""Environments of their own for the published clients, whose requirements would not fit beside ours.

They are made once below ``.cache/clients`` and kept; a change of the requirements makes a new one.
``python -m tests.clients.environments`` makes them all beforehand.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[2] / ".cache" / "clients"
INSTALL_SECONDS = 600
ZEP_JS = ("@getzep/zep-js@0.10.0",)
# LangChain.js asks for zep-js 0.9 as a peer and works with its last release as well.
LANGCHAIN_JS = (
    "--legacy-peer-deps",
    *ZEP_JS,
    "langchain@0.3.37",
    "@langchain/core@0.3.80",
    "@langchain/community@0.3.57",
)
MCP_SDK = ("@modelcontextprotocol/sdk@1.32.2",)
NODE_PACKAGES = (ZEP_JS, LANGCHAIN_JS, MCP_SDK)
RUN_SECONDS = 120


REQUIREMENTS = Path(__file__).parent / "requirements"


def python_with(name: str) -> Path:
    """The interpreter of a virtual environment that has the requirements of ``requirements/<name>.txt``.

    The file lists every package with its version, so nothing needs to be resolved.
    """
    requirements = REQUIREMENTS / f"{name}.txt"
    folder = _folder("python", (requirements.read_text("utf-8"),))
    interpreter = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _install([sys.executable, "-m", "venv", folder])
        _install([interpreter, "-m", "pip", "install", "--no-deps", "--disable-pip-version-check", "-r", requirements])
        (folder / "complete").touch()
    return interpreter


def node_modules_with(*packages: str) -> Path:
    """A folder whose ``node_modules`` have ``packages``; skips the test where there is no Node.js."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node.js is not installed")
    folder = _folder("node", packages)
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
        _install(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *packages])
        (folder / "complete").touch()
    return folder


def run(command: list[object], *, cwd: Path | None = None, **environment: str) -> str:
    """What a program prints; the test fails with its whole output when it fails."""
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, f"{finished.stdout}\n{finished.stderr}"
    return finished.stdout


def _folder(kind: str, requirements: tuple[str, ...]) -> Path:
    digest = hashlib.sha256("\n".join((sys.version, *requirements)).encode()).hexdigest()[:12]
    return CACHE / f"{kind}-{digest}"


def _install(command: list[object]) -> None:
    finished = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    assert finished.returncode == 0, f"{command}\n{finished.stdout}\n{finished.stderr}"


def main() -> None:
    """Make all environments."""
    for requirements in sorted(REQUIREMENTS.glob("*.txt")):
        python_with(requirements.stem)
    if shutil.which("npm") is not None:
        for packages in NODE_PACKAGES:
            node_modules_with(*packages)


if __name__ == "__main__":
    main()
