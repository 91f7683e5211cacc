"""Loading modules that are wanted late, or by few."""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_beside: dict[str, ModuleType] = {}


@contextmanager
def for_good() -> Iterator[None]:
    """What is made in the block stays as long as the process, so it is never looked at for garbage.

    A look at some hundred thousand objects takes a tenth of a second or more, in which all threads stand still.
    """
    with _not_collecting():
        try:
            yield
        finally:
            gc.freeze()


def load_module(name: str) -> ModuleType:
    """The module of that name, imported without looking for garbage meanwhile, nor afterwards.

    Importing makes very many objects that stay; looking through them again and again takes an eighth of the time, and
    once, at the end, a tenth of a second on a busy machine.
    """
    with for_good():
        return importlib.import_module(name)


async def load_beside(name: str) -> ModuleType:
    """The module of that name; the first time it is imported in a thread, beside the event loop."""
    module = _beside.get(name)
    if module is None:
        module = _beside[name] = await asyncio.to_thread(load_module, name)
    return module


@contextmanager
def _not_collecting() -> Iterator[None]:
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
