"""How a process is asked of the parent, and what is told of it.

A request is a byte on the parent's control socket with three descriptors: the channel of the new process, and what it
writes its output and its errors to.  Along the channel goes a line of JSON, an `Order`; back come a line with the
number of the process and, when it has ended, one with its status as `os.waitpid` gives it.
"""

from __future__ import annotations

import json
from typing import NamedTuple

REQUEST = b"+"
DESCRIPTORS = 3


COMMAND = "holdfast"
CALCULATING = "calculating"
"""The programs that a process may run: a command, a server among them, or what computes for one."""


class Order(NamedTuple):
    """What a process is started with, as for `subprocess.Popen`."""

    arguments: list[str]
    environment: dict[str, str]
    directory: str
    program: str = COMMAND

    def line(self) -> bytes:
        """The order as it is sent."""
        return json.dumps(self).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Order:
        """The order of a line."""
        return cls(*json.loads(line))
