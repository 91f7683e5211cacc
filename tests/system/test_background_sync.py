"""Syncing beside the event loop: by the kernel, and in a thread where it does not."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.system import background_sync, kernel_sync
from holdfast.system.background_sync import BackgroundSync
from holdfast.system.kernel_sync import Completion, KernelSync, open_kernel_sync


class StandIn:
    """In place of the kernel's calls: refuses some, and has the others end as it is told."""

    def __init__(self, *, refused: int = 0, result: int = 0, waits: bool = False) -> None:
        self.begun: list[int] = []
        self._refused = refused
        self._result = result
        self._waits = waits

    def submit(self, descriptor: int, number: int, eventfd: int) -> None:
        if self._refused:
            raise OSError(self._refused, os.strerror(self._refused))
        self.begun.append(number)
        self._eventfd = eventfd
        if not self._waits:
            self.end()

    def end(self) -> None:
        """Let the first of those end that have begun, or all where they do not wait to be told."""
        os.eventfd_write(self._eventfd, 1)

    def completions(self) -> Iterator[Completion]:
        count = 1 if self._waits else len(self.begun)
        ended, self.begun = self.begun[:count], self.begun[count:]
        return iter([Completion(number, self._result) for number in ended])

    def close(self) -> None:
        pass


def install(monkeypatch: pytest.MonkeyPatch, calls: StandIn) -> None:
    monkeypatch.setattr(
        background_sync,
        "open_kernel_sync",
        lambda descriptor: KernelSync(descriptor, calls, os.eventfd(0, os.EFD_NONBLOCK)),
    )


@pytest.fixture(params=["kernel", "thread"])
async def file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "thread":
        monkeypatch.setattr(background_sync, "open_kernel_sync", lambda descriptor: None)
    else:
        path = tmp_path / "probe"
        with path.open("wb") as probed:
            kernel = open_kernel_sync(probed.fileno())
            if kernel is None:
                pytest.skip("this kernel begins no syncs")
            kernel.close()
    return tmp_path / "file"


async def test_syncs_end_one_by_one_and_many_at_once(file: Path) -> None:
    with file.open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        for _ in range(3):
            written.write(b"x" * 5000)
            written.flush()
            await syncing.run()
        async with asyncio.timeout(60):
            await asyncio.gather(*(syncing.run() for _ in range(50)))
        syncing.close()


async def test_a_file_that_cannot_be_synced_is_an_error(file: Path) -> None:
    reading, writing = os.pipe()
    syncing = BackgroundSync(writing)
    with pytest.raises(OSError, match="Invalid argument"):
        await syncing.run()
    syncing.close()
    os.close(reading)
    os.close(writing)
    syncing = BackgroundSync(writing)
    with pytest.raises(OSError, match="Bad file descriptor"):
        await syncing.run()
    syncing.close()


async def test_a_cancelled_wait_disturbs_no_later_one(file: Path) -> None:
    with file.open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        waiting = asyncio.ensure_future(syncing.run())
        await asyncio.sleep(0)
        waiting.cancel()
        async with asyncio.timeout(60):
            await syncing.run()
        syncing.close()


@pytest.mark.parametrize("mode", ["rb", "wb"])  # a kernel that is asked to read or to write refuses one of them
async def test_the_kernel_syncs_without_a_thread_of_the_process(tmp_path: Path, mode: str) -> None:
    (tmp_path / "file").touch()
    with (tmp_path / "file").open(mode) as file:
        kernel = open_kernel_sync(file.fileno())
        if kernel is None:
            pytest.skip("this kernel begins no syncs")
        kernel.close()
        syncing = BackgroundSync(file.fileno())
        await syncing.run()
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("holdfast-sync")]
        syncing.close()


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
async def test_a_disk_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    install(monkeypatch, StandIn(result=-number))
    with (tmp_path / "file").open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        with pytest.raises(OSError, match=os.strerror(number)) as told:
            await syncing.run()
        syncing.close()
    assert told.value.errno == number


async def test_the_end_of_an_earlier_sync_is_not_that_of_a_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = StandIn(waits=True)
    install(monkeypatch, calls)
    with (tmp_path / "file").open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        first, second = (asyncio.ensure_future(syncing.run()) for _ in range(2))
        await asyncio.sleep(0)
        calls.end()
        async with asyncio.timeout(60):
            await first
            assert not second.done()
            calls.end()
            await second
        syncing.close()


async def test_who_waits_when_all_is_given_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, StandIn(waits=True))
    with (tmp_path / "file").open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        waiting = asyncio.ensure_future(syncing.run())
        await asyncio.sleep(0)
        syncing.close()
        async with asyncio.timeout(60):
            with pytest.raises(OSError, match=os.strerror(errno.ECANCELED)):
                await waiting


@pytest.mark.parametrize("lacking", ["descriptors", "permission"])
async def test_where_the_kernel_has_nothing_left_for_syncs_a_thread_does_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    def refuse(*arguments: object) -> int:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    if lacking == "descriptors":
        monkeypatch.setattr(os, "eventfd", refuse)
    else:  # to ask what has ended
        monkeypatch.setattr(kernel_sync._LinuxCalls, "completions", refuse)
    synced: list[int] = []
    monkeypatch.setattr(background_sync, "sync", synced.append)
    with (tmp_path / "file").open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        await syncing.run()
        syncing.close()
        assert synced == [written.fileno()]


async def test_what_the_kernel_does_not_begin_a_thread_syncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, StandIn(refused=errno.EAGAIN))
    synced: list[int] = []
    monkeypatch.setattr(background_sync, "sync", synced.append)
    with (tmp_path / "file").open("wb") as written:
        syncing = BackgroundSync(written.fileno())
        await syncing.run()
        await syncing.run()
        syncing.close()
        assert synced == [written.fileno()] * 2
