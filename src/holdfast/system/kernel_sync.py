"""Syncs that Linux does beside the process: a call begins one, and an event tells that it has ended.

They are the kernel's asynchronous input and output (``io_submit`` with ``IOCB_CMD_FDSYNC``, since Linux 4.18; see
io_submit(2) and ``linux/aio_abi.h``).  No thread of the process wakes for a sync, none waits for the interpreter's lock
after it, and nothing is handed from one to the other.
"""

from __future__ import annotations

import asyncio
import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final, NamedTuple, Protocol

_AT_ONCE: Final = 16
_SYNC_DATA: Final = 3
_TELL_EVENTFD: Final = 1


class Completion(NamedTuple):
    """A sync that has ended: its number, and 0 or the negative number of an error."""

    number: int
    result: int


class KernelCalls(Protocol):
    """What is asked of the kernel."""

    def submit(self, descriptor: int, number: int, eventfd: int) -> None:
        """Begin a sync of a file; ``eventfd`` becomes readable when it has ended.

        `OSError` when the kernel cannot: of this file, or of so many at once.
        """
        ...

    def completions(self) -> Iterator[Completion]:
        """The syncs that have ended since this was last asked."""
        ...

    def close(self) -> None:
        """Give everything back, once what has begun has ended."""
        ...


class KernelSync:
    """Begins syncs of one file and tells when they have ended; only for the thread of one event loop."""

    def __init__(self, descriptor: int, calls: KernelCalls, eventfd: int) -> None:
        self._descriptor = descriptor
        self._calls = calls
        self._eventfd = eventfd
        self._numbers = 0
        self._under_way: dict[int, asyncio.Future[None]] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(eventfd, self._note_ended)

    def begin(self) -> asyncio.Future[None]:
        """Begin a sync; the future ends with it, with `OSError` when the disk failed.

        `OSError` at once when the kernel does not begin.
        """
        self._numbers += 1
        self._calls.submit(self._descriptor, self._numbers, self._eventfd)
        future: asyncio.Future[None] = self._loop.create_future()
        self._under_way[self._numbers] = future
        return future

    def close(self) -> None:
        """Give everything back; who still waits gets `OSError`, as nobody learns any more how the sync ended."""
        self._loop.remove_reader(self._eventfd)
        self._calls.close()
        os.close(self._eventfd)
        for future in self._under_way.values():
            if not future.done():
                future.set_exception(OSError(errno.ECANCELED, os.strerror(errno.ECANCELED)))
        self._under_way.clear()

    def _note_ended(self) -> None:
        os.read(self._eventfd, 8)
        for number, result in self._calls.completions():
            future = self._under_way.pop(number)
            if future.done():  # who waited was cancelled
                continue
            if result < 0:
                future.set_exception(OSError(-result, os.strerror(-result)))
            else:
                future.set_result(None)


def open_kernel_sync(descriptor: int) -> KernelSync | None:
    """Syncs of a file by the kernel; ``None`` where it does none, is not allowed to, or has nothing left for them."""
    if sys.platform != "linux":
        return None
    numbers = _numbers_of_calls()
    if numbers is None:
        return None
    with ExitStack() as opened:
        try:
            calls = _LinuxCalls(numbers)
            opened.callback(calls.close)
            for _ in calls.completions():  # a container may allow the one call and refuse the other
                pass
            eventfd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
            opened.callback(os.close, eventfd)
            kernel = KernelSync(descriptor, calls, eventfd)
        except OSError:
            return None
        opened.pop_all()
    return kernel


class _CallNumbers(NamedTuple):
    setup: int
    destroy: int
    completions: int
    submit: int


def _numbers_of_calls() -> _CallNumbers | None:
    """The numbers of the calls on this machine; ``None`` where they are not known, or structures are laid otherwise."""
    if sys.maxsize < 1 << 32 or sys.byteorder != "little":
        return None
    generic = _CallNumbers(setup=0, destroy=1, completions=4, submit=2)
    known = {
        "x86_64": _CallNumbers(setup=206, destroy=207, completions=208, submit=209),
        "aarch64": generic,
        "riscv64": generic,
    }
    return known.get(platform.machine())


class _Request(ctypes.Structure):
    """``struct iocb``."""

    _fields_ = [
        ("data", ctypes.c_uint64),
        ("key", ctypes.c_uint32),
        ("read_write_flags", ctypes.c_uint32),
        ("operation", ctypes.c_uint16),
        ("priority", ctypes.c_int16),
        ("descriptor", ctypes.c_uint32),
        ("buffer", ctypes.c_uint64),
        ("nbytes", ctypes.c_uint64),
        ("offset", ctypes.c_int64),
        ("reserved", ctypes.c_uint64),
        ("flags", ctypes.c_uint32),
        ("eventfd", ctypes.c_uint32),
    ]


class _Event(ctypes.Structure):
    """``struct io_event``."""

    _fields_ = [
        ("data", ctypes.c_uint64),
        ("request", ctypes.c_uint64),
        ("result", ctypes.c_int64),
        ("second_result", ctypes.c_int64),
    ]


class _LinuxCalls:
    """See `KernelCalls`."""

    def __init__(self, numbers: _CallNumbers) -> None:
        self._call = ctypes.CDLL(None, use_errno=True).syscall
        self._call.restype = ctypes.c_long
        context = ctypes.c_ulong(0)
        self._checked(self._call(ctypes.c_long(numbers.setup), ctypes.c_long(_AT_ONCE), ctypes.byref(context)))
        self._context = context
        # Everything that a call takes is made once: a sync is a matter of microseconds.
        self._submit, self._completions, self._destroy = (
            ctypes.c_long(number) for number in (numbers.submit, numbers.completions, numbers.destroy)
        )
        self._request = _Request(operation=_SYNC_DATA, flags=_TELL_EVENTFD)
        self._requests = (ctypes.c_void_p * 1)(ctypes.addressof(self._request))
        self._events = (_Event * _AT_ONCE)()
        self._none, self._one, self._most = ctypes.c_long(0), ctypes.c_long(1), ctypes.c_long(_AT_ONCE)

    def submit(self, descriptor: int, number: int, eventfd: int) -> None:
        request = self._request
        request.descriptor, request.data, request.eventfd = descriptor, number, eventfd
        self._checked(self._call(self._submit, self._context, self._one, self._requests))

    def completions(self) -> Iterator[Completion]:
        count = _AT_ONCE
        while count == _AT_ONCE:
            events = self._events
            count = self._checked(
                self._call(self._completions, self._context, self._none, self._most, events, ctypes.c_void_p(None))
            )
            yield from [Completion(event.data, event.result) for event in events[:count]]

    def close(self) -> None:
        self._call(self._destroy, self._context)

    @staticmethod
    def _checked(result: int) -> int:
        if result < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return result
