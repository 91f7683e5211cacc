"""Pages of the documentation, and what their commands print when a reader types them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / name).read_text("utf-8")


def commands_in(text: str) -> list[str]:
    """Its blocks of shell commands."""
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(blocks: Sequence[str], url: str) -> str:
    """What the commands print when the server is at ``url``; the first answer that is an error ends them."""
    commands = re.sub(r"http://(localhost|127\.0\.0\.1):8000", url, "\n".join(blocks))
    commands = re.sub(r"\bcurl (-s )?", "curl -sS --fail-with-body ", commands)
    done = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
