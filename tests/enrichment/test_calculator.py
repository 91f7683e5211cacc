"""Calculations outside the event loop: in a process that may die, hang, or outlive its purpose, and in a thread."""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest

from holdfast.enrichment.calculating_process import ARRIVED, LENGTH
from holdfast.enrichment.calculator import NICENESS, Calculator
from holdfast.enrichment.executors import CalculationAborted
from holdfast.errors import Unavailable
from tests.storage.deadline import until


@pytest.fixture
async def calculator() -> AsyncIterator[Calculator]:
    calculator = Calculator()
    yield calculator
    await calculator.close()


@pytest.fixture(autouse=True)
def nothing_outlives_a_test() -> Iterator[None]:
    """What a loop leaves behind is found by the collector only later, in the middle of another test."""
    before = {child.pid for child in psutil.Process().children()}
    with warnings.catch_warnings(record=True, action="always") as caught:
        yield
        gc.collect()
    assert [str(warning.message) for warning in caught if warning.category is ResourceWarning] == []
    assert {child.pid for child in psutil.Process().children()} <= before


async def process_of(calculator: Calculator) -> int:
    return await calculator.run(os.getpid)


@pytest.mark.parametrize(("cores", "niceness"), [(8, NICENESS), (3, NICENESS), (2, 0), (1, 0)])
async def test_work_is_done_in_another_process_that_steps_back_where_cores_are_to_spare(
    monkeypatch: pytest.MonkeyPatch, cores: int, niceness: int
) -> None:
    monkeypatch.setattr("holdfast.enrichment.calculator.available_cores", lambda: cores)
    calculator = Calculator(processes=1)
    process = await process_of(calculator)
    assert process != os.getpid()
    assert os.getpriority(os.PRIO_PROCESS, process) == os.getpriority(os.PRIO_PROCESS, 0) + niceness
    assert await process_of(calculator) == process
    await calculator.close()


async def test_several_processes_compute_at_the_same_time() -> None:
    calculator = Calculator(processes=2)
    await asyncio.gather(*(calculator.run(time.sleep, 0.2) for _ in range(4)))
    assert len(set(await asyncio.gather(*(calculator.run(os.getpid) for _ in range(2))))) == 2
    await calculator.close()


async def test_without_processes_work_is_done_in_this_one() -> None:
    calculator = Calculator(processes=0)
    assert await process_of(calculator) == os.getpid()
    await calculator.close()
    await calculator.close()


async def test_errors_of_a_calculation_come_through(calculator: Calculator) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await calculator.run(int, "one")


async def test_a_process_that_dies_is_replaced(calculator: Calculator) -> None:
    process = await process_of(calculator)
    with pytest.raises(CalculationAborted, match="died of this calculation"):
        await calculator.run(os.kill, process, signal.SIGKILL)
    assert await process_of(calculator) != process


async def test_a_process_that_died_while_it_was_idle_is_replaced(calculator: Calculator) -> None:
    process = await process_of(calculator)
    os.kill(process, signal.SIGKILL)
    await until(lambda: _is_gone(process))
    assert await process_of(calculator) != process


async def _is_gone(process: int) -> bool:
    return not psutil.pid_exists(process)


async def test_a_calculation_without_an_end_is_ended_with_its_process(calculator: Calculator) -> None:
    process = await process_of(calculator)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await calculator.run(time.sleep, 60)
    assert await process_of(calculator) != process


async def test_closing_ends_the_process(calculator: Calculator) -> None:
    process = await process_of(calculator)
    await calculator.close()
    assert not psutil.pid_exists(process)


PARENT = """
import asyncio, os, time
from holdfast.enrichment.calculator import Calculator

async def main():
    print(await Calculator().run(os.getpid), flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.parametrize("busy", [False, True])
def test_a_server_that_is_killed_leaves_no_process_behind_and_no_complaint(tmp_path: Path, busy: bool) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        PARENT.replace("asyncio.sleep(60)", "Calculator().run(time.sleep, 60)" if busy else "asyncio.sleep(60)")
    )
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        parent.stdout.readline()
        children = psutil.Process(parent.pid).children()
        parent.kill()
        parent.wait()
        psutil.wait_procs(children, timeout=60)
        assert [child for child in children if child.is_running()] == []
        assert parent.stderr.read() == ""


def test_the_end_of_a_server_is_noticed_that_has_not_read_the_last_answer() -> None:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "holdfast.enrichment.calculating_process", "0"]
    with ours, theirs, subprocess.Popen(command, stdin=theirs, stdout=theirs) as process:
        request = pickle.dumps((os.getpid, ()))
        ours.sendall(LENGTH.pack(len(request)) + request)
        answered = ours.recv(len(ARRIVED) + LENGTH.size, socket.MSG_PEEK | socket.MSG_WAITALL)
        assert answered.startswith(ARRIVED)
        ours.close()
        try:
            assert process.wait(60) == 0
        finally:
            process.kill()


async def test_of_two_calculations_only_the_one_that_its_process_died_of_is_aborted() -> None:
    calculator = Calculator(processes=2)
    try:
        first = asyncio.create_task(calculator.run(time.sleep, 1))
        second = asyncio.create_task(calculator.run(os._exit, 1))
        with pytest.raises(CalculationAborted):
            await second
        assert await first is None
    finally:
        await calculator.close()


async def test_a_calculation_that_is_broken_off_in_a_thread_holds_up_neither_the_next_one_nor_the_end() -> None:
    calculator = Calculator(processes=0)
    async with asyncio.timeout(40):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await calculator.run(time.sleep, 60)
        assert await process_of(calculator) == os.getpid()
        await calculator.close()


def test_a_calculation_in_a_thread_does_not_hold_up_the_end_of_the_process() -> None:
    program = (
        "import asyncio, time\n"
        "from holdfast.enrichment.calculator import Calculator\n"
        "async def main():\n"
        "    calculator = Calculator(processes=0)\n"
        "    try:\n"
        "        async with asyncio.timeout(0.1):\n"
        "            await calculator.run(time.sleep, 60)\n"
        "    except TimeoutError:\n"
        "        await calculator.close()\n"
        "asyncio.run(main())\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=40)


async def test_without_a_process_it_is_no_fault_of_a_calculation(
    calculator: Calculator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    with pytest.raises(Unavailable, match="no process can be started"):
        await calculator.run(os.getpid)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Unavailable, match="end before they begin"):
        await calculator.run(os.getpid)
