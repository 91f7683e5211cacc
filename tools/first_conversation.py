"""Try the installed Holdfast as a new user would: start it, keep a conversation, find it again, delete it, stop it.

Needs nothing but an installed ``holdfast`` and the standard library, so it runs in an environment that has only that.
Prints one line and exits with 0 when all of it worked; any other way it exits with a traceback.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 60.0
STOP_SECONDS = 30.0
MESSAGES = (
    ("human", "I am vegetarian. Where do we eat in Reykjavik?"),
    ("ai", "The harbour bistro has a good mushroom risotto."),
    ("human", "Book a table for four, please."),
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-") as directory, _server(Path(directory)) as url:
        session = f"{url}/api/v1/sessions/first"
        messages = [{"role": role, "content": content} for role, content in MESSAGES]
        _ask("POST", f"{session}/memory?wait=true", {"messages": messages})
        memory = json.loads(_ask("GET", f"{session}/memory"))
        assert [message["content"] for message in memory["messages"]] == [content for _, content in MESSAGES], memory
        assert all(message["token_count"] > 0 for message in memory["messages"]), memory
        found = json.loads(_ask("POST", f"{session}/search?limit=1", {"text": "Does the guest eat meat?"}))
        assert "vegetarian" in found[0]["message"]["content"], found
        _ask("DELETE", f"{session}/memory")
        assert not json.loads(_ask("GET", f"{session}/memory"))["messages"]
    print(f"A first conversation with Holdfast on Python {sys.version.split()[0]}: kept, found and deleted.")


@contextmanager
def _server(directory: Path) -> Iterator[str]:
    """A server on a free port, stopped orderly at the end."""
    command = [str(_command()), "serve", "--host", "127.0.0.1", "--port", "0", "--data", str(directory / "data")]
    log = directory / "output"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=directory)
    try:
        yield _address(process, log)
        process.terminate()
        code = process.wait(STOP_SECONDS)
    finally:
        process.kill()
    assert code in {0, 1 if sys.platform == "win32" else 0}, f"the server stopped with {code}:\n{log.read_text()}"


def _command() -> Path:
    """The command beside this interpreter."""
    name = "holdfast.exe" if sys.platform == "win32" else "holdfast"
    return Path(sys.executable).parent / name


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        _, _, rest = log.read_text().partition(" listens on ")
        if rest and "\n" in rest:
            return rest.split()[0]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start within {START_SECONDS:.0f} seconds:\n{log.read_text()}")


def _ask(method: str, url: str, body: Any = None) -> bytes:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read()  # type: ignore[no-any-return]
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {url}: {error.code} {error.read().decode()}") from None


if __name__ == "__main__":
    main()
