"""Faults that the model has found and nobody has mended yet: a part of a test's name, and what is wrong.

Each is expected to fail, and strictly: whoever mends it takes the line out.
"""

from __future__ import annotations

UNMENDED: dict[str, str] = {}
