"""Loading modules that are wanted late, or by few."""

from __future__ import annotations

import gc
import importlib
from types import ModuleType


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
