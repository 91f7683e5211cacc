"""``holdfast`` as it would run on Windows, as far as that can be imitated: ``python as_on_windows.py ARGUMENTS``.

`holdfast.system` takes this for Windows.  Modules and calls of POSIX are gone for Holdfast; libraries, which
choose theirs by the system that this is, keep them.  Files behave as they do there: what is open or mapped cannot be
replaced or removed, what is open for reading cannot be synced, and directories cannot be opened.
"""

from __future__ import annotations

import asyncio
import builtins
import errno
import fcntl
import multiprocessing  # noqa: F401 (chooses at its import what it does)
import os
import pathlib  # noqa: F401
import shutil  # noqa: F401
import signal
import socket
import stat
import struct
import subprocess  # noqa: F401
import sys
import tempfile  # noqa: F401
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

SYSTEM = ("background_sync", "durability", "event_loop", "kernel_sync", "locks", "memory", "signals")
MODULES = ("fcntl", "grp", "pwd", "resource", "syslog", "termios", "uvloop")
CALLS = {
    os: """O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC chown fchmod fchown fdatasync fork forkpty getegid geteuid
        getgid getloadavg getpgid getuid killpg lchown mkfifo nice posix_fallocate pread preadv pwrite pwritev
        register_at_fork sched_yield sendfile setsid statvfs sync sysconf uname""",
    signal: "SIGALRM SIGHUP SIGKILL SIGPIPE SIGQUIT SIGUSR1 SIGUSR2 alarm pause pthread_sigmask sigwait",
    socket: "AF_UNIX SO_REUSEPORT",
}
make_lock = fcntl.F_OFD_SETLK
"""Makes a lock of an open file, as Windows has them, and not of a process."""

control = fcntl.fcntl


def become_windows() -> None:
    """Take from this process what Windows does not have."""
    sys.modules["msvcrt"] = console_library()
    importing = sys.platform
    sys.platform = "win32"
    rooms = [import_module(f"holdfast.system.{name}") for name in SYSTEM]
    sockets = import_near_socket(importing)
    for room in (*rooms, sockets):
        room.sys = SimpleNamespace(platform="win32", modules=sys.modules)  # type: ignore[attr-defined]
    builtins.__import__ = import_for(builtins.__import__)
    restrict_files()
    asyncio.SelectorEventLoop.add_signal_handler = unknown_to_the_loop  # type: ignore[method-assign]
    socket.socketpair = partial(socket.socketpair, socket.AF_UNIX)  # chooses by itself only while there is this family
    for module, names in CALLS.items():
        for name in names.split():
            hide(module, name)


def import_for(load: Callable[..., ModuleType]) -> Callable[..., ModuleType]:
    """What ``import`` does from now on: Holdfast does not find the modules of POSIX."""

    def found(name: str, variables: Any = None, *rest: Any, **options: Any) -> ModuleType:
        if name in MODULES and str((variables or {}).get("__name__", "")).startswith("holdfast"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return load(name, variables, *rest, **options)

    return found


def import_near_socket(platform: str) -> ModuleType:
    """The other module that asks which system this is; the libraries that it imports are those of this one."""
    sys.platform = platform
    return import_module("holdfast.cli.near_socket")


def hide(module: ModuleType, name: str) -> None:
    """Remove a name for Holdfast alone; the libraries of Python that use it have to find it."""
    value = getattr(module, name)
    delattr(module, name)

    def found(wanted: str) -> Any:
        if wanted in hidden and not sys._getframe(1).f_globals.get("__name__", "").startswith("holdfast"):
            return hidden[wanted]
        raise AttributeError(f"module {module.__name__!r} has no attribute {wanted!r}")

    hidden: dict[str, Any] = HIDDEN.setdefault(module.__name__, {})
    hidden[name] = value
    module.__getattr__ = found  # type: ignore[method-assign]


HIDDEN: dict[str, dict[str, Any]] = {}


def console_library() -> ModuleType:
    """``msvcrt``, as far as Holdfast uses it."""
    library = ModuleType("msvcrt")
    library.LK_NBLCK = 2  # type: ignore[attr-defined]
    library.locking = locking  # type: ignore[attr-defined]
    return library


def range_of(start: int, length: int) -> bytes:
    """What the system is told of a lock: ``struct flock``."""
    return struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)


def locking(descriptor: int, mode: int, nbytes: int) -> None:
    assert mode == 2
    try:
        control(descriptor, make_lock, range_of(os.lseek(descriptor, 0, os.SEEK_CUR), nbytes))
    except BlockingIOError:
        raise PermissionError(errno.EACCES, "Permission denied") from None


def unknown_to_the_loop(*_: object) -> None:
    raise NotImplementedError


def restrict_files() -> None:
    """Have files behave as on Windows."""
    sync, opening = os.fsync, os.open

    def fsync(descriptor: int) -> None:
        if control(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        sync(descriptor)

    def open_file(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        descriptor = opening(path, flags, mode, dir_fd=dir_fd)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode) and by_holdfast():
            os.close(descriptor)
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return descriptor

    os.fsync, os.open = fsync, open_file
    for name in ("replace", "rename", "unlink", "remove"):
        setattr(os, name, unless_in_use(getattr(os, name)))


def by_holdfast() -> bool:
    """Whether Holdfast itself asks, and not a library."""
    return str(sys._getframe(2).f_globals.get("__name__", "")).startswith("holdfast")


def unless_in_use(change: Callable[..., Any]) -> Callable[..., Any]:
    def refused(*paths: Any, **options: Any) -> Any:
        for path in paths:
            if options.get("dir_fd") is None and in_use(os.path.realpath(path)):
                raise PermissionError(errno.EACCES, "the file is used by another process", str(path))
        return change(*paths, **options)

    return refused


def in_use(path: str) -> bool:
    """Whether this process has the file open or mapped."""
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # that of the listing itself
            if str(link.readlink()) == path:
                return True
    return any(line.endswith(path) for line in Path("/proc/self/maps").read_text().splitlines())


def main(arguments: list[str]) -> None:
    """Run commands, which are apart by ``+``, until one fails."""
    from tests.loop import watched_server

    while "+" in arguments:
        end = arguments.index("+")
        sys.argv[1:], arguments = arguments[:end], arguments[end + 1 :]
        try:
            watched_server.main()
        except SystemExit as ended:
            if ended.code:
                raise
    sys.argv[1:] = arguments
    watched_server.main()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    become_windows()
    main(sys.argv[1:])
