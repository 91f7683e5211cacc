"""Syncing one file again and again while the event loop goes on: by the kernel where it does that, else in a thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from holdfast.system.durability import sync
from holdfast.system.kernel_sync import KernelSync, open_kernel_sync


class BackgroundSync:
    """Syncs the file of a descriptor, which must be open for writing; used in one event loop."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._kernel: KernelSync | None = None
        self._thread: ThreadPoolExecutor | None = None

    async def run(self) -> None:
        """Return when what was written to the file is on disk; `OSError` when the disk fails."""
        if self._thread is None:
            begun = self._begun_by_kernel()
            if begun is not None:
                await begun
                return
            # Once refused, always refused: a file system or a container's rules do not change.
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="holdfast-sync")
        await asyncio.get_running_loop().run_in_executor(self._thread, sync, self._descriptor)

    def close(self) -> None:
        """Give everything back, once what has begun has ended."""
        if self._kernel is not None:
            self._kernel.close()
            self._kernel = None
        if self._thread is not None:
            self._thread.shutdown()

    def _begun_by_kernel(self) -> asyncio.Future[None] | None:
        if self._kernel is None:
            self._kernel = open_kernel_sync(self._descriptor)
        if self._kernel is None:
            return None
        try:
            return self._kernel.begin()
        except OSError:  # a disk that fails is told by the future
            return None
