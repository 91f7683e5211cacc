"""Calculations outside the event loop: in a process that may die, hang, or outlive its purpose, and in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from holdfast.enrichment.calculator import NICENESS, CalculationAborted, Calculator
from tests.storage.deadline import until


@pytest.fixture
async def calculator() -> AsyncIterator[Calculator]:
    calculator = Calculator()
    yield calculator
    await calculator.close()


async def process_of(calculator: Calculator) -> int:
    return await calculator.run(os.getpid)


async def test_work_is_done_in_another_process_that_steps_back(calculator: Calculator) -> None:
    process = await process_of(calculator)
    assert process != os.getpid()
    assert os.getpriority(os.PRIO_PROCESS, process) == os.getpriority(os.PRIO_PROCESS, 0) + NICENESS
    assert await process_of(calculator) == process


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
    with pytest.raises(CalculationAborted, match="has died"):
        await calculator.run(os.kill, process, signal.SIGKILL)
    assert await process_of(calculator) != process


async def test_a_process_that_died_while_it_was_idle_is_replaced(calculator: Calculator) -> None:
    process = await process_of(calculator)
    os.kill(process, signal.SIGKILL)
    await until(lambda: _is_gone(process))
    with contextlib.suppress(CalculationAborted):
        await process_of(calculator)
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
import asyncio, os
from holdfast.enrichment.calculator import Calculator

async def main():
    print(await Calculator().run(os.getpid), flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_server_that_is_killed_leaves_no_process_behind(tmp_path: object) -> None:
    script = f"{tmp_path}/parent.py"
    with open(script, "w") as file:  # noqa: PTH123
        file.write(PARENT)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    child.wait(timeout=10)
    assert not child.is_running()
