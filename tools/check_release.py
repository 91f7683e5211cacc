"""The release checklist, run by a machine: ``make release-check``.

Builds what a release publishes into ``dist`` and proves each of it as a stranger would use it: the source distribution
builds and passes its tests unpacked in an empty folder, the wheel works in an empty environment on every Python found
here, also built without a C compiler, and both client libraries can be published.  ``--quick`` leaves out the tests of
the unpacked source distribution.  A step that fails ends the run with its output.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NOT_IN_SOURCE_DISTRIBUTION = (".ci/", ".dockerignore", ".github/", ".gitignore", "sdk/")
"""What a checkout has and the source distribution need not: the clients are distributions of their own."""

console = Console(highlight=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the tests of the unpacked source distribution")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-release-") as scratch:
        # The tests of root hand PostgreSQL to another account, which has to find its programs in here.
        Path(scratch).chmod(0o755)
        _run_all(Path(scratch), quick=options.quick)


def _run_all(scratch: Path, *, quick: bool) -> None:
    _step("one version everywhere, with a section in the changelog", check_versions)
    _step("build the source distribution and the wheel", build)
    _step("the source distribution is complete", check_source_distribution)
    for python in _pythons():
        _step(f"the wheel in an empty environment on Python {python}", lambda: try_wheel(python, scratch / python))  # noqa: B023
    _step("the source distribution without a C compiler", lambda: try_without_compiler(scratch / "pure"))
    if not quick:
        _step("the tests of the unpacked source distribution", lambda: test_unpacked(scratch / "unpacked"))
    _step("the Python client can be published", lambda: check_python_client(scratch / "client"))
    if shutil.which("npm"):
        _step("the TypeScript client can be published", check_typescript_client)
    else:
        console.print("-- npm is not installed: the TypeScript client is not checked")


def check_versions() -> None:
    """Server, clients and changelog agree on the version."""
    server = _found(r'__version__ = "([^"]+)"', ROOT / "src/holdfast/__init__.py")
    python = _found(r'= "([^"]+)"', ROOT / "sdk/python/src/holdfast_client/_version.py")
    typescript = _found(r'"version": "([^"]+)"', ROOT / "sdk/typescript/package.json")
    assert server == python == typescript, f"server {server}, Python client {python}, TypeScript client {typescript}"
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## [{server}]" in changelog or "## [Unreleased]" in changelog, f"CHANGELOG.md does not mention {server}"


def build() -> None:
    """Both distributions, made anew, with metadata that the index accepts."""
    shutil.rmtree(DIST, ignore_errors=True)
    _run([sys.executable, "-m", "build", "--outdir", DIST, ROOT])
    _run([sys.executable, "-m", "twine", "check", "--strict", *_distributions()])


def check_source_distribution() -> None:
    """Every file of the checkout is in it."""
    tracked = _run(["git", "ls-files"], folder=ROOT).split("\n")
    wanted = {name for name in tracked if name and not name.startswith(NOT_IN_SOURCE_DISTRIBUTION)}
    with tarfile.open(_source_distribution()) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert not wanted - held, f"missing in the source distribution: {sorted(wanted - held)}"


def try_wheel(python: str, folder: Path) -> None:
    """Install the wheel into an empty environment and hold a first conversation."""
    wheel = next(DIST.glob("*.whl"))
    fits = f"cp{python.replace('.', '')}" in wheel.name
    # The wheel built here is for the Python that built it; others compile the source distribution.
    _converse(python, folder, wheel if fits else _source_distribution())


def try_without_compiler(folder: Path) -> None:
    """Holdfast is installed and works where nothing can be compiled."""
    _converse(PYTHONS[0], folder, _source_distribution(), environment={"CC": "/bin/false"})
    compiled = [*folder.rglob("holdfast/**/*.so")]
    assert not compiled, f"compiled although there was no compiler: {compiled}"


def test_unpacked(folder: Path) -> None:
    """The source distribution passes its own tests in an empty folder."""
    with tarfile.open(_source_distribution()) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    _run(["make", "test", f"PYTHON={sys.executable}"], folder=unpacked)


def check_python_client(folder: Path) -> None:
    """The client's distributions have metadata that the index accepts."""
    _run([sys.executable, "-m", "build", "--outdir", folder, ROOT / "sdk/python"])
    _run([sys.executable, "-m", "twine", "check", "--strict", *folder.iterdir()])


def check_typescript_client() -> None:
    """The package holds its code and its types."""
    folder = ROOT / "sdk/typescript"
    _run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], folder=folder)
    packed = _run(["npm", "pack", "--dry-run", "--json"], folder=folder)
    for name in ("dist/esm/index.js", "dist/cjs/index.js", "dist/cjs/index.d.ts", "README.md", "LICENSE"):
        assert f'"{name}"' in packed, f"{name} is missing in the package"


def _converse(python: str, folder: Path, distribution: Path, *, environment: Mapping[str, str] | None = None) -> None:
    _run([_interpreter(python), "-m", "venv", folder])
    inside = folder / "bin" / "python"
    _run([inside, "-m", "pip", "install", "--quiet", distribution], environment=environment)
    _run([inside, ROOT / "tools/first_conversation.py"], folder=folder)


def _pythons() -> list[str]:
    return [version for version in PYTHONS if _interpreter(version) is not None]


def _interpreter(version: str) -> Path | None:
    """An interpreter of that version: on the path, or kept by pyenv."""
    candidates = [shutil.which(f"python{version}")]
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(path / "bin" / "python") for path in sorted(kept.glob(f"{version}.*"))]
    return next((Path(path) for path in candidates if path and _works(path)), None)


def _works(interpreter: str) -> bool:
    """Whether it runs: pyenv's stand-ins exist for versions that are not there."""
    return subprocess.run([interpreter, "-V"], check=False, capture_output=True).returncode == 0


def _distributions() -> list[Path]:
    return sorted(DIST.iterdir())


def _source_distribution() -> Path:
    return next(DIST.glob("*.tar.gz"))


def _found(pattern: str, path: Path) -> str:
    found = re.search(pattern, path.read_text("utf-8"))
    assert found, f"{path} names no version"
    return found[1]


def _step(name: str, work: Callable[[], None]) -> None:
    started = time.monotonic()
    work()
    console.print(f"ok {name} ({time.monotonic() - started:.0f} s)")


def _run(command: list[object], *, folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> str:
    """What the command printed; the run ends with it when the command fails."""
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout, flush=True)  # may be megabytes, which rich would lay out for minutes
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return done.stdout


if __name__ == "__main__":
    main()
