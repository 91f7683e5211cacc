"""Where a process that has the embedded database opened listens to the others of its account.

That is a socket beside the database, which only this account can open.  Windows has no such sockets in Python: there it
is a port of this machine, and requests must show a key that stands in the lock file with the address.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import httpx

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

SOCKET_NAME = "holdfast.socket"
KEY_HEADER = "holdfast-near-key"
_SOCKET_SCHEME = "unix:"
_PORT_SCHEME = "port:"
_LOOPBACK = "127.0.0.1"
_NAME = "http://localhost"
_FORBIDDEN = 403


class NearSocket(NamedTuple):
    """A socket that listens, where others find it, and the key that they show, if one is needed."""

    listener: socket.socket
    address: str
    key: str = ""

    def guarded(self, application: ASGIApp) -> ASGIApp:
        """The application, which answers only who shows the key, if there is one."""
        if not self.key:
            return application
        expected = self.key.encode()

        async def guard(scope: Scope, receive: Receive, send: Send) -> None:
            shown = dict(scope["headers"]).get(KEY_HEADER.encode(), b"")
            if hmac.compare_digest(shown, expected):
                await application(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": _FORBIDDEN, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})

        return guard


def client_of(address: str) -> httpx.AsyncClient:
    """A client of the server at an address: of a `NearSocket`, or one that begins with ``http:``.

    It stands on this machine, so no proxy is asked.
    """
    if address.startswith(_SOCKET_SCHEME):
        transport = httpx.AsyncHTTPTransport(uds=address.removeprefix(_SOCKET_SCHEME))
        return httpx.AsyncClient(transport=transport, base_url=_NAME)
    if address.startswith(_PORT_SCHEME):
        port, _, key = address.removeprefix(_PORT_SCHEME).partition(":")
        return httpx.AsyncClient(base_url=f"http://{_LOOPBACK}:{port}", headers={KEY_HEADER: key}, trust_env=False)
    return httpx.AsyncClient(base_url=address, trust_env=False)


@contextmanager
def listening(directory: Path) -> Iterator[NearSocket]:
    """A socket for the database in a directory, which no other process has open; ``OSError`` when there can be none."""
    if sys.platform == "win32":
        with contextlib.closing(socket.create_server((_LOOPBACK, 0))) as listener:
            key = secrets.token_urlsafe(32)
            yield NearSocket(listener, f"{_PORT_SCHEME}{listener.getsockname()[1]}:{key}", key)
    else:
        with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as listener, ExitStack() as stack:
            path = _bound_beside(listener, directory, stack)
            stack.callback(path.unlink, missing_ok=True)
            listener.listen()
            yield NearSocket(listener, f"{_SOCKET_SCHEME}{path}")


if sys.platform != "win32":

    def _bound_beside(listener: socket.socket, directory: Path, stack: ExitStack) -> Path:
        """Where the listener is now: beside the database, or, where that cannot be (long names, shares), in a folder.

        Nobody else has the database open, so what lies there was left by a process that was killed.
        """
        try:
            return _bound(listener, directory)
        except OSError:
            folder = _private_folder(directory)
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            return _bound(listener, folder)

    def _bound(listener: socket.socket, folder: Path) -> Path:
        """Where the listener is now, which only this account may enter; ``OSError`` when it cannot be there."""
        path = folder.absolute() / SOCKET_NAME
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        path.chmod(0o600)
        return path

    def _private_folder(directory: Path) -> Path:
        """The folder for temporary files that belongs to a database; ``OSError`` when it is somebody else's."""
        digest = hashlib.sha256(os.fsencode(directory.absolute())).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"holdfast-{os.getuid()}-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError(f"{folder} is open to others: remove it")
        return folder
