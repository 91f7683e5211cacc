"""Opens the finder of facts when it is first wanted: compiling its rules takes a third of a second.

A server finds facts in another process, and itself only when somebody asks for a preview.
"""

from __future__ import annotations

from functools import cache

from holdfast.providers.facts.contract import FactFinder


@cache
def open_fact_finder() -> FactFinder:
    """The built-in rules; to be called beside the event loop."""
    from holdfast.providers.facts.builtin import BuiltInFactFinder  # noqa: PLC0415 (compiles the rules)

    return BuiltInFactFinder()
