"""Opens the finder of facts when it is first wanted: reading its rules takes a fifth of a second.

A server finds facts in another process, those of a preview too.
"""

from __future__ import annotations

from functools import cache

from holdfast.providers.facts.contract import FactFinder


@cache
def open_fact_finder() -> FactFinder:
    """The built-in rules; to be called beside the event loop."""
    from holdfast.providers.facts.builtin import BuiltInFactFinder  # noqa: PLC0415 (compiles the rules)

    return BuiltInFactFinder()
