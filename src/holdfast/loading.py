"""Loading modules that are wanted late, or by few."""

from __future__ import annotations

import asyncio
import gc
import importlib
from types import ModuleType

_beside: dict[str, ModuleType] = {}


def load_module(name: str) -> ModuleType:
    """The module of that name, imported without looking for garbage meanwhile.

    Importing makes very many objects that stay; looking through them again and again takes an eighth of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        if collecting:
            gc.enable()


async def load_beside(name: str) -> ModuleType:
    """The module of that name; the first time it is imported in a thread, beside the event loop."""
    module = _beside.get(name)
    if module is None:
        module = _beside[name] = await asyncio.to_thread(load_module, name)
    return module
