"""The process that serves HTTP: uvicorn's server, with signals of our own and a stop that leaves nobody waiting."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
        self._signals = _STOP if signals else ()
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

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See uvicorn.  What started the server may have chosen that a lost terminal is no reason to stop."""
        loop = asyncio.get_running_loop()
        numbers = [number for number in self._signals if signal.getsignal(number) is not signal.SIG_IGN]
        for number in numbers:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)
