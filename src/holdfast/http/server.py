"""The process that serves HTTP: uvicorn's server, with signals of our own and a stop that leaves nobody waiting."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

import uvicorn

from holdfast.system.signals import told_to_stop


class HttpServer(uvicorn.Server):
    """uvicorn's server, which says that it is ready, and whose exit code after a signal is 0.

    ``on_ready`` is given the listening socket once connections are accepted; ``on_stop`` is called at the moment the
    server is told to stop, before running requests are awaited.  Without ``signals`` it is the caller who stops it.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        on_ready: Callable[[socket.socket], None],
        on_stop: Callable[[], None],
        signals: bool = True,
    ) -> None:
        super().__init__(config)
        self._signals = signals
        self._on_ready = on_ready
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn."""
        await super().startup(sockets)
        if sockets:
            self._on_ready(sockets[0])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """See uvicorn."""
        super().handle_exit(sig, frame)
        self._on_stop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See uvicorn, whose handlers are Python's own and raise the signal again once all is over."""
        with told_to_stop(lambda number: self.handle_exit(number, None)) if self._signals else nullcontext():
            yield
