"""Write ``constraints.txt``: the newest versions that pyproject.toml admits, as an empty environment gets them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADER = "# The versions that tests and the container image use; `make lock` renews them.\n"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-lock-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(Path(folder) / "bin" / "python"), "-m", "pip"]
        subprocess.run([*pip, "install", "--quiet", "--upgrade", "pip>=25.1"], check=True)
        wanted = [f"{ROOT}[openai,anthropic,mcp,onnx,opentelemetry]", "--group", f"{ROOT / 'pyproject.toml'}:dev"]
        subprocess.run([*pip, "install", "--quiet", *wanted], check=True)
        frozen = subprocess.run([*pip, "freeze", "--exclude", "holdfast"], check=True, capture_output=True, text=True)
    (ROOT / "constraints.txt").write_text(HEADER + frozen.stdout, "utf-8")


if __name__ == "__main__":
    main()
